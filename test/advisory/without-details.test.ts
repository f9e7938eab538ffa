import { expect, it } from 'vitest';
import { withoutDetails } from '../../src/core/advisory/without-details.ts';
import { decodeUtf8Lossy, encodeUtf8 } from '../../src/core/base/bytes.ts';

const left = (text: string) => decodeUtf8Lossy(withoutDetails(encodeUtf8(text)));

it('leaves out the text of the details of the record, and no other', () => {
  const record = {
    id: 'A-1',
    summary: 'the "details": "x" are quoted \\',
    affected: [{ details: 'kept', database_specific: { details: 'kept too' } }],
    details: 'a "quoted" text \\ with {[ and é',
    modified: '2026-01-01T00:00:00Z',
  };
  for (const space of [0, 2])
    expect(JSON.parse(left(JSON.stringify(record, null, space)))).toEqual({ ...record, details: '' });
});

it.each([
  '{"id":"A-1"}',
  '{"details":null,"id":"A-1"}',
  '{"details":["x"]}',
  '["details","x"]',
  '{"details":"cut short',
  '{"details"',
  '"details',
  '',
])('gives back %s as it is', (text) => {
  expect(left(text)).toBe(text);
});
