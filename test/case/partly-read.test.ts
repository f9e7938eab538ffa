import { describe, expect, test } from 'vitest';
import { documentsText } from '../../src/cli/sbom-text.ts';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/core/base/limits.ts';
import type { CaseModel } from '../../src/core/case/model.ts';
import { reconcile } from '../../src/core/case/reconcile/reconcile.ts';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { profilesOf } from '../../src/core/profiles/evaluate.ts';
import { CompareQueries } from '../../src/core/profiles/queries/compare.ts';
import { documentDetail } from '../../src/core/profiles/queries/documents.ts';
import { cyclonedxJson } from '../../src/core/sbom/cyclonedx-json.ts';
import { readDocument } from '../fixtures/document.ts';
import { file, tar } from '../fixtures/tar.ts';
import { inspectFiles, reportOf } from '../inspect.ts';

const FOUND = ['first', 'second'];
const LISTED = ['first', 'other', 'more', 'second'];
const purl = (name: string) => `pkg:npm/${name}@1.0.0`;

const artifact = tar(
  FOUND.map((name) =>
    file(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', license: 'MIT' })),
  ),
);
const sbom = encodeUtf8(
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { timestamp: '2026-01-01T00:00:00Z' },
    components: LISTED.map((name) => ({
      type: 'library',
      'bom-ref': name,
      name,
      version: '1.0.0',
      purl: purl(name),
    })),
    dependencies: LISTED.map((ref) => ({ ref, dependsOn: [] })),
  }),
);

async function caseOf(graphNodes: number): Promise<CaseModel> {
  const files = [
    { name: 'app.tar', bytes: artifact },
    { name: 'app.cdx.json', bytes: sbom },
  ];
  return (await inspectFiles(files, { graphNodes })).model;
}

const rulesOf = (model: CaseModel) =>
  model.documents.flatMap((document) => profilesOf(model, document).flatMap(({ rules }) => rules));
const shadows = (model: CaseModel) => findingsOf(model).filter(({ rule }) => rule === 'sbom.shadow');

describe('a document of which a limit leaves a part unread', async () => {
  const cut = await caseOf(4);
  const whole = await caseOf(100);

  test('says so, at every place that counts what it states', () => {
    expect(cut.documents[0]?.partlyRead).toBe(true);
    expect(documentsText(cut)).toMatch(/Components +at least 4\n/);
    expect(reportOf(cut).documents[0]?.partlyRead).toBe(true);
    expect(documentsText(whole)).toMatch(/Components +4\n/);
    expect(reportOf(whole).documents[0]?.partlyRead).toBe(false);
  });

  test('what it seems not to list is no fact against it', () => {
    const [one] = reconcile(cut);
    expect(one?.counts).toMatchObject({ matched: 1, onlyFound: 1 });
    expect(one?.documentComplete).toBe(false);
    expect(shadows(cut)).toMatchObject([
      {
        severity: 'none',
        title: '1 component in "app.tar" is not in the part that was read of "app.cdx.json".',
        detail: 'A part of the document was not read: they may be listed there.',
      },
    ]);
    expect(reconcile(whole)[0]?.counts).toMatchObject({ matched: 2, onlyFound: 0 });
    expect(shadows(whole)).toEqual([]);
  });

  test('meets and misses only rules on what it says of itself', () => {
    const unsure = 'Only a part of the document was read.';
    const judged = rulesOf(cut).filter(({ detail }) => detail !== unsure);
    expect(rulesOf(cut).length - judged.length).toBeGreaterThan(20);
    expect(
      rulesOf(cut)
        .filter(({ detail }) => detail === unsure)
        .every(({ status }) => status === 'not-checkable'),
    ).toBe(true);
    expect(
      judged.every(({ denominator, status }) => denominator === 'document' || status.startsWith('not-')),
    ).toBe(true);
    expect(judged.some(({ status }) => status === 'pass')).toBe(true);
    expect(rulesOf(whole).some(({ detail }) => detail === unsure)).toBe(false);
    // What it says in the rest is not missing from it.
    expect(documentDetail(cut, cut.documents[0]?.source ?? '')?.silent).toBeUndefined();
  });

  test('is marked where it can be compared', () => {
    const partly = (model: CaseModel) =>
      new CompareQueries().choices(model).map(({ name, partlyRead }) => [name, partlyRead]);
    expect(partly(cut)).toEqual([
      ['app.cdx.json', true],
      ['app.tar', false],
    ]);
    expect(partly(whole)).toEqual([
      ['app.cdx.json', false],
      ['app.tar', false],
    ]);
  });
});

describe('relations of several documents that are too many together', async () => {
  const listing = (names: readonly string[], dependsOn: readonly string[]) =>
    encodeUtf8(
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        version: 1,
        components: names.map((name) => ({ type: 'library', 'bom-ref': name, name })),
        dependencies: dependsOn.length === 0 ? [] : [{ ref: names[0], dependsOn }],
      }),
    );
  const { model } = await inspectFiles(
    [
      { name: 'a.cdx.json', bytes: listing(['a', 'b', 'c'], ['b', 'c']) },
      { name: 'b.cdx.json', bytes: listing(['d', 'e', 'f'], ['e', 'f']) },
      { name: 'c.cdx.json', bytes: listing(['g'], []) },
    ],
    { graphEdges: 3 },
  );

  test('only the document whose relations are left out is marked, and later ones keep their components', () => {
    const names = new Map(model.sources.map(({ id, name }) => [id, name]));
    expect(
      model.documents.map(({ source, partlyRead }) => [names.get(source), partlyRead === true]).sort(),
    ).toEqual([
      ['a.cdx.json', false],
      ['b.cdx.json', true],
      ['c.cdx.json', false],
    ]);
    expect(model.components.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    // What was left out is told wherever a count must not read as all.
    const cut = reportOf(model).sources.filter(({ notFullyInspected }) => notFullyInspected);
    expect(cut.map(({ name }) => name)).toEqual(['b.cdx.json']);
    expect(model.relations.from).toHaveLength(3);
    expect(model.diagnostics.map(({ message }) => message).join()).toContain('Not all relations were kept.');
  });
});

describe('a document that is too large for its reader', () => {
  const read = async (limits: Partial<Limits>) =>
    (await readDocument(cyclonedxJson, sbom, { ...DEFAULT_LIMITS, ...limits })).document.partlyRead;

  test('says that a part of it was not read, whichever limit it was', async () => {
    expect(await read({ graphNodes: 3 })).toBe(true);
    expect(await read({ graphEdges: 3 })).toBe(true);
    expect(await read({})).toBeUndefined();
  });
});
