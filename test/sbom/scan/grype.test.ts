import { expect, test } from 'vitest';
import { grypeReport } from '../../fixtures/scans.ts';
import { CLAIMS, expectCutOff, HOSTILE, readReport } from './scan-readers.ts';

test('a report says what was found in which artifact, when, by which version, and in what', async () => {
  const { kind, scan, reading } = await readReport(
    grypeReport(CLAIMS, { ignoredMatches: [{ vulnerability: { id: 'CVE-2026-9' } }] }),
  );
  expect(kind).toBe('grype-json');
  expect(reading?.document).toMatchObject({ format: 'Grype', version: '0.104.0', title: 'app:1' });
  expect(scan).toEqual({
    tool: 'Grype',
    toolVersion: '0.104.0',
    ran: '2026-03-01T12:00:00Z',
    target: 'app:1',
    targetDigests: [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`],
    ignored: 1,
    others: 0,
    vulnerabilities: [
      {
        id: 'GHSA-35jh-r3h4-6jhm',
        aliases: ['CVE-2021-23337'],
        package: { purl: 'pkg:npm/lodash@4.17.20', name: 'lodash', version: '4.17.20', ecosystem: 'npm' },
        severity: 'high',
        fixed: '4.17.21',
        path: 'app/node_modules/lodash/package.json',
        pointer: '/matches/0',
      },
      expect.not.objectContaining({ fixed: expect.anything() }),
    ],
  });
});

test('of a folder, the target is its path', async () => {
  const { scan } = await readReport(grypeReport([], { source: { type: 'directory', target: '/src' } }));
  expect(scan).toMatchObject({ target: '/src', targetDigests: [], vulnerabilities: [] });
});

test('a report that is cut off claims nothing', () => expectCutOff(grypeReport(CLAIMS), 'grype-json'));

test('matches without vulnerability or artifact are told', async () => {
  const { scan, reading } = await readReport(
    grypeReport([], { matches: [[], { vulnerability: { id: 'CVE-2026-1' } }, { artifact: { name: 'a' } }] }),
  );
  expect(scan?.vulnerabilities).toEqual([]);
  expect(reading?.document.errors.map(({ pointer, message }) => [pointer, message])).toEqual([
    ['/matches/0', 'The match is no object.'],
    ['/matches/1', 'It names no package in which CVE-2026-1 would be.'],
    ['/matches/2', 'It names no vulnerability.'],
  ]);
});

test('a hostile report is bounded', async () => {
  const { scan } = await readReport(grypeReport(HOSTILE));
  expect(scan?.vulnerabilities.map(({ id, aliases }) => [id.length, aliases.length])).toEqual([
    [9, 1],
    [512, 0],
    [14, 64],
  ]);
});
