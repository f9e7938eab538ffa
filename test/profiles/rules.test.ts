import { describe, expect, it } from 'vitest';
import type { CaseModel } from '../../src/core/case/model.ts';
import { evaluate } from '../../src/core/profiles/evaluate.ts';
import { profiles } from '../../src/core/profiles/registry.ts';
import { fullCyclonedx, poorCyclonedx } from '../fixtures/profiles/cyclonedx.ts';
import { results } from '../fixtures/profiles/documents.ts';
import { fullSpdx2 } from '../fixtures/profiles/spdx2.ts';
import { inspectFiles } from '../inspect.ts';

const encoder = new TextEncoder();

async function read(document: unknown): Promise<CaseModel> {
  const { model } = await inspectFiles([{ name: 'a.json', bytes: encoder.encode(JSON.stringify(document)) }]);
  expect(model.documents).toHaveLength(1);
  return model;
}

it('says of CycloneDX 1.1 what it has no place for', async () => {
  const xml = `<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.1" serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" version="1">
  <components><component type="library"><name>a</name><version>1</version></component></components>
</bom>`;
  const { model } = await inspectFiles([{ name: 'bom.xml', bytes: encoder.encode(xml) }]);
  const found = [...results(model)]
    .filter(([, status]) => status === 'not-expressible')
    .map(([rule]) => rule);
  const bsi = (profiles.get('bsi-tr-03183-2')?.rules ?? []).map(({ id }) => id).filter((id) => id !== 'B00');
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
