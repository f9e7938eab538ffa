import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { LODASH, osvZip } from '../fixtures/advisories.ts';
import { imageOf, RULE_FIXTURES } from '../fixtures/rules.ts';
import { file } from '../fixtures/tar.ts';
import { drop, screenshot, showView } from './case-page.ts';
import { answered, type Browser, openLoupe } from './chromium.ts';
import { atSizes, axeFaults, inThemes, overhang, THEMES } from './looks.ts';

const planted = (id: string) => RULE_FIXTURES[id]?.bad ?? [];
const LOCK = {
  name: 'shop',
  lockfileVersion: 3,
  packages: {
    '': { name: 'shop', version: '1.0.0', dependencies: { outer: '1.0.0' } },
    'node_modules/outer': {
      version: '1.0.0',
      resolved: 'https://registry.npmjs.org/outer/-/outer-1.0.0.tgz',
      dependencies: { lodash: '4.17.20' },
    },
    'node_modules/lodash': {
      version: '4.17.20',
      resolved: 'https://registry.npmjs.org/lodash/-/lodash-4.17.20.tgz',
    },
  },
};
const IMAGE = imageOf([
  ...planted('secret.private-key'),
  ...planted('secret.token'),
  ...planted('bundled.javascript'),
  ...planted('ai.pickle-import'),
  ...planted('lifecycle.end-of-life'),
  file('srv/shop/package-lock.json', JSON.stringify(LOCK)),
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
const LODASH_ROW = 'lodash 4.17.20 is affected by GHSA-35jh-r3h4-6jhm.';

const SIZES = [
  { width: 1280, height: 860 },
  { width: 2560, height: 1440 },
] as const;

describe('the findings of a planted image', () => {
  let browser: Browser;
  const main = () => browser.page.locator('main');
  const rows = () => main().getByRole('grid').getByRole('row');
  const inspector = () => browser.page.getByRole('complementary').last();

  beforeAll(async () => {
    // axe is a script of its own, which the policy would rightly stop.
    browser = await openLoupe({ ...SIZES[0], bypassCSP: true });
    await drop(browser.page, [{ name: 'hello.txt', bytes: encodeUtf8('hello\n') }]);
    await showView(browser.page, 'Findings');
  });
  afterAll(() => browser.close());

  test('without findings: says how many rules ran', async () => {
    await main()
      .getByText(/\d+ rules/)
      .waitFor();
    expect(await rows().count()).toBe(0);
    await looksRight(browser.page, `findings-none`);
  });

  test('all that is planted is listed, what to do first at the head', async () => {
    const { page } = browser;
    await drop(page, [
      { name: 'planted.tar', bytes: IMAGE },
      { name: 'all.zip', bytes: osvZip([LODASH]) },
      { name: 'a.openvex.json', bytes: VEX },
    ]);
    await page.locator('[data-advisories="1"]').waitFor();
    await page.getByRole('button', { name: 'Use the advisory data all.zip', exact: true }).click();
    await main().getByText(LODASH_ROW).first().waitFor();
    await answered(page);
    const text = await main().innerText();
    for (const title of [
      '"root/.ssh/id_rsa" holds a private key.',
      '"models/a.pkl" imports os.system when it is loaded.',
      '"www/js/vendor.js" holds jquery 3.4.1, which has 2 published weaknesses.',
      'Debian 10 has had no security fixes since 2024-06-30.',
    ])
      expect(text).toContain(title);
    await openData(page, false);
    await looksRight(page, `findings-full`);
  });

  test('by keyboard: the arrow keys walk the list, the inspector follows', async () => {
    const { page } = browser;
    await main().getByRole('grid').focus();
    await page.keyboard.press('Home');
    await rows().and(page.locator('[aria-selected=true]')).waitFor();
    await inspector().getByText('Why it matters', { exact: true }).waitFor();
    await answered(page);
    const first = await inspector().innerText();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => inspector().innerText()).not.toBe(first);
    await looksRight(page, `findings-inspected`);
  });

  test('from a finding leads the shortest way from the root, and what is flagged is marked there', async () => {
    const { page } = browser;
    await rows().filter({ hasText: LODASH_ROW }).click();
    await inspector().getByRole('button', { name: 'Shortest way from the root' }).click();
    await main().locator('svg [data-node]').first().waitFor();
    const flagged = main().locator('svg [data-node][data-flagged]');
    await flagged.first().waitFor();
    await answered(page);
    expect(await flagged.first().getAttribute('aria-label')).toContain('lodash');
    expect(await flagged.first().getAttribute('aria-label')).toContain('Flagged: 1 fact');
    await looksRight(page, `findings-graph`);
    await showView(page, 'Findings');
  });

  test('the table of components has what is flagged first', async () => {
    const { page } = browser;
    const rows = await flaggedRows(page);
    const flagged = rows.filter((row) => SEVERITY.test(row));
    expect(rows.slice(0, flagged.length)).toEqual(flagged);
    expect(flagged.some((row) => row.startsWith('lodash 4.17.20'))).toBe(true);
    expect(rows.some((row) => row.startsWith('outer 1.0.0') && !SEVERITY.test(row))).toBe(true);
    await looksRight(page, `components-flagged`);
    await showView(page, 'Findings');
  });

  test('a rule says why, how it can be wrong and what to do, and can be turned off and on again', async () => {
    const title = '"root/.ssh/id_rsa" holds a private key.';
    await rows().filter({ hasText: title }).click();
    for (const heading of ['Why it matters', 'How it can be wrong', 'What to do'])
      await inspector().getByText(heading, { exact: true }).waitFor();
    await inspector().getByRole('button', { name: 'Turn this rule off' }).click();
    await main().getByText('secret.private-key is turned off.').waitFor();
    await expect.poll(() => rows().filter({ hasText: title }).count()).toBe(0);
    await main().getByRole('button', { name: 'Turn it on' }).click();
    await rows().filter({ hasText: title }).waitFor();
    await answered(browser.page);
    expect(await main().getByText('is turned off.').count()).toBe(0);
  });

  test('what a VEX statement strikes stays in the list, and says whose word that is', async () => {
    const { page } = browser;
    await openData(page, true);
    await page.getByRole('button', { name: 'Accept statements of Ada', exact: true }).click();
    await answered(page);
    await openData(page, false);
    await main()
      .getByRole('group', { name: 'State' })
      .getByRole('button', { name: /suppressed/ })
      .click();
    await expect.poll(() => rows().filter({ hasText: LODASH_ROW }).count()).toBe(1);
    await expect.poll(() => rows().filter({ hasText: 'Ada says' }).count()).toBe(1);
    await looksRight(page, `findings-suppressed`);
    const lodash = (await flaggedRows(page)).filter((row) => row.startsWith('lodash 4.17.20'));
    expect(lodash.map((row) => SEVERITY.test(row))).toEqual([false]);
  });

  test('the browser reported no error and no request', () => {
    expect(browser.complaints).toEqual([]);
    expect(browser.requested).toEqual([]);
  });
});

async function looksRight(page: Page, name: string): Promise<void> {
  await atSizes(page, SIZES, ({ width }) =>
    inThemes(page, THEMES, async (theme) => {
      await page.mouse.move(0, 0);
      await screenshot(page, `${name}-${width}-${theme}`);
      expect(await overhang(page)).toBe(0);
      expect(await axeFaults(page, 'serious')).toEqual([]);
    }),
  );
}

const SEVERITY = /\b(?:critical|high|medium|low|no severity)\b/;

/** Rows of the table of components, as it has them unasked. */
async function flaggedRows(page: Page): Promise<readonly string[]> {
  await showView(page, 'Components');
  await page.locator('[role=columnheader][aria-sort=descending]', { hasText: 'Flag' }).waitFor();
  const rows = await page.getByRole('grid').getByRole('row').allInnerTexts();
  return rows.slice(1).map((row) => row.replace(/\s+/g, ' ').trim());
}

/** Opens or closes the panel of advisory data, whichever it was before. */
async function openData(page: Page, open: boolean): Promise<void> {
  const panel = page.locator('[data-advisories]');
  if ((await panel.evaluate((one) => one.hasAttribute('open'))) !== open)
    await panel.locator('> summary').click();
}
