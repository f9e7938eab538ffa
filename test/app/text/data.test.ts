import { expect, test } from 'vitest';
import { data } from '../../../src/app/text/en/data.ts';
import { scans } from '../../../src/app/text/en/scans.ts';
import type { ScanSummary } from '../../../src/core/case/scans/views.ts';

test.each([
  ['vulnerability', 2, '2 vulnerabilities'],
  ['weakness', 638, '638 weaknesses'],
  ['release line', 1, '1 release line'],
])('counts of what ships: %s', (of, count, expected) => {
  expect(data.shippedOf(count, of, '2026-01-01', 3)).toBe(`${expected}, of 2026-01-01, 3 days old.`);
});

test('states of components leave out what is not there', () => {
  expect(data.states(1, 6, 0)).toBe('1 component matched, 6 clean.');
  expect(data.states(2, 0, 3)).toBe('2 components matched, 0 clean, of 3 nothing is known.');
});

test.each([
  [2, 1, '2026-01-02T00:00:00Z', '2 advisories, the newest of 2026-01-02'],
  [0, 1, '2026-01-02T00:00:00Z', '0 advisories, 1 withdrawn, the newest of 2026-01-02'],
  [1, 0, '', '1 advisory, of unknown date'],
])('records of data: %i and %i withdrawn', (records, withdrawn, newest, expected) => {
  expect(data.records(records, withdrawn, newest)).toBe(expected);
});

const SCAN: ScanSummary = {
  document: 'a',
  name: 'a.sarif',
  tool: 'some-tool',
  ran: '2026-03-01T12:00:00.123456789Z',
  target: 'app:1',
  by: undefined,
  otherDigests: false,
  nested: false,
  reported: 1,
  ignored: 0,
  others: 0,
  otherRules: [],
  counts: { both: 0, 'only-scanner': 1, 'only-loupe': 0 },
};

test.each<readonly [Partial<ScanSummary>, string]>([
  [{}, 'It was run over app:1, at 2026-03-01 12:00 UTC.'],
  [{ ran: 'yesterday' }, 'It was run over app:1, at yesterday.'],
  [{ others: 1 }, '1 result of other kinds is not compared.'],
  [
    { others: 1, otherRules: ['js/eval'] },
    '1 result is not compared: its rule (js/eval) names no vulnerability of a database.',
  ],
  [
    { others: 9, otherRules: ['js/eval', 'js/sql'] },
    '9 results are not compared: their rules (js/eval, js/sql, …) name no vulnerability of a database.',
  ],
])('what a report of a scanner says of itself: %j', (more, expected) => {
  expect(scans.about({ ...SCAN, ...more })).toContain(expected);
});
