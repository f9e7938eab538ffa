import { readFileSync } from 'node:fs';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { file, tar } from '../fixtures/tar.ts';
import { drop, showView } from './case-page.ts';
import { type Browser, openLoupe } from './chromium.ts';

const SCRIPT = '#!/bin/sh\necho this ran\n';

describe('a file of a dropped archive', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openLoupe();
    const archive = tar([file('run.sh', SCRIPT, { mode: 0o755 }), file('gnp.\u202etxt.exe', 'MZ')]);
    await drop(browser.page, [{ name: 'files.tar', bytes: archive }]);
    await showView(browser.page, 'Files');
  });
  afterAll(() => browser.close());

  test('is shown as text', async () => {
    const { page } = browser;
    await page.getByRole('row').filter({ hasText: 'run.sh' }).click();
    await page.getByRole('region', { name: 'Preview' }).getByText('echo this ran').waitFor();
  });

  test('is saved under a neutral name, its bytes as they were', async () => {
    const { name, bytes } = await save(browser.page, 'Under a neutral name');
    expect(name).toMatch(/^loupe-[0-9a-f]{16}\.bin$/);
    expect(new TextDecoder().decode(bytes)).toBe(SCRIPT);
  });

  test('is saved in a zip that opens with the word of the trade', async () => {
    const { name, bytes } = await save(browser.page, 'In an encrypted zip');
    expect(name).toMatch(/^loupe-[0-9a-f]{16}\.zip$/);
    expect(new TextDecoder('latin1').decode(bytes)).not.toContain('echo this ran');
    const [entry] = await new ZipReader(new Uint8ArrayReader(bytes), { password: 'infected' }).getEntries();
    if (entry === undefined || entry.directory) throw new Error('the zip holds no file');
    expect(entry.filename).toMatch(/^loupe-[0-9a-f]{16}\.bin$/);
    expect(new TextDecoder().decode(await entry.getData(new Uint8ArrayWriter()))).toBe(SCRIPT);
  });

  test('with a name that would read backwards is shown escaped', async () => {
    const { page } = browser;
    const text = await page.locator('main').innerText();
    expect(text).toContain('gnp.\\u202etxt.exe');
    expect(text).not.toContain('\u202e');
  });
});

async function save(page: Page, how: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByRole('button', { name: 'Save' }).click();
  const [download]: [Download, unknown] = await Promise.all([
    page.waitForEvent('download'),
    preview.getByText(how).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: new Uint8Array(readFileSync(await download.path())) };
}
