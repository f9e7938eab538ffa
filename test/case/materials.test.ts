import { describe, expect, it } from 'vitest';
import { encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { materialsOf, provenanceComparisons } from '../../src/core/case/queries/provenance.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { inspectFiles } from '../inspect.ts';

const tool = encodeUtf8('the tool\n');
const provenance = encodeUtf8(
  JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'app', digest: { sha256: 'a'.repeat(64) } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'https://example.test/build',
        externalParameters: {},
        resolvedDependencies: [
          { uri: 'git+https://github.com/o/r@refs/tags/v1', digest: { gitCommit: 'b'.repeat(40) } },
          { uri: 'https://example.test/tool', digest: { sha256: toHex(hash('sha256', tool)) } },
          { uri: 'pkg:npm/x@1.0.0' },
        ],
      },
      runDetails: { builder: { id: 'https://example.test/builder' } },
    },
  }),
);
const lock = encodeUtf8(JSON.stringify({ name: 'x', version: '1.0.0' }));

describe('what provenance says it was made from', () => {
  it('becomes relations of the case: every material, pinned or not', async () => {
    const { report } = await inspectFiles([{ name: 'p.intoto.json', bytes: provenance }]);
    const { components, relations } = report();
    const named = (id: string) => components.find((one) => one.id === id)?.name;
    expect(
      relations.map(({ from, to, kind, rawKind }) => [named(from), kind, rawKind, named(to)]).sort(),
    ).toEqual([
      ['app', 'generatedFrom', 'resolvedDependencies', 'https://example.test/tool'],
      ['app', 'generatedFrom', 'resolvedDependencies', 'https://github.com/o/r'],
      ['app', 'generatedFrom', 'resolvedDependencies', 'x'],
    ]);
    expect(components.find(({ purl }) => purl === 'pkg:npm/x@1.0.0')?.occurrences).toMatchObject([
      { state: 'stated' },
    ]);
  });

  it('is matched with the case by digest, then by package URL', async () => {
    const { model } = await inspectFiles([
      { name: 'p.intoto.json', bytes: provenance },
      { name: 'tool.bin', bytes: tool },
      { name: 'node_modules/x/package.json', bytes: lock },
    ]);
    const [one] = model.attestations;
    const materials = one === undefined ? [] : materialsOf(model, one);
    expect(materials.map(({ pinned, match }) => [pinned, match?.by])).toEqual([
      ['commit', undefined],
      ['digest', 'digest'],
      ['not pinned', 'purl'],
    ]);
  });

  it('hands the document that a statement carries to the reader of its kind', async () => {
    const bom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      version: 1,
      components: [{ type: 'library', name: 'y', version: '2', purl: 'pkg:npm/y@2' }],
    };
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'app', digest: { sha256: 'a'.repeat(64) } }],
      predicateType: 'https://cyclonedx.org/bom',
      predicate: bom,
    };
    const { model } = await inspectFiles([
      { name: 'bom.intoto.json', bytes: encodeUtf8(JSON.stringify(statement)) },
    ]);
    expect(
      model.documents.map(({ format, version, counts }) => [format, version, counts.components]),
    ).toEqual([['CycloneDX', '1.5', 1]]);
    expect(model.components.map(({ purl }) => purl)).toContain('pkg:npm/y@2');
    expect(model.attestations[0]?.verdict).toBe('unsigned');
  });
});

describeCorpus('two releases of one package in a case', () => {
  it('are compared, whatever the order of drops', async () => {
    const files = ['provenance-npm-test-cli-v02-prega.tgz.json', 'provenance-npm-test-ossf.tgz.json'].map(
      (name) => ({
        name,
        bytes: corpusBytes('provenance', 'slsa-verifier', 'npm', 'gha', name),
      }),
    );
    const of = async (dropped: typeof files) => {
      const { model } = await inspectFiles(dropped);
      return provenanceComparisons(model).map(({ changes }) =>
        changes
          .filter(({ status, ordinary }) => status === 'changed' && !ordinary)
          .map(({ field, after }) => [field, after]),
      );
    };
    const forwards = await of(files);
    expect(forwards).toHaveLength(1);
    expect(forwards[0]?.map(([field]) => field).slice(0, 4)).toEqual([
      'Signer',
      'Builder',
      'Build type',
      'Workflow',
    ]);
    expect(await of([...files].reverse())).toEqual(forwards);
  });
});
