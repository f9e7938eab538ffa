import { expect, test } from 'vitest';
import { openvex } from '../../src/core/sbom/openvex.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { readDocument } from '../fixtures/document.ts';

const DOCUMENT = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.com/vex/1',
  author: 'Example <security@example.com>',
  timestamp: '2026-01-02T03:04:05Z',
  version: 1,
};

test('a statement claims a status of its products, with the parts that are meant', async () => {
  const { document } = await readDocument(openvex, {
    ...DOCUMENT,
    statements: [
      {
        vulnerability: { name: 'CVE-2026-1', aliases: ['GHSA-xxxx'] },
        products: [
          { '@id': 'pkg:oci/app@sha256:aa', subcomponents: [{ '@id': 'pkg:apk/alpine/libssl3@3.0.8-r3' }] },
          {
            '@id': 'https://example.com/p',
            identifiers: { purl: 'pkg:oci/other' },
            hashes: { 'sha-256': 'AB' },
          },
        ],
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
      },
    ],
  });
  expect(document).toMatchObject({ format: 'OpenVEX', version: '0.2.0', valid: true, errors: [] });
  expect(document.vex).toEqual([
    {
      vulnerability: 'CVE-2026-1',
      aliases: ['GHSA-xxxx'],
      products: ['pkg:oci/app@sha256:aa'],
      subcomponents: ['pkg:apk/alpine/libssl3@3.0.8-r3'],
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
      timestamp: '2026-01-02T03:04:05Z',
      pointer: '/statements/0',
    },
    expect.objectContaining({
      products: ['https://example.com/p', 'pkg:oci/other', 'sha256:ab'],
      subcomponents: [],
    }),
  ]);
});

test('the older form names vulnerability and products by text, and parts for all products', async () => {
  const { document } = await readDocument(openvex, {
    ...DOCUMENT,
    '@context': 'https://openvex.dev/ns',
    statements: [
      {
        vulnerability: 'CVE-2023-1',
        products: ['pkg:apk/a', 'pkg:apk/b'],
        subcomponents: ['pkg:apk/c'],
        status: 'fixed',
      },
    ],
  });
  expect(document.version).toBe('0.0.1');
  expect(document.vex).toMatchObject([
    { vulnerability: 'CVE-2023-1', products: ['pkg:apk/a', 'pkg:apk/b'], subcomponents: ['pkg:apk/c'] },
  ]);
});

test.each([[[{ '@id': 5 }]], ['pkg:apk/c'], [[{}]]])(
  'of subcomponents that cannot be read, %j, nothing is claimed, and not of the whole product',
  async (subcomponents) => {
    const statement = { vulnerability: { name: 'CVE-1' }, status: 'fixed' };
    const { document } = await readDocument(openvex, {
      ...DOCUMENT,
      statements: [
        { ...statement, products: [{ '@id': 'pkg:apk/a', subcomponents }, { '@id': 'pkg:apk/b' }] },
      ],
    });
    expect(document.vex.flatMap(({ products }) => products)).toEqual(['pkg:apk/b']);
    expect(document.errors.map(({ code }) => code)).toContain('openvex.subcomponents');
  },
);

test('what breaks the rules is named with its place, and claims nothing where the status is unknown', async () => {
  const { document } = await readDocument(openvex, {
    ...DOCUMENT,
    author: '',
    statements: [
      { vulnerability: { name: 'CVE-1' }, products: [{ '@id': 'pkg:a/b' }], status: 'harmless' },
      { vulnerability: { name: 'CVE-2' }, products: [{ '@id': 'pkg:a/b' }], status: 'not_affected' },
      { vulnerability: { name: 'CVE-3' }, products: [], status: 'fixed' },
      'no statement',
    ],
  });
  expect(document.valid).toBe(false);
  expect(document.errors.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
    'openvex.required /',
    'openvex.status /statements/0',
    'openvex.not-affected /statements/1',
    'openvex.products /statements/2',
    'openvex.type /statements/3',
  ]);
  expect(document.vex.map(({ vulnerability }) => vulnerability)).toEqual(['CVE-2']);
});

test('what is no JSON is not read, and neither valid nor invalid', async () => {
  const { document, stated, diagnostics } = await readDocument(
    openvex,
    '{"@context": "https://openvex.dev/ns",',
  );
  expect(document.valid).toBeUndefined();
  expect(stated.complete).toBe(false);
  expect(diagnostics).toMatchObject([{ code: 'json.syntax' }]);
});

describeCorpus('OpenVEX documents in the wild', () => {
  test.each([
    ['grype/grype/vex/testdata/vex-docs/openvex-demo2.json', 5],
    ['grype/grype/vex/testdata/vex-docs/openvex-package-product.json', 1],
    ['openvex-go/pkg/vex/testdata/v0.0.1.json', 1],
    ['openvex-go/pkg/vex/testdata/v001-2.vex.json', 1],
  ])('%s states %i claims', async (path, claims) => {
    const { document, diagnostics } = await readDocument(openvex, corpusBytes('sbom', ...path.split('/')));
    expect(document.vex).toHaveLength(claims);
    expect(diagnostics).toEqual([]);
  });
});
