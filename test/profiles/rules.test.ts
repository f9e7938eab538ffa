import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseModel } from '../../src/core/case/model.ts';
import { evaluate, profilesOf } from '../../src/core/profiles/evaluate.ts';
import { profiles } from '../../src/core/profiles/registry.ts';
import { fullCyclonedx, oldCyclonedx, poorCyclonedx } from '../fixtures/profiles/cyclonedx.ts';
import { fullSpdx2, poorSpdx2 } from '../fixtures/profiles/spdx2.ts';
import { fullSpdx3, poorSpdx3 } from '../fixtures/profiles/spdx3.ts';
import { inspectFiles } from '../inspect.ts';

const encoder = new TextEncoder();

async function read(document: unknown): Promise<CaseModel> {
  const { model } = await inspectFiles([{ name: 'a.json', bytes: encoder.encode(JSON.stringify(document)) }]);
  expect(model.documents).toHaveLength(1);
  return model;
}

/** The case with what is known of the validity of its document, whatever the schemas say of it. */
function known(model: CaseModel, valid: boolean | undefined): CaseModel {
  return { ...model, documents: model.documents.map((document) => ({ ...document, valid })) };
}

/** `pass 3/3` by rule, as a person reads it. */
function results(model: CaseModel): Map<string, string> {
  const [document] = model.documents;
  if (document === undefined) throw new Error('no document');
  return new Map(
    profilesOf(model, document).flatMap(({ rules }) =>
      rules.map(
        ({ rule, status, pass, of }) => [rule, of === 0 ? status : `${status} ${pass}/${of}`] as const,
      ),
    ),
  );
}

/**
 * Counted by hand over the documents of `fixtures/profiles`. Full: root, `a` and `b` all say everything. Poor: the root
 * says its name alone, `a` is wrong in everything, `b` says everything. Old: the full one as CycloneDX 1.2.
 */
const CYCLONEDX: Readonly<Record<string, readonly [full: string, poor: string, old: string]>> = {
  'C26-01': ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  'C26-02': ['fail 0/1', 'fail 0/1', 'fail 0/1'],
  'C26-03': ['pass 1/1', 'pass 1/1', 'pass 1/1'],
  'C26-04': ['pass 1/1', 'pass 1/1', 'pass 1/1'],
  'C26-05': ['pass 1/1', 'fail 0/1', 'not-expressible'],
  'C26-06': ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  'C26-07': ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  'C26-08': ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  'C26-09': ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  'C26-10': ['pass 3/3', 'fail 1/3', 'pass 3/3'],
  // `a` has an empty name.
  'C26-11': ['pass 3/3', 'fail 2/3', 'pass 3/3'],
  'C26-12': ['pass 3/3', 'fail 1/3', 'pass 3/3'],
  'C26-13': ['pass 3/3', 'fail 1/3', 'pass 3/3'],
  // A SHA-256 of four digits is none; the digest of the distribution of `a` is one.
  'C26-14': ['pass 3/3', 'fail 2/3', 'pass 3/3'],
  'C26-15': ['pass 3/3', 'fail 2/3', 'pass 3/3'],
  'C26-16': ['pass 3/3', 'fail 1/3', 'pass 3/3'],
  // The root depends on `a`; `b` takes part in nothing and is not said to depend on nothing.
  'C26-17': ['pass 3/3', 'fail 2/3', 'pass 3/3'],
  'C26-P1': ['not-checkable', 'not-checkable', 'not-checkable'],
  'C26-P2': ['not-checkable', 'not-checkable', 'not-checkable'],
  'C26-P3': ['not-checkable', 'not-checkable', 'not-checkable'],
  'C26-P4': ['pass 1/1', 'pass 1/1', 'not-expressible'],
  'C26-P5': ['not-checkable', 'not-checkable', 'not-checkable'],
  'C26-P6': ['pass 1/1', 'pass 1/1', 'pass 1/1'],
  N1: ['pass 3/3', 'fail 1/3', 'pass 3/3'],
  N2: ['pass 3/3', 'fail 2/3', 'pass 3/3'],
  N3: ['pass 3/3', 'fail 1/3', 'pass 3/3'],
  N4: ['pass 3/3', 'fail 1/3', 'pass 3/3'],
  N5: ['pass 3/3', 'fail 2/3', 'pass 3/3'],
  N6: ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  N7: ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  B00: ['pass 1/1', 'pass 1/1', 'fail 0/1'],
  B01: ['pass 1/1', 'fail 0/1', 'not-expressible'],
  B02: ['pass 1/1', 'fail 0/1', 'not-expressible'],
  B03: ['pass 3/3', 'fail 1/3', 'not-expressible'],
  B04: ['pass 3/3', 'fail 2/3', 'not-expressible'],
  B05: ['pass 3/3', 'fail 1/3', 'not-expressible'],
  B06: ['pass 3/3', 'fail 1/3', 'not-expressible'],
  B07: ['pass 3/3', 'fail 1/3', 'not-expressible'],
  B08: ['pass 3/3', 'fail 1/3', 'not-expressible'],
  B09: ['pass 3/3', 'fail 1/3', 'not-expressible'],
  B10: ['pass 3/3', 'fail 1/3', 'not-expressible'],
  B11: ['pass 3/3', 'fail 1/3', 'not-expressible'],
  B12: ['pass 3/3', 'fail 1/3', 'not-expressible'],
  B13: ['pass 1/1', 'fail 0/1', 'not-expressible'],
  // Asked for where it exists: the root that states nothing is not counted.
  B14: ['pass 3/3', 'fail 1/2', 'not-expressible'],
  B15: ['pass 3/3', 'fail 1/2', 'not-expressible'],
  B16: ['pass 3/3', 'fail 1/2', 'not-expressible'],
  B17: ['pass 3/3', 'fail 1/2', 'not-expressible'],
  B18: ['pass 3/3', 'fail 1/2', 'not-expressible'],
  B19: ['pass 3/3', 'fail 1/2', 'not-expressible'],
  B20: ['pass 3/3', 'fail 1/2', 'not-expressible'],
  B21: ['pass 1/1', 'fail 0/1', 'not-expressible'],
  F1: ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  F2: ['pass 1/1', 'pass 1/1', 'pass 1/1'],
  F3: ['pass 3/3', 'fail 1/3', 'pass 3/3'],
  F4: ['pass 3/3', 'fail 1/3', 'pass 3/3'],
  F5: ['pass 3/3', 'fail 1/3', 'pass 3/3'],
  F6: ['pass 3/3', 'fail 2/3', 'pass 3/3'],
  // The root and `a`, on which it depends.
  F7: ['pass 2/2', 'fail 0/2', 'not-expressible'],
  F8: ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  F9: ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  'CRA-1': ['pass 1/1', 'pass 1/1', 'pass 1/1'],
  'CRA-2': ['fail 0/1', 'pass 1/1', 'fail 0/1'],
  'CRA-3': ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  // An identifier, a hash and a license are asked to be there; `a` has wrong ones.
  'CRA-4': ['pass 3/3', 'fail 2/3', 'pass 3/3'],
  'CRA-5': ['pass 1/1', 'fail 0/1', 'not-expressible'],
  'CRA-6': ['not-checkable', 'fail 0/1', 'not-checkable'],
  'CRA-7': ['pass 1/1', 'fail 0/1', 'not-checkable'],
  'CRA-8': ['pass 1/1', 'fail 0/1', 'pass 1/1'],
  'CRA-9': ['not-checkable', 'not-checkable', 'not-checkable'],
};

/**
 * The same for SPDX 2.3 and 3.0.1: `full`, `poor` of each. A root that states nothing, an `a` that is wrong in all it
 * says, a `b` that says everything.
 */
const SPDX: Readonly<Record<string, readonly [full2: string, poor2: string, full3: string, poor3: string]>> =
  {
    'C26-01': ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    'C26-02': ['fail 0/1', 'fail 0/1', 'fail 0/1', 'fail 0/1'],
    'C26-03': ['pass 1/1', 'pass 1/1', 'pass 1/1', 'pass 1/1'],
    'C26-04': ['pass 1/1', 'pass 1/1', 'pass 1/1', 'pass 1/1'],
    'C26-05': ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    'C26-06': ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    'C26-07': ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    'C26-08': ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    // An element of SPDX 3 always has an id.
    'C26-09': ['pass 1/1', 'fail 0/1', 'pass 1/1', 'pass 1/1'],
    'C26-10': ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 1/3'],
    'C26-11': ['pass 3/3', 'fail 2/3', 'pass 3/3', 'fail 2/3'],
    'C26-12': ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 1/3'],
    'C26-13': ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 1/3'],
    // In SPDX 3 the digest of the file that `a` is delivered as counts, as it does in CycloneDX.
    'C26-14': ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 2/3'],
    'C26-15': ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 2/3'],
    'C26-16': ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 1/3'],
    'C26-17': ['pass 3/3', 'fail 2/3', 'pass 3/3', 'fail 2/3'],
    'C26-P1': ['not-checkable', 'not-checkable', 'not-checkable', 'not-checkable'],
    'C26-P2': ['not-checkable', 'not-checkable', 'not-checkable', 'not-checkable'],
    'C26-P3': ['not-checkable', 'not-checkable', 'not-checkable', 'not-checkable'],
    'C26-P4': ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    'C26-P5': ['not-checkable', 'not-checkable', 'not-checkable', 'not-checkable'],
    'C26-P6': ['pass 1/1', 'pass 1/1', 'pass 1/1', 'pass 1/1'],
    N1: ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 1/3'],
    N2: ['pass 3/3', 'fail 2/3', 'pass 3/3', 'fail 2/3'],
    N3: ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 1/3'],
    N4: ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 1/3'],
    N5: ['pass 3/3', 'fail 2/3', 'pass 3/3', 'fail 2/3'],
    N6: ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    N7: ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    B00: ['fail 0/1', 'fail 0/1', 'pass 1/1', 'pass 1/1'],
    B01: ['not-expressible', 'not-expressible', 'pass 1/1', 'fail 0/1'],
    B02: ['not-expressible', 'not-expressible', 'pass 1/1', 'fail 0/1'],
    B03: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/3'],
    B04: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 2/3'],
    B05: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/3'],
    B06: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/3'],
    B07: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 0/3'],
    B08: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/3'],
    B09: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/3'],
    B10: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/3'],
    B11: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/3'],
    B12: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/3'],
    B13: ['not-expressible', 'not-expressible', 'pass 1/1', 'fail 0/1'],
    B14: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/2'],
    B15: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/2'],
    B16: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/2'],
    B17: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/2'],
    // SPDX 3 keeps it in a comment.
    B18: ['not-expressible', 'not-expressible', 'not-checkable', 'not-checkable'],
    B19: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/2'],
    B20: ['not-expressible', 'not-expressible', 'pass 3/3', 'fail 1/2'],
    B21: ['not-expressible', 'not-expressible', 'pass 1/1', 'fail 0/1'],
    F1: ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    F2: ['pass 1/1', 'pass 1/1', 'pass 1/1', 'pass 1/1'],
    F3: ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 1/3'],
    F4: ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 1/3'],
    F5: ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 1/3'],
    F6: ['pass 3/3', 'fail 1/3', 'pass 3/3', 'fail 2/3'],
    F7: ['not-expressible', 'not-expressible', 'pass 2/2', 'fail 0/2'],
    F8: ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    F9: ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    'CRA-1': ['pass 1/1', 'pass 1/1', 'pass 1/1', 'pass 1/1'],
    'CRA-2': ['fail 0/1', 'fail 0/1', 'fail 0/1', 'pass 1/1'],
    'CRA-3': ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    'CRA-4': ['pass 3/3', 'fail 2/3', 'pass 3/3', 'fail 2/3'],
    'CRA-5': ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    'CRA-6': ['not-checkable', 'not-checkable', 'not-checkable', 'fail 0/1'],
    'CRA-7': ['pass 1/1', 'fail 0/1', 'pass 1/1', 'fail 0/1'],
    'CRA-8': ['not-expressible', 'not-expressible', 'pass 1/1', 'fail 0/1'],
    'CRA-9': ['not-checkable', 'not-checkable', 'not-checkable', 'not-checkable'],
  };

describe('CycloneDX documents against every rule of every profile', () => {
  const found = {
    full: new Map<string, string>(),
    poor: new Map<string, string>(),
    old: new Map<string, string>(),
  };

  beforeAll(async () => {
    found.full = results(known(await read(fullCyclonedx()), true));
    found.poor = results(known(await read(poorCyclonedx()), false));
    found.old = results(known(await read(oldCyclonedx()), undefined));
  }, 120_000);

  it('knows every rule', () => {
    expect(Object.keys(CYCLONEDX).sort()).toEqual(
      [...profiles].flatMap(({ rules }) => rules.map(({ id }) => id)).sort(),
    );
  });

  it.each(Object.entries(CYCLONEDX))('%s', (rule, [full, poor, old]) => {
    expect([found.full.get(rule), found.poor.get(rule), found.old.get(rule)]).toEqual([full, poor, old]);
  });
});

describe('SPDX documents against every rule of every profile', () => {
  const found: Map<string, string>[] = [];

  beforeAll(async () => {
    for (const [document, valid] of [
      [fullSpdx2(), true],
      [poorSpdx2(), false],
      [fullSpdx3(), true],
      [poorSpdx3(), false],
    ] as const)
      found.push(results(known(await read(document), valid)));
  }, 120_000);

  it('knows every rule', () => {
    expect(Object.keys(SPDX).sort()).toEqual(Object.keys(CYCLONEDX).sort());
  });

  it.each(Object.entries(SPDX))('%s', (rule, expected) => {
    expect(found.map((one) => one.get(rule))).toEqual(expected);
  });
});

it('says of CycloneDX 1.1 what it has no place for', async () => {
  const xml = `<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.1" serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" version="1">
  <components><component type="library"><name>a</name><version>1</version></component></components>
</bom>`;
  const { model } = await inspectFiles([{ name: 'bom.xml', bytes: encoder.encode(xml) }]);
  const found = [...results(model)]
    .filter(([, status]) => status === 'not-expressible')
    .map(([rule]) => rule);
  const bsi = Object.keys(CYCLONEDX).filter((rule) => /^B(?!00)/.test(rule));
  expect(found).toEqual([
    ...['C26-01', 'C26-05', 'C26-06', 'C26-07', 'C26-08', 'C26-10', 'C26-17', 'C26-P4'],
    ...['N1', 'N5', 'N6', 'N7', ...bsi, 'F1', 'F2', 'F4', 'F7', 'F8', 'F9'],
    ...['CRA-1', 'CRA-3', 'CRA-5', 'CRA-8'],
  ]);
});

describe('a document that describes nothing', () => {
  it.each([
    ['CycloneDX', { ...fullCyclonedx(), metadata: undefined }],
    ['SPDX 2', { ...fullSpdx2(), relationships: [] }],
  ])('%s: no primary component, no product, nothing that leads to its parts', async (_format, document) => {
    const found = results(await read(document));
    expect([found.get('F2'), found.get('CRA-1'), found.get('F8'), found.get('F9')]).toEqual([
      'fail 0/1',
      'fail 0/1',
      'fail',
      'fail',
    ]);
    expect(found.get('C26-17')).toMatch(/^fail/);
  });
});

describe('what does not count as said', () => {
  const component = (parts: object) => ({
    type: 'library',
    'bom-ref': 'a',
    name: 'a',
    version: '1',
    ...parts,
  });
  const property = (name: string, value: string) => ({ properties: [{ name, value }] });
  const UNKNOWN = 'cdx:cisa:unknown-information';
  const status = async (rule: string, parts: object) => {
    const model = await read({
      ...fullCyclonedx(),
      metadata: undefined,
      components: [component(parts)],
      dependencies: [],
    });
    return results(model).get(rule);
  };

  it.each<[string, string, object, string]>([
    ['a supplier called NOASSERTION', 'N1', { supplier: { name: 'NOASSERTION' } }, 'declared-unknown 0/1'],
    ['a supplier called unknown', 'N1', { supplier: { name: 'unknown' } }, 'declared-unknown 0/1'],
    ['no supplier', 'N1', {}, 'fail 0/1'],
    [
      'an unknown version',
      'C26-12',
      { version: '', ...property(UNKNOWN, 'version') },
      'declared-unknown 0/1',
    ],
    ['a withheld hash', 'C26-14', property('cdx:cisa:withheld-information', 'hash, license'), 'withheld 0/1'],
    ['a hash by MD5 alone', 'C26-15', { hashes: [{ alg: 'MD5', content: 'c'.repeat(32) }] }, 'fail 0/1'],
    ['an unknown hash, where that is enough', 'F6', property(UNKNOWN, 'hash'), 'pass 1/1'],
    ['an identifier that cannot be parsed', 'C26-13', { cpe: 'cpe:nonsense' }, 'fail 0/1'],
    [
      'a license that SPDX does not list',
      'C26-16',
      { licenses: [{ license: { name: 'MIT-ish' } }] },
      'fail 0/1',
    ],
    ['the other spelling', 'B18', property('bsi:component:effectiveLicense', 'MIT'), 'pass 1/1'],
    ['an optional field that nobody states', 'B20', {}, 'not-checkable'],
  ])('%s: %s', async (_what, rule, parts, expected) => {
    expect(await status(rule, parts)).toBe(expected);
  });
});

it('counts a signature only when it is verified', async () => {
  const model = await read(fullCyclonedx());
  const [document] = model.documents;
  if (document === undefined) throw new Error('no document');
  const signedBy = (verdict: 'verified' | 'unknown-root' | 'failed') => {
    const attestation = { source: document.source, about: [], verdict };
    const signed = { ...model, attestations: [attestation] } as unknown as CaseModel;
    return evaluate(signed, document, [...profiles])[0]?.rules.find(({ rule }) => rule === 'C26-02')?.status;
  };
  expect([signedBy('verified'), signedBy('unknown-root'), signedBy('failed')]).toEqual([
    'pass',
    'fail',
    'fail',
  ]);
});

it('lists the components that do not meet a rule, with the place in the document', async () => {
  const { report } = await inspectFiles([
    { name: 'a.json', bytes: encoder.encode(JSON.stringify(poorCyclonedx())) },
  ]);
  const rule = report()
    .documents[0]?.profiles.find(({ id }) => id === 'ntia-2021')
    ?.rules.find(({ id }) => id === 'N1');
  expect(rule?.failing.map(({ pointer }) => pointer)).toEqual(['/metadata/component', '/components/0']);
});
