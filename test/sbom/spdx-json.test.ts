import { expect, test } from 'vitest';
import { spdxJson } from '../../src/core/sbom/spdx-json.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { readDocument } from '../fixtures/document.ts';
import { SPDX_DOCUMENT, spdxPackage } from '../fixtures/spdx.ts';
import { factsOf, namesOf, relationsOf } from '../fixtures/stated-reading.ts';

const packages = ['a', 'b', 'c'].map((name) => spdxPackage(name));
const relate = (from: string, type: string, to: string) => ({
  spdxElementId: `SPDXRef-${from}`,
  relationshipType: type,
  relatedSpdxElement: to.startsWith('NO') || to.startsWith('Document') ? to : `SPDXRef-${to}`,
});

test('relationships are read in one direction, their word kept', async () => {
  const read = await readDocument(spdxJson, {
    ...SPDX_DOCUMENT,
    packages,
    relationships: [
      relate('DOCUMENT', 'DESCRIBES', 'a'),
      relate('b', 'DEPENDENCY_OF', 'a'),
      relate('c', 'TEST_DEPENDENCY_OF', 'a'),
      relate('b', 'CONTAINED_BY', 'a'),
      relate('b', 'GENERATES', 'c'),
      relate('a', 'DYNAMIC_LINK', 'c'),
    ],
  });
  expect(relationsOf(read)).toEqual([
    'a dependsOn(DEPENDENCY_OF) b',
    'a dependsOn(TEST_DEPENDENCY_OF) c',
    'a contains(CONTAINED_BY) b',
    'c generatedFrom(GENERATES) b',
    'a dynamicLink(DYNAMIC_LINK) c',
  ]);
  expect(read.document).toMatchObject({
    describes: ['0'],
    counts: { components: 3, relations: 6 },
    valid: true,
  });
});

test('NONE states that there is none, NOASSERTION that it is not known; neither is a component', async () => {
  const read = await readDocument(spdxJson, {
    ...SPDX_DOCUMENT,
    packages,
    documentDescribes: ['SPDXRef-a'],
    relationships: [
      relate('a', 'DEPENDS_ON', 'NONE'),
      relate('b', 'DEPENDS_ON', 'NOASSERTION'),
      relate('c', 'CONTAINS', 'NONE'),
    ],
  });
  expect(read.document.counts).toEqual({ components: 3, relations: 3 });
  expect(
    read.document.completeness.map(({ subject, facet, state, raw }) => [subject, facet, state, raw]),
  ).toEqual([
    ['0', 'dependencies', 'none', 'NONE'],
    ['1', 'dependencies', 'unknown', 'NOASSERTION'],
    ['2', 'assemblies', 'none', 'NONE'],
  ]);
  expect(factsOf(read, 0)).toContain('dependencies=(NONE)');
  expect(relationsOf(read)).toEqual([]);
});

test('an element that the document does not hold is no component; one of another document does not dangle', async () => {
  const read = await readDocument(spdxJson, {
    ...SPDX_DOCUMENT,
    packages,
    documentDescribes: ['SPDXRef-a'],
    externalDocumentRefs: [
      {
        externalDocumentId: 'DocumentRef-x',
        spdxDocument: 'https://example.com/x',
        checksum: { algorithm: 'SHA1', checksumValue: 'd6a770ba38583ed4bb4525bd96e50461655d2758' },
      },
    ],
    relationships: [relate('a', 'DEPENDS_ON', 'gone'), relate('a', 'DEPENDS_ON', 'DocumentRef-x:SPDXRef-y')],
  });
  expect(namesOf(read)).toEqual(['a@1', 'b@1', 'c@1']);
  expect(read.document.unresolved.map(({ ref, inside }) => [ref, inside])).toEqual([
    ['SPDXRef-gone', true],
    ['DocumentRef-x:SPDXRef-y', false],
  ]);
  expect(read.document.errors.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
    'spdx.dangling-element /relationships/0/relatedSpdxElement',
  ]);
});

test('shortcuts, spellings of 2.2 and other names of algorithms mean the same', async () => {
  const read = await readDocument(spdxJson, {
    ...SPDX_DOCUMENT,
    spdxVersion: 'SPDX-2.2',
    documentDescribes: ['SPDXRef-a'],
    packages: [
      spdxPackage('a', {
        hasFiles: ['SPDXRef-f'],
        checksums: [{ algorithm: 'SHA-256', checksumValue: 'AB' }],
        externalRefs: [
          { referenceCategory: 'PACKAGE_MANAGER', referenceType: 'purl', referenceLocator: 'pkg:npm/a@1' },
        ],
      }),
    ],
    files: [{ SPDXID: 'SPDXRef-f', fileName: './f', checksums: [] }],
  });
  expect(relationsOf(read)).toEqual(['a contains(hasFiles) ./f']);
  expect(factsOf(read, 0)).toContain('hash[component]=sha256:ab');
  expect(factsOf(read, 0)).toContain('identifier[purl]=pkg:npm/a@1');
  expect(read.document.counts).toEqual({ components: 1, relations: 0 });
});

test('own properties only: a key `__proto__` says nothing', async () => {
  const text = '{"spdxVersion":"SPDX-2.3","__proto__":{"name":"x","packages":[{"name":"evil"}]}}';
  const read = await readDocument(spdxJson, text);
  expect(read.document.title).toBeUndefined();
  expect(namesOf(read)).toEqual([]);
});

describeCorpus('hostile SPDX', () => {
  test('markup in every field is text', async () => {
    const read = await readDocument(spdxJson, corpusBytes('hostile/gen/sbom/xss-everywhere.spdx.json'));
    expect(read.document.title).toBe('<img src=x onerror=globalThis.__pwned=1>');
    expect(read.document.valid).toBe(false);
  });

  test.each([
    'wrong-types',
    'proto-keys',
    'numbers',
    'array-top',
    'depth-100k-array',
    'dup-keys',
    'tostring-bomb',
  ])('json/%s is read without falling over', async (name) => {
    const { document } = await readDocument(spdxJson, corpusBytes('hostile/gen/json', `${name}.json`));
    expect(document.counts.components).toBe(0);
    expect(document.valid).not.toBe(true);
  });
});
