import { expect, test } from 'vitest';
import { csaf } from '../../src/core/sbom/csaf.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { readDocument } from '../fixtures/document.ts';

const ABOUT = {
  category: 'csaf_vex',
  csaf_version: '2.0',
  title: 'An advisory',
  publisher: { category: 'vendor', name: 'Example', namespace: 'https://example.com' },
  tracking: {
    id: 'EX-1',
    status: 'final',
    version: '1',
    initial_release_date: '2026-01-01T00:00:00Z',
    current_release_date: '2026-01-02T00:00:00Z',
    revision_history: [],
  },
};

const TREE = {
  branches: [
    {
      category: 'vendor',
      name: 'Example',
      branches: [
        {
          category: 'product_version',
          name: '1',
          product: {
            name: 'App 1',
            product_id: 'APP',
            product_identification_helper: { purl: 'pkg:oci/app@1' },
          },
        },
      ],
    },
  ],
  full_product_names: [
    { name: 'lib', product_id: 'LIB', product_identification_helper: { purl: 'pkg:deb/debian/lib@2' } },
    { name: 'tool', product_id: 'TOOL' },
  ],
  relationships: [
    {
      category: 'default_component_of',
      product_reference: 'LIB',
      relates_to_product_reference: 'APP',
      full_product_name: { name: 'lib in App', product_id: 'APP:LIB' },
    },
  ],
  product_groups: [{ group_id: 'G', product_ids: ['TOOL'] }],
};

test('a component of a product is read as the product and its part', async () => {
  const { document } = await readDocument(csaf, {
    document: ABOUT,
    product_tree: TREE,
    vulnerabilities: [
      {
        cve: 'CVE-2026-1',
        product_status: { known_not_affected: ['APP:LIB'], fixed: ['TOOL'], recommended: ['APP'] },
        flags: [{ label: 'vulnerable_code_not_in_execute_path', product_ids: ['APP:LIB'] }],
        remediations: [{ category: 'vendor_fix', details: 'Update.', group_ids: ['G'] }],
      },
    ],
  });
  expect(document.errors).toEqual([]);
  expect(document.vex).toEqual([
    expect.objectContaining({
      vulnerability: 'CVE-2026-1',
      products: ['pkg:oci/app@1'],
      subcomponents: ['pkg:deb/debian/lib@2'],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
      timestamp: '2026-01-02T00:00:00Z',
      pointer: '/vulnerabilities/0',
    }),
    expect.objectContaining({ products: ['TOOL'], status: 'fixed', statement: 'Update.' }),
  ]);
  expect(document.valid).toBeUndefined();
  expect(document.validity).toMatch(/^Not checkable/);
});

test('a product in two states that exclude each other claims nothing, and is an error', async () => {
  const { document } = await readDocument(csaf, {
    document: ABOUT,
    product_tree: TREE,
    vulnerabilities: [
      {
        cve: 'CVE-2026-2',
        product_status: { known_affected: ['TOOL'], known_not_affected: ['TOOL', 'GONE'] },
      },
    ],
  });
  expect(document.valid).toBe(false);
  expect(document.errors.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
    'csaf.contradiction /vulnerabilities/0/product_status/known_not_affected/0',
    'csaf.dangling-product /vulnerabilities/0/product_status/known_not_affected/1',
  ]);
  expect(document.vex).toEqual([]);
});

test('branches of any depth are walked without recursion', async () => {
  let branch: object = { product: { name: 'deep', product_id: 'DEEP' } };
  for (let depth = 0; depth < 400; depth++) branch = { branches: [branch] };
  const { document } = await readDocument(csaf, {
    document: ABOUT,
    product_tree: { branches: [branch] },
    vulnerabilities: [{ cve: 'CVE-2026-3', product_status: { fixed: ['DEEP'] } }],
  });
  expect(document.vex).toMatchObject([{ products: ['DEEP'], status: 'fixed' }]);
});

describeCorpus('CSAF documents in the wild', () => {
  test.each([
    ['grype/grype/vex/testdata/vex-docs/csaf-demo1.json', ['fixed']],
    ['grype/test/integration/testdata/vex/csaf/affected.csaf.json', ['affected']],
    ['openvex-go/pkg/csaf/testdata/csaf.json', ['not_affected', 'not_affected']],
  ])('%s', async (path, statuses) => {
    const { document } = await readDocument(csaf, corpusBytes('sbom', ...path.split('/')));
    expect(document.vex.map(({ status }) => status)).toEqual(statuses);
  });

  test('737 packages of a Red Hat advisory are parts of the streams they are in', async () => {
    const bytes = corpusBytes('sbom/openvex-go/pkg/csaf/testdata/rhsa-2020_1358.json');
    const { document } = await readDocument(csaf, bytes);
    const [first] = document.vex;
    // Two vulnerabilities, each fixed in two streams.
    expect(document.vex).toHaveLength(4);
    expect(document.vex.map(({ subcomponents }) => subcomponents.length)).toEqual([623, 114, 623, 114]);
    expect(first?.products).toEqual(['cpe:/a:redhat:enterprise_linux:8::appstream']);
  });
});
