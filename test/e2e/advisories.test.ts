import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { LODASH, osvRecord, osvZip } from '../fixtures/advisories.ts';
import { reportBytes, trivyReport } from '../fixtures/scans.ts';
import { file, tar } from '../fixtures/tar.ts';
import { drop, reportOf, screenshot, showView } from './case-page.ts';
import { answered, type Browser, openLoupe } from './chromium.ts';

const manifest = (name: string, version: string, license = 'MIT') =>
  file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, version, license }));
const GEM = file(
  'app/specifications/rack-2.0.0.gemspec',
  'Gem::Specification.new do |s|\n  s.name = "rack".freeze\n  s.version = "2.0.0"\nend\n',
);
const APP = tar([
  manifest('lodash', '4.17.20'),
  manifest('b', '1.0.0'),
  manifest('odd', 'latest', 'AGPL-3.0-only'),
  GEM,
]);
const VEX = encodeUtf8(
  JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.org/vex',
    author: 'Ada',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: 'CVE-2021-23337' },
        products: [{ '@id': 'pkg:npm/lodash' }],
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
      },
    ],
  }),
);

describe('advisory data dropped beside an artifact', () => {
  let browser: Browser;
  const main = () => browser.page.locator('main');

  beforeAll(async () => {
    browser = await openLoupe();
    await drop(browser.page, [
      { name: 'app.tar', bytes: APP },
      { name: 'all.zip', bytes: osvZip([LODASH, osvRecord({ id: 'GHSA-9', name: 'other' })]) },
      { name: 'a.openvex.json', bytes: VEX },
    ]);
    await showView(browser.page, 'Findings');
  });

  afterAll(async () => {
    await browser.close();
  });

  test('say nothing until the user says to use them', async () => {
    const { page } = browser;
    await page.locator('[data-advisories="1"]').waitFor();
    expect(await main().innerText()).toContain('not in use, 2 advisories, the newest of 2026-01-02');
    expect(await main().innerText()).not.toContain('is affected by');
  });

  test('then match one, call one clean, and say of the others why nothing is known', async () => {
    const { page } = browser;
    await page.getByRole('button', { name: 'Use the advisory data all.zip', exact: true }).click();
    await main().getByText('lodash 4.17.20 is affected by GHSA-35jh-r3h4-6jhm.').first().waitFor();
    await main().getByText('1 component matched').waitFor();
    await answered(page);
    const text = await main().innerText();
    expect(text).toMatch(/1 component matched, 1 clean, of \d+ nothing is known\./);
    expect(text).toContain('The advisory data in use do not cover RubyGems.');
    expect(text).toContain('Its version has no place in the order of its ecosystem.');
    expect(text).toContain('It covers npm.');
    expect(await main().locator('[data-shipped="known-exploited"]').innerText()).toMatch(
      /1,404 vulnerabilities, of 2025-08-25, \d+ months old\.[\s\S]*It is old: what was published since is not in it\./,
    );
    await screenshot(page, 'advisory-data');
  });

  test('a statement of an accepted author strikes the finding, and says that it is not signed', async () => {
    const { page } = browser;
    await page.getByRole('button', { name: 'Accept statements of Ada', exact: true }).click();
    await main().getByText('Ada says: not affected').first().waitFor();
    await answered(page);
    expect(await main().innerText()).toContain('the VEX document is not signed');
  });

  test('a component says whether it is matched, clean as of a date, or without data', async () => {
    const { page } = browser;
    await showView(page, 'Components');
    const state = page.locator('[data-advisory-state]');
    const choose = (name: string) =>
      page.locator('main [role=row]').filter({ hasText: name }).first().click();
    for (const [name, says] of [
      ['lodash', 'Matched.'],
      ['1.0.0', 'Clean as of 2026-01-02.'],
      ['rack', 'No data. The advisory data in use do not cover RubyGems.'],
      ['odd', 'No data. Its version has no place in the order of its ecosystem.'],
    ] as const) {
      await choose(name);
      await answered(page);
      expect((await state.innerText()).replace(/\s+/g, ' ')).toContain(says);
    }
    await screenshot(page, 'advisory-state');
  });

  test('and so does the report: neither an absent ecosystem nor an unreadable version is ever clean', async () => {
    const { components } = await reportOf(browser.page);
    const stateOf = (name: string) =>
      components.find((one) => one.name === name)?.data.map(({ state, why }) => [state, why]);
    expect(stateOf('rack')).toEqual([['no-data', 'The advisory data in use do not cover RubyGems.']]);
    expect(stateOf('odd')).toEqual([['no-data', 'Its version has no place in the order of its ecosystem.']]);
    expect(stateOf('b')).toEqual([['clean', undefined]]);
  });

  test('a report of another scanner is held against the findings, and changes none', async () => {
    const { page } = browser;
    await showView(page, 'Findings');
    const before = await main().getByText('is affected by GHSA-35jh-r3h4-6jhm').count();
    const report = trivyReport([
      { id: 'CVE-2021-23337', name: 'lodash', version: '4.17.20', fixed: '4.17.21' },
      { id: 'CVE-2026-1000', name: 'b', version: '1.0.0', severity: 'critical' },
      { id: 'CVE-2026-2000', name: 'minimist', version: '1.2.0' },
    ]);
    await drop(page, [{ name: 'trivy.json', bytes: reportBytes(report) }]);
    await main()
      .getByText('Trivy 0.69.3 reports 3 vulnerabilities. As found here: 0 in both, 3 only in the report')
      .waitFor();
    expect(await main().getByText('is affected by GHSA-35jh-r3h4-6jhm').count()).toBe(before);
    await main().locator('[data-scan]').getByRole('link', { name: '3', exact: true }).click();
    const grid = page.getByRole('grid', { name: 'Another scanner’s report, held against the findings' });
    await grid.getByText('minimist').waitFor();
    await answered(page);
    const text = (await grid.innerText()).replace(/\s+/g, ' ');
    expect(text).toContain('It is suppressed here by VEX. Ada says: not affected');
    expect(text).toContain('The advisory data in use have no record of this name about this package.');
    expect(text).toContain('No such package was found here.');
    expect(await main().innerText()).toContain('What another scanner reports is a claim');
    await screenshot(page, 'scanner-report');
  });

  test('a licence policy says nothing until it is used, and then flags what it does not allow', async () => {
    const { page } = browser;
    const policy = { schema: 'loupe.licence-policy/1', allow: ['permissive'], deny: ['strong-copyleft'] };
    await drop(page, [{ name: 'licences.json', bytes: encodeUtf8(JSON.stringify(policy)) }]);
    await showView(page, 'Findings');
    const panel = page.locator('[data-licence-policy]');
    await panel.getByText('not in use').waitFor();
    expect(await main().getByText('which you deny.').count()).toBe(0);
    await page.getByRole('button', { name: 'Use the licence policy licences.json', exact: true }).click();
    await main().getByText('odd latest is under AGPL-3.0-only, which you deny.').first().waitFor();
    await answered(page);
    await screenshot(page, 'licence-policy');
  });

  test('the browser reported no broken rule and no error', () => {
    expect(browser.complaints).toEqual([]);
    expect(browser.requested).toEqual([]);
  });
});

describe('an archive of several ecosystems', () => {
  test('makes nothing clean until the user says what it holds in full, and says that nobody signed it', async () => {
    const browser = await openLoupe();
    const { page } = browser;
    const main = page.locator('main');
    await drop(page, [
      { name: 'app.tar', bytes: APP },
      {
        name: 'global.zip',
        bytes: osvZip([LODASH, osvRecord({ id: 'GHSA-8', ecosystem: 'PyPI', name: 'other' })]),
      },
    ]);
    await showView(page, 'Findings');
    await page.getByRole('button', { name: 'Use the advisory data global.zip', exact: true }).click();
    await main.getByText('1 component matched, 0 clean').waitFor();
    await answered(page);
    const text = await main.innerText();
    expect(text).toContain('It states no coverage: it adds matches, and makes nothing clean.');
    expect(text).toContain('Not signed: compare its SHA-256 with one you got by another way.');
    await page.getByRole('button', { name: 'global.zip holds all advisories of npm', exact: true }).click();
    await main.getByText('1 component matched, 1 clean').waitFor();
    await answered(page);
    expect(await main.innerText()).toContain('It covers npm.');
    await screenshot(page, 'advisory-coverage');
    await browser.close();
  });
});
