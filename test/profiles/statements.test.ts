import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { documentDetail, documentRows } from '../../src/core/profiles/queries/documents.ts';
import { inspectFiles } from '../inspect.ts';

const VEX = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.org/vex',
  author: 'Ada',
  timestamp: '2026-01-01T00:00:00Z',
  version: 1,
  statements: [
    {
      vulnerability: { name: 'CVE-2021-23337' },
      products: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ '@id': `pkg:npm/${name}` })),
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
    },
    {
      vulnerability: { name: 'CVE-2020-1' },
      products: [{ '@id': 'pkg:npm/a' }],
      status: 'under_investigation',
    },
  ],
};

test('what a VEX document says is listed statement by statement, with why it changes nothing', async () => {
  const { model } = await inspectFiles([{ name: 'a.openvex.json', bytes: encodeUtf8(JSON.stringify(VEX)) }]);
  const [row] = documentRows(model);
  expect(row).toMatchObject({ components: 0, statements: 2 });
  expect(documentDetail(model, row?.source ?? '')?.statements).toEqual([
    {
      vulnerability: 'CVE-2021-23337',
      status: 'not affected',
      justification: 'vulnerable code not present',
      products: ['pkg:npm/a', 'pkg:npm/b', 'pkg:npm/c', 'pkg:npm/d'],
      moreProducts: 2,
      without: 'You have not accepted its author.',
    },
    {
      vulnerability: 'CVE-2020-1',
      status: 'under investigation',
      justification: '',
      products: ['pkg:npm/a'],
      moreProducts: 0,
      without: 'You have not accepted its author.',
    },
  ]);
});
