import { afterAll, beforeAll, expect, test } from 'vitest';
import { corpusPath, describeCorpus } from '../corpus.ts';
import { askWhy, choose, showView } from './case-page.ts';
import { answered, type Browser, openLoupe } from './chromium.ts';
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
    await answered(page);
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
