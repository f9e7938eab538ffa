import { expect, test } from 'vitest';
import { spdxJson } from '../../src/core/sbom/spdx-json.ts';
import { readDocument } from '../fixtures/document.ts';
import { SPDX_DOCUMENT, spdxPackage } from '../fixtures/spdx.ts';

async function errors(document: object): Promise<string[]> {
  const read = await readDocument(spdxJson, document);
  return read.document.errors.map(({ code, pointer }) => `${code} ${pointer}`);
}

const good = { ...SPDX_DOCUMENT, packages: [spdxPackage('a')] };
const sha1 = 'd6a770ba38583ed4bb4525bd96e50461655d2758';

test('a document that meets every rule is valid, and what was held is said', async () => {
  const { document } = await readDocument(spdxJson, good);
  expect(document).toMatchObject({ valid: true, errors: [] });
  expect(document.validity).toBe(
    'Holds the rules of SPDX 2.3 for fields, types, ids, references, checksums, dates and licences.',
  );
});

test.each<[string, object, string[]]>([
  ['another data licence', { ...good, dataLicense: 'MIT' }, ['spdx.data-license /dataLicense']],
  ['no namespace', { ...good, documentNamespace: undefined }, ['spdx.required ']],
  [
    'a namespace with a fragment',
    { ...good, documentNamespace: 'https://a#b' },
    ['spdx.namespace /documentNamespace'],
  ],
  ['another document id', { ...good, SPDXID: 'SPDXRef-x' }, ['spdx.id /SPDXID']],
  [
    'a date that there is not',
    { ...good, creationInfo: { created: '2026-02-30T00:00:00Z', creators: ['Tool: x'] } },
    ['spdx.date /creationInfo/created'],
  ],
  [
    'a creator of no kind',
    { ...good, creationInfo: { created: '2026-01-01T00:00:00Z', creators: ['me'] } },
    ['spdx.party /creationInfo/creators/0'],
  ],
  ['a field of no version', { ...good, flavour: 1 }, ['spdx.unknown-field /flavour']],
  ['a list that is none', { ...good, packages: {} }, ['spdx.type /packages']],
  ['null in a list', { ...good, relationships: [null] }, ['spdx.type /relationships/0']],
  [
    'an id of the wrong form',
    { ...good, packages: [spdxPackage('a', { SPDXID: 'a b' })] },
    ['spdx.id /packages/0/SPDXID'],
  ],
  [
    'an id twice, and nothing described',
    { ...good, packages: [spdxPackage('a'), spdxPackage('a')] },
    ['spdx.duplicate-id /packages/1/SPDXID', 'spdx.describes '],
  ],
  [
    'a digest that is too short, and an algorithm that there is not',
    {
      ...good,
      packages: [
        spdxPackage('a', {
          checksums: [
            { algorithm: 'SHA256', checksumValue: sha1 },
            { algorithm: 'SHA-256', checksumValue: sha1 },
          ],
        }),
      ],
    },
    [
      'spdx.checksum /packages/0/checksums/0/checksumValue',
      'spdx.checksum /packages/0/checksums/1/algorithm',
    ],
  ],
  [
    'licences that do not parse, or are not defined',
    {
      ...good,
      packages: [spdxPackage('a', { licenseConcluded: 'MIT AND', licenseDeclared: 'LicenseRef-x' })],
    },
    ['spdx.license /packages/0/licenseConcluded', 'spdx.undefined-license /packages/0/licenseDeclared'],
  ],
  [
    'a verification code of files that were not analyzed',
    {
      ...good,
      packages: [spdxPackage('a', { packageVerificationCode: { packageVerificationCodeValue: sha1 } })],
    },
    ['spdx.verification-code /packages/0/packageVerificationCode'],
  ],
  [
    'a relationship that SPDX does not have',
    {
      ...good,
      relationships: [
        { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBE', relatedSpdxElement: 'SPDXRef-a' },
      ],
    },
    ['spdx.relationship /relationships/0/relationshipType'],
  ],
  [
    'an external document that is not named',
    {
      ...good,
      relationships: [
        {
          spdxElementId: 'SPDXRef-a',
          relationshipType: 'CONTAINS',
          relatedSpdxElement: 'DocumentRef-x:SPDXRef-y',
        },
      ],
    },
    ['spdx.unknown-document /relationships/0/relatedSpdxElement'],
  ],
  ['a version that there is not', { ...good, spdxVersion: 'SPDX-2.9' }, ['spdx.version /spdxVersion']],
])('%s', async (_name, document, expected) => {
  expect(await errors(document)).toEqual(expected);
});

test('2.2 asks for more than 2.3 does', async () => {
  expect(await errors({ ...good, spdxVersion: 'SPDX-2.2' })).toEqual([
    'spdx.required /packages/0',
    'spdx.required /packages/0',
    'spdx.required /packages/0',
  ]);
});
