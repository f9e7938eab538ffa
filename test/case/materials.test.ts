import { describe, expect, it } from 'vitest';
import { encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { compareReleases } from '../../src/core/case/queries/compare-releases.ts';
import { materialIn } from '../../src/core/case/queries/materials.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { inspectFiles } from '../inspect.ts';
import golden from '../verify/golden/comparison.json' with { type: 'json' };

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
    const read = model.attestations[0]?.predicate?.predicate;
    const materials = read?.kind === 'provenance' ? read.dependencies : [];
    expect(materials.map((one) => materialIn(model, one)?.by)).toEqual([undefined, 'digest', 'purl']);
  });

  it('is no component of the case by its own word alone', async () => {
    const { model } = await inspectFiles([{ name: 'p.intoto.json', bytes: provenance }]);
    const read = model.attestations[0]?.predicate?.predicate;
    const materials = read?.kind === 'provenance' ? read.dependencies : [];
    expect(materials.map((one) => materialIn(model, one))).toEqual([undefined, undefined, undefined]);
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
  it.each(golden)('$title', async ({ before, after, changed, same }) => {
    const files = [before, after].map((name) => ({
      name: name.replaceAll('/', '-'),
      bytes: corpusBytes('provenance', 'slsa-verifier', ...name.split('/')),
    }));
    const of = async (dropped: typeof files) => {
      const { model } = await inspectFiles(dropped);
      const name = new Map(model.sources.map((source) => [source.id, source.name]));
      const one = model.attestations.find(
        ({ source, predicate }) =>
          name.get(source) === files[1]?.name && predicate?.predicate.kind === 'provenance',
      );
      const rows = (one && compareReleases(model, one)?.rows) ?? [];
      return {
        changed: Object.fromEntries(
          rows
            .filter(({ status }) => status !== 'same')
            .map(({ field, here, there }) => [field, [there ?? null, here ?? null]]),
        ),
        same: rows.filter(({ status }) => status === 'same').map(({ field }) => field),
      };
    };
    expect(await of(files)).toEqual({ changed, same });
    expect(await of([...files].reverse())).toEqual({ changed, same });
  });
});
