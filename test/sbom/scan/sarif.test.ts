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

const run = (rule: object, result: object) => ({
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: 'some-tool', rules: [rule] } },
      results: [{ ruleIndex: 0, message: { text: 'x' }, ...result }],
    },
  ],
});
const logical = (fullyQualifiedName: string) => ({
  locations: [{ logicalLocations: [{ fullyQualifiedName }] }],
});
const LODASH = { name: 'lodash', version: '4.17.20' };

test.each<
  readonly [
    string,
    object,
    object,
    { readonly id: string; readonly aliases?: readonly string[]; readonly package: object },
  ]
>([
  [
    'the id of the rule, the package as a logical location',
    { id: 'CVE-2021-23337' },
    logical('lodash@4.17.20'),
    { id: 'CVE-2021-23337', package: LODASH },
  ],
  [
    'the id of the rule, a package URL as a logical location',
    { id: 'CVE-2021-23337' },
    logical('pkg:npm/lodash@4.17.20'),
    { id: 'CVE-2021-23337', package: { purl: 'pkg:npm/lodash@4.17.20' } },
  ],
  [
    'a package URL in place of a path',
    { id: 'CVE-2021-23337' },
    { locations: [{ physicalLocation: { artifactLocation: { uri: 'pkg:npm/lodash@4.17.20' } } }] },
    { id: 'CVE-2021-23337', package: { purl: 'pkg:npm/lodash@4.17.20' } },
  ],
  [
    'ids by kind in the properties of the rule',
    {
      id: 'SNYK-JS-LODASH-1040724',
      properties: { identifiers: { CVE: ['CVE-2021-23337'], CWE: ['CWE-94'] } },
    },
    logical('lodash@4.17.20'),
    { id: 'SNYK-JS-LODASH-1040724', aliases: ['CVE-2021-23337'], package: LODASH },
  ],
  [
    'an alias in the properties of a rule of another name, and a package beside it',
    { id: 'vulnerable-dependency', properties: { aliases: ['GHSA-35jh-r3h4-6jhm', 'CVE-2021-23337'] } },
    { properties: { packageName: 'lodash', packageVersion: '4.17.20', ecosystem: 'npm' } },
    { id: 'GHSA-35jh-r3h4-6jhm', aliases: ['CVE-2021-23337'], package: { ...LODASH, ecosystem: 'npm' } },
  ],
  [
    'a taxon, and a package as a member of the properties',
    { id: 'vulnerable-dependency' },
    {
      taxa: [{ id: 'CVE-2021-23337' }],
      properties: { package: { name: 'lodash', version: '4.17.20', ecosystem: 'npm' } },
    },
    { id: 'CVE-2021-23337', package: { ...LODASH, ecosystem: 'npm' } },
  ],
])('is compared by %s', async (_what, rule, result, expected) => {
  const { scan } = await readReport(run(rule, result));
  expect(scan?.vulnerabilities).toMatchObject([{ aliases: [], ...expected }]);
  expect(scan?.others).toBe(0);
});

test.each<readonly [string, object, object]>([
  [
    'a rule on code that names an example',
    { id: 'js/injection', properties: { tags: ['CVE-2014-0160', 'security'] } },
    {},
  ],
  [
    'an id within another text',
    { id: 'js/injection', properties: { cve: 'as CVE-2014-0160 was' } },
    logical('lodash@4.17.20'),
  ],
  [
    'a weakness alone',
    { id: 'CWE-79', properties: { tags: ['external/cwe/cwe-79'] } },
    logical('lodash@4.17.20'),
  ],
])('is not compared, and its rule is told: %s', async (_what, rule: { id?: string }, result) => {
  const { scan } = await readReport(run(rule, result));
  expect([scan?.vulnerabilities, scan?.others, scan?.otherRules]).toEqual([[], 1, [rule.id]]);
});

test('a result that names a vulnerability and no package is told with its place, and not compared', async () => {
  const { scan, reading } = await readReport(run({ id: 'CVE-2021-23337' }, {}));
  expect([scan?.vulnerabilities, scan?.others]).toEqual([[], 0]);
  expect(reading?.document.errors).toEqual([
    {
      code: 'scan.shape',
      pointer: '/runs/0/results/0',
      message: 'It names no package in which CVE-2021-23337 would be.',
    },
  ]);
});
