import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpusPath, describeCorpus } from '../corpus.ts';
import { choose, screenshot, showView } from './case-page.ts';
import { type Browser, openLoupe } from './chromium.ts';
import { type CountingServer, startCountingServer } from './counting-server.ts';

const IMAGE = corpusPath('container', 'lite.oci-gzip.tar');

describeCorpus('a real image, dropped on the delivered file', () => {
  let outside: CountingServer;
  let browser: Browser;

  beforeAll(async () => {
    outside = await startCountingServer();
    browser = await openLoupe({ proxy: outside.proxy });
    outside.reset();
    await choose(browser.page, IMAGE);
  });

  afterAll(async () => {
    await browser.close();
    await outside.close();
  });

  test('the overview counts its layers and packages', async () => {
    const { page } = browser;
    await showView(page, 'Overview');
    const text = await page.locator('main').innerText();
    expect(text).toMatch(/\b7 layers\b/);
    expect(text).toMatch(/\b208\b/);
    expect(text).toMatch(/\b488\b/);
  });

  test('lodash is found by its name, and "Why is it here" leads up to the application', async () => {
    const { page } = browser;
    await askWhy(page, 'lodash');
    const answer = await page.locator('main').innerText();
    expect(answer).toContain('lodash');
    expect(answer).toMatch(/\bways?\b/i);
  });

  test('all of it by keyboard: the table takes the arrow keys, the inspector follows', async () => {
    const { page } = browser;
    await showView(page, 'Components');
    const grid = page.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('Home');
    const first = await page.getByRole('complementary').last().innerText();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.getByRole('complementary').last().innerText()).not.toBe(first);
  });

  test('the browser reported no broken rule and no error', () => {
    expect(browser.complaints).toEqual([]);
  });

  test('nothing was requested from anywhere', () => {
    expect(outside.requests()).toEqual([]);
    expect(browser.requested).toEqual([]);
  });
});

describeCorpus('how it looks', () => {
  const settings = [
    { name: '1280-light', width: 1280, height: 860, dark: false },
    { name: '1280-dark', width: 1280, height: 860, dark: true },
    { name: '2560-light', width: 2560, height: 1440, dark: false },
    { name: '2560-dark', width: 2560, height: 1440, dark: true },
  ];

  describe.each(settings)('$name', ({ name, ...setting }) => {
    let browser: Browser;

    beforeAll(async () => {
      // axe is a script of its own, which the policy would rightly stop.
      browser = await openLoupe({ ...setting, bypassCSP: true });
    });
    afterAll(() => browser.close());

    test('no view has a serious fault of accessibility', async () => {
      const { page } = browser;
      const faults: Record<string, readonly string[]> = {};
      const look = async (view: string): Promise<void> => {
        await page.mouse.move(0, 0);
        await screenshot(page, `${view}-${name}`);
        faults[view] = await seriousFaults(page);
      };
      await look('first');
      await choose(page, IMAGE);
      for (const view of ['Overview', 'Components', 'Files', 'Not read', 'Report']) {
        await showView(page, view);
        await look(view.toLowerCase().replace(' ', '-'));
      }
      await askWhy(page, 'lodash');
      await look('graph');
      expect(Object.entries(faults).filter(([, found]) => found.length > 0)).toEqual([]);
    });
  });
});

/** Finds a package in the table by its exact name and asks why it is there. */
async function askWhy(page: Page, name: string): Promise<void> {
  await showView(page, 'Components');
  await page.locator('main [data-search]').fill(name);
  await page
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
    .first()
    .click();
  await page.getByRole('button', { name: 'Why is it here' }).click();
  await page.locator('main').getByText(name, { exact: true }).first().waitFor();
}

async function seriousFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    );
}
