import { expect, test } from 'vitest';
import { readAs } from './read.ts';

test.each([
  [
    'https://spdx.dev/Document',
    { spdxVersion: 'SPDX-2.3', creationInfo: { creators: ['Tool: t'], created: '2024' } },
    'SPDX',
    'SPDX-2.3',
    'Tool: t',
  ],
  ['https://spdx.dev/Document/v2.3', {}, 'SPDX', undefined, undefined],
  [
    'https://cyclonedx.org/bom',
    { specVersion: '1.6', metadata: { supplier: { name: 's' } } },
    'CycloneDX',
    '1.6',
    's',
  ],
  ['https://openvex.dev/ns/v0.2.0', { '@context': 'c', author: 'a' }, 'OpenVEX', 'c', 'a'],
  [
    'https://docs.oasis-open.org/csaf/csaf/v2.0',
    { document: { csaf_version: '2.0', publisher: { name: 'p' } } },
    'CSAF',
    '2.0',
    'p',
  ],
])('%s', (type, predicate, format, version, author) => {
  const { found } = readAs('document', type, predicate);
  expect([found.format, found.version?.value, found.author?.value, found.pointer]).toEqual([
    format,
    version,
    author,
    '/predicate',
  ]);
});

test('cosign wraps a document in Data', () => {
  expect(
    readAs('document', 'https://spdx.dev/Document', { Data: { spdxVersion: 'SPDX-2.2' } }).found,
  ).toMatchObject({
    pointer: '/predicate/Data',
    version: { value: 'SPDX-2.2', pointer: '/predicate/Data/spdxVersion' },
  });
  expect(
    readAs('document', 'https://spdx.dev/Document', { Data: 'SPDXVersion: SPDX-2.2' }).found.pointer,
  ).toBe('/predicate/Data');
});
