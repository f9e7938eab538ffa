import { expect, test } from 'vitest';
import { type SarifStyle, sarifReport } from '../../fixtures/scans.ts';
import { CLAIMS, expectCutOff, HOSTILE, readReport } from './scan-readers.ts';

test.each<readonly [SarifStyle, object, readonly string[]]>([
  ['trivy', { name: 'lodash', version: '4.17.20' }, []],
  ['grype', { name: 'lodash', version: '4.17.20', ecosystem: 'npm' }, []],
  ['osv-scanner', { name: 'lodash', version: '4.17.20' }, ['CVE-2021-23337']],
  ['properties', { purl: 'pkg:npm/lodash@4.17.20' }, []],
])('the package is read where %s writes it', async (style, named, aliases) => {
  const { kind, scan } = await readReport(sarifReport(CLAIMS, style));
  expect(kind).toBe('sarif');
  expect(scan).toMatchObject({ tool: style, toolVersion: '1.2.3', others: 1, ignored: 0 });
  expect(scan?.vulnerabilities[0]).toMatchObject({
    id: 'GHSA-35jh-r3h4-6jhm',
    aliases,
    package: named,
    path: 'app/node_modules/lodash/package.json',
    pointer: '/runs/0/results/0',
  });
  expect(scan?.vulnerabilities).toHaveLength(2);
});

test('results that a reviewer suppressed are counted and left out; those under review are not', async () => {
  const report = sarifReport(CLAIMS, 'trivy') as { runs: { results: object[] }[] };
  const [first, second] = report.runs[0]?.results ?? [];
  const { scan } = await readReport({
    ...report,
    runs: [
      {
        ...report.runs[0],
        results: [
          { ...first, suppressions: [{ kind: 'external' }] },
          { ...second, suppressions: [{ kind: 'external', status: 'underReview' }] },
        ],
      },
    ],
  });
  expect([scan?.ignored, scan?.vulnerabilities.map(({ id }) => id)]).toEqual([1, ['CVE-2022-24999']]);
});

test('a rule of several packages speaks of the one that the result names', async () => {
  const rule = {
    id: 'CVE-2026-1000-b',
    help: { text: 'Vulnerability CVE-2026-1000\nPackage: b\nVersion: 2\nType: npm' },
    properties: { purls: ['pkg:npm/a@1', 'pkg:npm/b@2'] },
  };
  const { scan } = await readReport({
    version: '2.1.0',
    runs: [{ tool: { driver: { rules: [rule] } }, results: [{ ruleIndex: 0, message: { text: 'x' } }] }],
  });
  expect(scan?.vulnerabilities.map((one) => one.package.purl)).toEqual(['pkg:npm/b@2']);
  expect(scan?.tool).toBe('A tool without a name');
});

test('a report on code is read, and holds nothing to compare', async () => {
  const { scan } = await readReport(sarifReport([], 'trivy'));
  expect([scan?.others, scan?.vulnerabilities]).toEqual([1, []]);
});

test('a report that is cut off claims nothing', () => expectCutOff(sarifReport(CLAIMS, 'grype'), 'sarif'));

test('a hostile report is bounded, and what names no known id is no vulnerability', async () => {
  const { scan } = await readReport(sarifReport(HOSTILE, 'osv-scanner'));
  expect(scan?.vulnerabilities.map(({ id, aliases }) => [id, aliases.length])).toEqual([
    ['CVE-2026-10000', 64],
  ]);
  expect(scan?.others).toBe(3);
});
