import { expect, test } from 'vitest';
import { osvScannerReport } from '../../fixtures/scans.ts';
import { CLAIMS, expectCutOff, HOSTILE, readReport } from './scan-readers.ts';

test('a report says what was found in which package of which file; groups are one vulnerability', async () => {
  const { kind, scan, reading } = await readReport(osvScannerReport(CLAIMS));
  expect(kind).toBe('osv-scanner-json');
  expect(reading?.document).toMatchObject({ format: 'OSV-Scanner', version: '' });
  expect(scan).toEqual({
    tool: 'OSV-Scanner',
    targetDigests: [],
    ignored: 0,
    others: 0,
    vulnerabilities: [
      {
        id: 'GHSA-35jh-r3h4-6jhm',
        aliases: ['CVE-2021-23337'],
        package: { name: 'lodash', version: '4.17.20', ecosystem: 'npm' },
        severity: 'high',
        fixed: '4.17.21',
        path: '/src/package-lock.json',
        pointer: '/results/0/packages/0/groups/0',
      },
      expect.objectContaining({ id: 'CVE-2022-24999' }),
    ],
  });
});

test('records that no group names are vulnerabilities of their own', async () => {
  const record = { id: 'GHSA-2', affected: [{ package: { name: 'a' }, ranges: 'none' }] };
  const { scan } = await readReport({
    results: [{ packages: [{ package: { name: 'a', version: '1' }, vulnerabilities: [record, {}] }] }],
  });
  expect(scan?.vulnerabilities.map(({ id, pointer }) => [id, pointer])).toEqual([
    ['GHSA-2', '/results/0/packages/0/vulnerabilities/0'],
  ]);
});

test('a report that found nothing is one that says so, and no OSV record', async () => {
  const { kind, scan } = await readReport({ results: [], experimental_config: {} });
  expect([kind, scan?.vulnerabilities]).toEqual(['osv-scanner-json', []]);
});

test('a report that is cut off claims nothing', () =>
  expectCutOff(osvScannerReport(CLAIMS), 'osv-scanner-json'));

test('a hostile report is bounded', async () => {
  const { scan } = await readReport(osvScannerReport(HOSTILE));
  expect(scan?.vulnerabilities.map(({ id, aliases }) => [id.length, aliases.length])).toEqual([
    [9, 1],
    [512, 0],
    [14, 64],
  ]);
});
