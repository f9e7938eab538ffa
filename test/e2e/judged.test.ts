import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { LODASH, osvRecord, osvZip } from '../fixtures/advisories.ts';
import { spdxText } from '../fixtures/catalog/license-files.ts';
import { imageOf } from '../fixtures/rules.ts';
import { reportBytes, sarifReport, trivyReport } from '../fixtures/scans.ts';
import { file } from '../fixtures/tar.ts';
import { drop, screenshot, showView } from './case-page.ts';
import { type Browser, openLoupe } from './chromium.ts';
import { axeFaults, inThemes, overhang, THEMES } from './looks.ts';

const npm = (name: string, version: string, license: string | undefined, text?: string) => [
  file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, version, license })),
  ...(text === undefined ? [] : [file(`app/node_modules/${name}/LICENSE`, text)]),
];
const json = (value: object) => encodeUtf8(JSON.stringify(value));
const IMAGE = imageOf([
  ...npm('lodash', '4.17.20', 'MIT'),
  ...npm('qs', '6.5.2', 'BSD-3-Clause'),
  ...npm('network', '2.0.0', 'AGPL-3.0-only'),
  ...npm('bought', '1.0.0', 'SSPL-1.0'),
  ...npm('quiet', '1.0.0', undefined, spdxText('GPL-3.0-only')),
  ...npm('relicensed', '3.1.0', 'MIT', spdxText('GPL-3.0-only')),
  ...npm('odd', '1.0.0', 'see elsewhere'),
]);
const CLAIMS = [
  { id: 'CVE-2021-23337', name: 'lodash', version: '4.17.20', fixed: '4.17.21', severity: 'high' },
  { id: 'CVE-2022-24999', name: 'qs', version: '6.5.2', severity: 'critical' },
  { id: 'CVE-2026-2000', name: 'minimist', version: '1.2.0', severity: 'low' },
];
const POLICY = {
  schema: 'loupe.licence-policy/1',
  name: 'Example policy',
  allow: ['permissive'],
  deny: ['strong-copyleft'],
  exceptions: [
    { package: 'pkg:npm/bought', licences: ['SSPL-1.0'], reason: 'a commercial licence was bought' },
  ],
};
const old = osvRecord({ id: 'GHSA-4', name: 'qs', modified: '2026-01-01T00:00:00Z' });
const withdrawn = { ...old, modified: '2026-03-01T00:00:00Z', withdrawn: '2026-03-01T00:00:00Z' };

/** What other scanners and the user's own licences say of an artifact, in every width and theme, and by axe. */
describe.each([
  { width: 1280, height: 860, axe: true },
  { width: 2560, height: 1440, axe: false },
])('reports of other scanners and a licence policy at $width', ({ axe, ...setting }) => {
  let browser: Browser;
  const main = () => browser.page.locator('main');
  const inspector = () => browser.page.getByRole('complementary').last();

  beforeAll(async () => {
    browser = await openLoupe({ ...setting, bypassCSP: axe });
    const { page } = browser;
    await drop(page, [
      { name: 'shop.tar', bytes: IMAGE },
      { name: 'all.zip', bytes: osvZip([LODASH, old]) },
      { name: 'newer.zip', bytes: osvZip([withdrawn]) },
      { name: 'licences.json', bytes: json(POLICY) },
      { name: 'trivy.json', bytes: reportBytes(trivyReport(CLAIMS)) },
      { name: 'code.sarif', bytes: reportBytes(sarifReport(CLAIMS.slice(0, 1), 'properties')) },
    ]);
    await showView(page, 'Findings');
    await page.locator('[data-advisories="2"]').waitFor();
  });
  afterAll(() => browser.close());

  async function looksRight(name: string): Promise<void> {
    const { page } = browser;
    await inThemes(page, THEMES, async (theme) => {
      await page.mouse.move(0, 0);
      await screenshot(page, `${name}-${setting.width}-${theme}`);
      expect(await overhang(page)).toBe(0);
      if (axe) expect(await axeFaults(page, 'serious')).toEqual([]);
    });
  }

  test('what waits for a decision is said, and nothing follows from it yet', async () => {
    expect(await main().locator('[data-licence-policy]').innerText()).toContain('not in use');
    expect(await main().getByText('which you deny.').count()).toBe(0);
    await looksRight('judges-waiting');
  });

  test('once they are in use, licences are judged, recognized texts too, and data that disagree are told', async () => {
    const { page } = browser;
    for (const name of [
      'Use the licence policy licences.json',
      'Use the advisory data all.zip',
      'Use the advisory data newer.zip',
    ])
      await page.getByRole('button', { name, exact: true }).click();
    await main().locator('[data-superseded="1"]').waitFor();
    await looksRight('judges-used');
    await page.locator('[data-advisories] > summary').click();
    const rule = main().getByRole('grid').getByRole('row');
    for (const title of [
      'network 2.0.0 is under AGPL-3.0-only, which you deny.',
      'quiet 1.0.0 holds the licence text of GPL-3.0-only OR GPL-3.0-or-later, which you deny.',
      'relicensed 3.1.0 declares MIT, and its licence text is GPL-3.0-only or GPL-3.0-or-later.',
    ])
      await rule.filter({ hasText: title }).waitFor();
    await looksRight('licence-findings');
    await rule.filter({ hasText: 'quiet 1.0.0 holds' }).click();
    await inspector().getByText('licence recognized by its text, not declared').first().waitFor();
    await looksRight('licence-finding');
  });

  test('a report of another scanner: each row says who says it, and why the other does not', async () => {
    const { page } = browser;
    await main().locator('[data-scan="Trivy 0.69.3"]').getByRole('link').nth(1).click();
    const grid = page.getByRole('grid', { name: 'Another scanner’s report, held against the findings' });
    await grid.getByText('minimist').waitFor();
    await looksRight('scanner-rows');
    await grid.getByRole('row').filter({ hasText: 'qs' }).click();
    await looksRight('scanner-row');
  });

  test('a report on code too says which of its results are not compared, and why', async () => {
    const { page } = browser;
    await showView(page, 'Findings');
    await main().locator('[data-scan="properties 1.2.3"]').getByRole('link').first().click();
    await main()
      .getByText(
        '1 result is not compared: its rule (js/eval-injection) names no vulnerability of a database.',
      )
      .waitFor();
    await looksRight('scanner-sarif');
  });

  test('a component says that older data name it and newer no longer do', async () => {
    const { page } = browser;
    await showView(page, 'Components');
    await main().getByRole('row').filter({ hasText: 'qs' }).first().click();
    await page
      .locator('[data-advisory-state]')
      .getByText(/^GHSA-4 names this version/)
      .waitFor();
    await looksRight('advisory-superseded');
  });

  test('the browser reported no error and no request', () => {
    expect(browser.complaints).toEqual([]);
    expect(browser.requested).toEqual([]);
  });
});
