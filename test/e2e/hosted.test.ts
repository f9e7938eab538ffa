import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../../scripts/serve.mjs';
import { DIST } from '../build/built-page.ts';
import { answered, type Browser, openLoupe, stateIs } from './chromium.ts';

describe('served with the headers of dist/_headers', () => {
  let server: Awaited<ReturnType<typeof serve>>;
  let browser: Browser;

  beforeAll(async () => {
    server = await serve(DIST, 0);
    browser = await openLoupe({}, server.url);
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  test('is isolated from other pages, and its policy comes with the response', async () => {
    expect(await browser.page.evaluate(() => crossOriginIsolated)).toBe(true);
    const response = await fetch(server.url);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await fetch(new URL('/cli.js', server.url))).status).toBe(404);
  });

  test('a sample loads in one click, and nothing more is requested', async () => {
    const { page } = browser;
    await page.getByRole('button', { name: 'A small image' }).first().click();
    await stateIs(page, 'done');
    await answered(page);
    const text = await page.locator('main').innerText();
    expect(text).toContain('tide:1.0.0');
    expect(browser.requested).toEqual([server.url]);
    expect(browser.complaints).toEqual([]);
  });
});
