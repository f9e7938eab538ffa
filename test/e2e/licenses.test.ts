import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { licensedImage } from '../fixtures/licensed.ts';
import { drop, screenshot, showView } from './case-page.ts';
import { answered, type Browser, openLoupe } from './chromium.ts';
import { axeFaults } from './looks.ts';

const LINK = 'urn:cdx:411dafd2-c29f-491a-97d7-e97de5bc2289/1';

const document = (more: object) =>
  new TextEncoder().encode(
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...more }),
  );

describe('license texts in the page', () => {
  let browser: Browser;
  const main = () => browser.page.locator('main');

  beforeAll(async () => {
    browser = await openLoupe();
    await drop(browser.page, [
      { name: 'a.tar', bytes: licensedImage() },
      {
        name: 'whole.json',
        bytes: document({
          components: [{ type: 'library', name: 'part', externalReferences: [{ type: 'bom', url: LINK }] }],
        }),
      },
    ]);
  });

  afterAll(async () => {
    await browser.close();
  });

  test('a component tells how its text stands to what it declares, and leads to the file', async () => {
    const { page } = browser;
    await showView(page, 'Components');
    await main().locator('[data-search]').fill('disagreeing');
    await page.getByRole('row').filter({ hasText: 'disagreeing' }).first().click();
    const drawer = page.locator('section').filter({ hasText: 'Licence texts' }).last();
    await drawer.getByText('the text is another licence').waitFor();
    await answered(page);
    const text = (await drawer.innerText()).replace(/\s+/g, ' ');
    expect(text).toContain('None of the texts in its files is what it declares.');
    expect(text).toContain('Declared: Apache-2.0.');
    expect(text).toContain('Holds the text of GPL-3.0-only or GPL-3.0-or-later, line 6. 446 other words.');
    await screenshot(page, 'license-texts');
    expect(await axeFaults(page, 'serious')).toEqual([]);
    await drawer.getByText('app/node_modules/disagreeing/LICENSE').click();
    await main().getByText('GNU GENERAL PUBLIC LICENSE').first().waitFor();
  });

  test('NOTICES are read from the dropped file again and saved', async () => {
    const { page } = browser;
    await showView(page, 'Report');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      main().getByRole('button', { name: 'Licence notices' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('NOTICES.txt');
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toMatch(/^NOTICES\n\nFound in: a\.tar, whole\.json\n/);
    expect(text).toContain('Copyright (c) Ann Roe');
  });

  test('a document says of another one that it names what became of it, and with it dropped, that it is here', async () => {
    const { page } = browser;
    await showView(page, 'Documents');
    await main().getByText('not dropped').first().waitFor();
    const serialNumber = `urn:uuid:${LINK.slice(8, -2)}`;
    await drop(page, [
      {
        name: 'part.json',
        bytes: document({ serialNumber, metadata: { component: { type: 'library', name: 'part' } } }),
      },
    ]);
    await main()
      .getByRole('button', { name: 'whole.json' })
      .or(main().getByText('whole.json').first())
      .first()
      .click();
    await main().getByText('in this case', { exact: true }).first().waitFor();
    expect(browser.complaints).toEqual([]);
    expect(browser.requested).toEqual([]);
  });
});
