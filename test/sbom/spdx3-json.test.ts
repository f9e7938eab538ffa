import { expect, test } from 'vitest';
import { spdx3Json } from '../../src/core/sbom/spdx3-json.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { readDocument } from '../fixtures/document.ts';
import { factsOf, namesOf, relationsOf } from '../fixtures/stated-reading.ts';

const CONTEXT = 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld';
const creation = {
  type: 'CreationInfo',
  '@id': '_:c',
  specVersion: '3.0.1',
  created: '2026-01-02T03:04:05Z',
  createdBy: ['urn:ada'],
  createdUsing: ['urn:tool'],
};
const element = (type: string, id: string, more: object = {}) => ({
  type,
  spdxId: `urn:${id}`,
  creationInfo: '_:c',
  ...more,
});
const relationship = (from: string, relationshipType: string, to: string[], more: object = {}) =>
  element('Relationship', `r-${from}-${relationshipType}`, {
    from: `urn:${from}`,
    relationshipType,
    to,
    ...more,
  });

const GRAPH = [
  creation,
  element('Person', 'ada', {
    name: 'Ada',
    externalIdentifier: [
      { type: 'ExternalIdentifier', externalIdentifierType: 'email', identifier: 'ada@example.org' },
    ],
  }),
  element('Tool', 'tool', { name: 'maker' }),
  element('SpdxDocument', 'doc', {
    rootElement: ['urn:sbom'],
    import: [
      {
        type: 'ExternalMap',
        externalSpdxId: 'urn:elsewhere',
        verifiedUsing: [{ type: 'Hash', algorithm: 'sha256', hashValue: 'ab' }],
      },
    ],
  }),
  element('software_Sbom', 'sbom', { rootElement: ['urn:a'], software_sbomType: ['build'] }),
  element('software_Package', 'a', {
    name: 'a',
    software_packageVersion: '1',
    software_packageUrl: 'pkg:npm/a@1',
    software_primaryPurpose: 'application',
    suppliedBy: 'urn:ada',
    verifiedUsing: [{ type: 'Hash', algorithm: 'sha512', hashValue: 'ab'.repeat(64) }],
  }),
  element('software_Package', 'b', { name: 'b' }),
  element('software_File', 'f', { name: 'f' }),
  element('ai_AIPackage', 'm', { name: 'model' }),
  element('dataset_DatasetPackage', 'd', { name: 'data' }),
  element('simplelicensing_LicenseExpression', 'l', { simplelicensing_licenseExpression: 'MIT' }),
  relationship('a', 'hasDeclaredLicense', ['urn:l']),
  relationship('a', 'hasConcludedLicense', ['https://spdx.org/rdf/3.0.1/terms/Licensing/NoAssertion']),
  relationship('a', 'contains', ['urn:b', 'urn:f'], { completeness: 'complete' }),
  {
    ...relationship('a', 'dependsOn', ['urn:b', 'urn:elsewhere'], {
      completeness: 'incomplete',
      scope: 'test',
    }),
    type: 'LifecycleScopedRelationship',
  },
  relationship('b', 'dependsOn', ['https://spdx.org/rdf/3.0.1/terms/Core/NoneElement']),
  relationship('m', 'trainedOn', ['urn:d']),
  relationship('f', 'usesTool', ['urn:tool']),
];

test('elements are components, relationships lead to many, licences are facts', async () => {
  const read = await readDocument(spdx3Json, { '@context': CONTEXT, '@graph': GRAPH });
  expect(namesOf(read)).toEqual(['a@1', 'b', 'f', 'model', 'data']);
  expect(relationsOf(read)).toEqual([
    'a contains b',
    'a contains f',
    'a dependsOn b',
    'model generatedFrom(trainedOn) data',
  ]);
  expect(factsOf(read, 0)).toEqual([
    'identifier[purl]=pkg:npm/a@1',
    'purpose=application',
    'supplier[name]=Ada',
    'supplier[email]=ada@example.org',
    `hash[component]=sha512:${'ab'.repeat(64)}`,
    'license[declared]=MIT',
    'license[concluded]=(NOASSERTION)',
  ]);
  expect(read.document).toMatchObject({
    version: '3.0.1',
    id: 'urn:doc',
    describes: ['0'],
    lifecycles: ['build'],
    counts: { components: 4, relations: 7 },
    external: [{ ref: 'urn:elsewhere', digests: ['sha256:ab'] }],
    errors: [],
    valid: undefined,
  });
  expect(read.document.parties).toEqual([
    { role: 'author', kind: 'person', name: 'Ada', email: 'ada@example.org' },
    { role: 'tool', kind: 'tool', name: 'maker' },
  ]);
  expect(read.document.completeness.map(({ subject, facet, state }) => [subject, facet, state])).toEqual([
    ['0', 'assemblies', 'complete'],
    ['0', 'dependencies', 'incomplete'],
    ['1', 'dependencies', 'none'],
  ]);
});

test('what breaks the rules is named with its place', async () => {
  const graph = [
    ...GRAPH,
    relationship('a', 'likes', ['urn:gone']),
    element('software_Package', 'a', { name: '' }),
  ];
  const { document } = await readDocument(spdx3Json, { '@context': CONTEXT, '@graph': graph });
  expect(document.valid).toBe(false);
  expect(document.errors.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
    'spdx.relationship /@graph/18/relationshipType',
    'spdx.dangling-element /@graph/18/to',
    'spdx.duplicate-id /@graph/19',
    'spdx.required /@graph/19',
  ]);
});

test.each([
  ['a context that would have to be fetched', 'https://example.com/context.jsonld'],
  ['a context that does more than shorten', [CONTEXT, { name: { '@id': 'http://example.com/name' } }]],
  ['no context', undefined],
])('%s is unsupported, which is not invalid', async (_name, context) => {
  const { document, diagnostics } = await readDocument(spdx3Json, { '@context': context, '@graph': GRAPH });
  expect(diagnostics).toMatchObject([{ code: 'spdx.unsupported' }]);
  expect(document).toMatchObject({ valid: undefined, errors: [], counts: { components: 0 } });
});

test('a prefix of the document stands for its namespace', async () => {
  const graph = GRAPH.map((one) => JSON.parse(JSON.stringify(one).replaceAll('"urn:', '"x:')));
  const read = await readDocument(spdx3Json, {
    '@context': [CONTEXT, { x: 'https://example.com/' }],
    '@graph': graph,
  });
  expect(read.document.id).toBe('https://example.com/doc');
  expect(relationsOf(read)).toHaveLength(4);
});

test('VEX relationships are claims', async () => {
  const graph = [
    ...GRAPH,
    element('security_Vulnerability', 'v', {
      externalIdentifier: [{ externalIdentifierType: 'cve', identifier: 'CVE-2026-1' }],
    }),
    {
      ...relationship('v', 'doesNotAffect', ['urn:a'], { security_justificationType: 'componentNotPresent' }),
      type: 'security_VexNotAffectedVulnAssessmentRelationship',
    },
  ];
  const { document } = await readDocument(spdx3Json, { '@context': CONTEXT, '@graph': graph });
  expect(document.vex).toMatchObject([
    {
      vulnerability: 'CVE-2026-1',
      status: 'not_affected',
      products: ['urn:a', 'pkg:npm/a@1'],
      justification: 'componentNotPresent',
    },
  ]);
});

describeCorpus('SPDX 3 in the wild', () => {
  test('a dataset that a model is trained on', async () => {
    const read = await readDocument(
      spdx3Json,
      corpusBytes('sbom/spdx-examples/ai/example02/spdx3.0/sbom.spdx3.json'),
    );
    expect(read.document.counts).toEqual({ components: 2, relations: 15 });
  });
});
