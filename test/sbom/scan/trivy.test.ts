import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/base/limits.ts';
import { trivyReport } from '../../fixtures/scans.ts';
import { CLAIMS, expectCutOff, HOSTILE, readReport } from './scan-readers.ts';

test('a report says what was found in which package, when, by which version, and in what', async () => {
  const { kind, scan, reading } = await readReport(trivyReport(CLAIMS));
  expect(kind).toBe('trivy-json');
  expect(reading?.document).toMatchObject({ format: 'Trivy', version: '2', valid: undefined });
  expect(scan).toEqual({
    tool: 'Trivy',
    toolVersion: '0.69.3',
    ran: '2026-03-01T12:00:00.123456789Z',
    target: 'app.tar',
    targetDigests: [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`],
    ignored: 0,
    others: 1,
    vulnerabilities: [
      {
        id: 'GHSA-35jh-r3h4-6jhm',
        aliases: ['CVE-2021-23337'],
        package: {
          purl: 'pkg:npm/lodash@4.17.20',
          name: 'lodash',
          version: '4.17.20',
          ecosystem: 'node-pkg',
        },
        severity: 'high',
        fixed: '4.17.21',
        path: 'app/node_modules/lodash/package.json',
        pointer: '/Results/1/Vulnerabilities/0',
      },
      expect.objectContaining({ id: 'CVE-2022-24999', severity: 'low' }),
    ],
  });
});

test('a report that found nothing is one that says so', async () => {
  const { scan } = await readReport({ SchemaVersion: 2, ArtifactName: 'a', ArtifactType: 'filesystem' });
  expect(scan?.vulnerabilities).toEqual([]);
});

test('a report that is cut off claims nothing', () => expectCutOff(trivyReport(CLAIMS), 'trivy-json'));

test('what is not what the format says is told, and the rest is kept', async () => {
  const { scan, reading } = await readReport(
    trivyReport([], {
      Results: [
        7,
        { Vulnerabilities: [null, { VulnerabilityID: 'CVE-2026-1' }, { PkgName: 'a' }] },
        { Vulnerabilities: [{ VulnerabilityID: 'CVE-2026-2', PkgName: 'a' }] },
      ],
    }),
  );
  expect(scan?.vulnerabilities.map(({ id }) => id)).toEqual(['CVE-2026-2']);
  expect(reading?.document.valid).toBe(false);
  expect(reading?.diagnostics.map(({ code, message }) => [code, message])).toEqual([
    [
      'scan.not-compared',
      '4 results of this report could not be compared. The first, at /Results/0: The result is no object.',
    ],
  ]);
});

test('a hostile report is bounded and pollutes nothing', async () => {
  const { scan } = await readReport(trivyReport(HOSTILE));
  expect(scan?.vulnerabilities.map(({ id, aliases }) => [id.length, aliases.length])).toEqual([
    [9, 1],
    [512, 0],
    [14, 64],
  ]);
  expect(Object.prototype).not.toHaveProperty('toString.version');
});

test('more vulnerabilities than a case may hold are cut, and that is told', async () => {
  const { scan, reading } = await readReport(trivyReport(CLAIMS), { ...DEFAULT_LIMITS, graphNodes: 1 });
  expect(scan?.vulnerabilities).toHaveLength(1);
  expect(reading?.diagnostics.map(({ code }) => code)).toEqual(['limit.graph-nodes']);
});
