import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpusBytes, corpusPath, describeCorpus } from '../corpus.ts';
import { sbomOf } from '../fixtures/edited-sbom.ts';
import { fullCyclonedx, poorCyclonedx } from '../fixtures/profiles/cyclonedx.ts';
import { inspectFiles } from '../inspect.ts';
import { choose, screenshot, showView } from './case-page.ts';
import { answered, type Browser, openLoupe } from './chromium.ts';
import { axeFaults, inThemes, THEMES } from './looks.ts';

const IMAGE = corpusPath('container', 'lite.oci-gzip.tar');
let folder: string;
const fileOf = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-documents-'));
  writeFileSync(fileOf('full.cdx.json'), JSON.stringify(fullCyclonedx()));
  writeFileSync(fileOf('poor.cdx.json'), JSON.stringify(poorCyclonedx()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pageOf = (page: Page, name: string) =>
  page.getByRole('group', { name: 'What is shown' }).getByRole('button', { name });

/** Text of every row of the table in sight, in order, once the rows are those that were asked for last. */
async function rowsOf(page: Page, table: string): Promise<readonly string[]> {
  const grid = page.getByRole('grid', { name: table });
  await grid.getByRole('row').nth(1).waitFor();
  await answered(page);
  const rows = await grid.getByRole('row').allInnerTexts();
  return rows.slice(1).map((row) => row.replace(/\s+/g, ' ').trim());
}

describe('an SBOM alone', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openLoupe({ bypassCSP: true });
    await choose(browser.page, fileOf('poor.cdx.json'));
    await showView(browser.page, 'Documents');
  });
  afterAll(() => browser.close());

  test('says what it is, and what it does not say', async () => {
    const main = browser.page.locator('main');
    await main.getByText('It states 3 components').waitFor();
    const text = await main.innerText();
    expect(text).toContain('CycloneDX 1.6 (JSON)');
    expect(text).toContain('What it does not say');
    expect(text).toContain('who made it');
    expect(text).toContain('1 relation to something that it does not hold');
  });

  test('goes through a profile rule by rule, to the components that do not meet it and how to mend them', async () => {
    const { page } = browser;
    await pageOf(page, 'Profiles').click();
    await page.getByRole('button', { name: 'NTIA 2021' }).click();
    await answered(page);
    const rule = page.locator('[data-rule="N1"]');
    expect((await rule.innerText()).replace(/\s+/g, ' ')).toContain('Supplier name must 1 of 3 not met');
    await rule.getByRole('button').first().press('Enter');
    await rule.getByText('Name the supplier of each component.').waitFor();
    expect(await rowsOf(page, '2 components do not meet it')).toEqual([
      expect.stringContaining('/metadata/component'),
      expect.stringContaining('/components/0'),
    ]);
    expect(await page.locator('main .proven').count()).toBe(0);
    expect(await axeFaults(page, 'serious')).toEqual([]);
  });

  test('says why nothing is held against an artifact', async () => {
    const { page } = browser;
    await pageOf(page, 'Against the artifact').click();
    await page.getByText('There is no artifact to hold it against').waitFor();
    expect(browser.complaints).toEqual([]);
    expect(browser.requested).toEqual([]);
  });
});

describeCorpus('an edited SBOM with its image', () => {
  const SETTINGS = [
    { width: 1280, height: 860 },
    { width: 2560, height: 1440 },
  ] as const;

  beforeAll(async () => {
    const { model } = await inspectFiles([
      { name: 'lite.oci-gzip.tar', bytes: corpusBytes('container', 'lite.oci-gzip.tar') },
    ]);
    const edits = {
      remove: 'pkg:npm/ms@2.0.0',
      add: 'pkg:npm/ghost@1.0.0',
      change: { purl: 'pkg:npm/lodash@4.17.20', version: '4.17.21' },
    };
    writeFileSync(fileOf('lite.cdx.json'), JSON.stringify(sbomOf(model, edits)));
    writeFileSync(fileOf('lite-before.cdx.json'), JSON.stringify(sbomOf(model, {}, { version: '0' })));
  }, 120_000);

  test('exactly the three edits, in the sentence and in the rows, at every width', async () => {
    const browser = await openLoupe({ ...SETTINGS[0], bypassCSP: true });
    const { page } = browser;
    const atEvery = async (look: (width: number) => Promise<void>) => {
      for (const size of SETTINGS) {
        await page.setViewportSize(size);
        await answered(page);
        await look(size.width);
      }
    };
    await choose(page, IMAGE, fileOf('lite.cdx.json'));
    await showView(page, 'Documents');
    await page.locator('main').getByText('is only in the document').waitFor();
    await atEvery(async (width) => {
      const sentence = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
      expect(sentence).toContain(
        '1 disagrees with it, 1 is only in the document and 1 is only in the artifact.',
      );
      expect(await page.getByRole('heading', { name: 'What it does not say' }).count()).toBe(1);
      await inThemes(page, THEMES, (theme) => screenshot(page, `documents-says-${width}-${theme}`));
    });

    await pageOf(page, 'Against the artifact').click();
    await atEvery(async (width) => {
      await expect
        .poll(async () => (await rowsOf(page, 'Against the artifact')).slice(0, 4))
        .toEqual([
          expect.stringMatching(/disagree lodash 4\.17\.21 4\.17\.20 npm/),
          expect.stringMatching(/only claimed ghost 1\.0\.0 npm/),
          expect.stringMatching(/not listed ms 2\.0\.0 npm/),
          expect.stringMatching(/in both /),
        ]);
      await inThemes(page, THEMES, async (theme) => {
        await screenshot(page, `documents-artifact-${width}-${theme}`);
        expect(await axeFaults(page, 'serious')).toEqual([]);
      });
    });

    await page.locator('main').getByRole('link', { name: '1', exact: true }).first().click();
    await atEvery(async () => {
      await expect.poll(async () => (await rowsOf(page, 'Against the artifact')).length).toBe(1);
    });

    await pageOf(page, 'Profiles').click();
    await page.locator('[data-rule="C26-10"] button').first().click();
    await atEvery(async (width) => {
      await inThemes(page, THEMES, async (theme) => {
        await screenshot(page, `documents-profiles-${width}-${theme}`);
        expect(await axeFaults(page, 'serious')).toEqual([]);
      });
    });
    expect(browser.complaints).toEqual([]);
    await browser.close();
  });

  test('compares two documents, and either with the image', async () => {
    const browser = await openLoupe({ bypassCSP: true });
    const { page } = browser;
    await choose(page, IMAGE, fileOf('lite.cdx.json'), fileOf('lite-before.cdx.json'));
    await showView(page, 'Compare');
    const select = page.locator('main select');
    const pick = async (which: number, file: string) => {
      const option = page.locator('main select').nth(which).locator('option').filter({ hasText: file });
      await select.nth(which).selectOption((await option.first().getAttribute('value')) ?? '');
    };
    await pick(0, 'lite-before.cdx.json');
    await pick(1, 'lite.cdx.json');
    await page.locator('main').getByText('From the first to the second').waitFor();
    // The rows of the sides before stay until those of the new ones are there.
    const rows = async () => (await rowsOf(page, 'Compare')).slice(0, 4);
    await expect
      .poll(rows, { timeout: 20_000 })
      .toEqual([
        expect.stringMatching(/changed example\.org\/corpus\/lite 0 1/),
        expect.stringMatching(/changed lodash 4\.17\.20 4\.17\.21 npm/),
        expect.stringMatching(/only in the first ms 2\.0\.0/),
        expect.stringMatching(/only in the second ghost 1\.0\.0/),
      ]);
    await screenshot(page, 'compare-1280-light');
    expect(await axeFaults(page, 'serious')).toEqual([]);
    await page.getByRole('button', { name: 'Swap' }).click();
    await expect
      .poll(async () => (await rowsOf(page, 'Compare')).slice(2, 4))
      .toEqual([
        expect.stringMatching(/only in the first ghost/),
        expect.stringMatching(/only in the second ms/),
      ]);
    expect(browser.complaints).toEqual([]);
    await browser.close();
  });
});
