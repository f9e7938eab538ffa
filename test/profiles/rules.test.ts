import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseModel } from '../../src/core/case/model.ts';
import { evaluate, profilesOf } from '../../src/core/profiles/evaluate.ts';
import { profiles } from '../../src/core/profiles/registry.ts';
import { fullCyclonedx, oldCyclonedx, poorCyclonedx } from '../fixtures/profiles/cyclonedx.ts';
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
  });

  it('knows every rule', () => {
    expect(Object.keys(CYCLONEDX).sort()).toEqual(
      [...profiles].flatMap(({ rules }) => rules.map(({ id }) => id)).sort(),
    );
  });

  it.each(Object.entries(CYCLONEDX))('%s', (rule, [full, poor, old]) => {
    expect([found.full.get(rule), found.poor.get(rule), found.old.get(rule)]).toEqual([full, poor, old]);
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
