import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { answered, stateIs } from './chromium.ts';

const SCREENSHOTS = resolve(import.meta.dirname, '../../test-output/screenshots');

/** Gives files to the page through its one file input, and waits until all work is over and shown. */
export async function choose(page: Page, ...files: readonly string[]): Promise<void> {
  await give(page, ...files);
  await stateIs(page, 'done');
  await answered(page);
}

/** Gives files to the page and returns as soon as it works on them. */
export async function give(page: Page, ...files: readonly string[]): Promise<void> {
  await page.locator('input[type=file][multiple]').setInputFiles([...files]);
}

/**
 * Drops bytes made by the test on the page, as a drag from a file manager does, and waits until all work is over and
 * shown.
 */
export async function drop(
  page: Page,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  const portable = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, base64 } of given)
      data.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name));
    return data;
  }, portable);
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
  await stateIs(page, 'done');
  await answered(page);
}

export function fileOf(path: string): { readonly name: string; readonly bytes: Uint8Array } {
  return { name: basename(path), bytes: readFileSync(path) };
}

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** Goes to a view by the link in the bar, as a user does, and waits until it shows what it asked for. */
export async function showView(page: Page, name: string): Promise<void> {
  const link = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name });
  await link.click();
  await link.and(page.locator('[aria-current]')).waitFor();
  await answered(page);
}

/** Says "use it" of all that waits for it in the Trust view, one after the other. */
export async function useAll(page: Page): Promise<void> {
  await showView(page, 'Trust');
  for (;;) {
    const next = page.getByRole('button', { name: /^Use .*, SHA-256/ }).first();
    if ((await next.count()) === 0) return;
    await next.click();
    await answered(page);
  }
}

/** Opens the page again: an empty case, in the view that comes first. */
export async function startAnew(page: Page): Promise<void> {
  const [url = ''] = page.url().split('#');
  // Between two addresses that differ behind the # alone nothing is loaded, and an address is written with delay.
  await page.goto('about:blank');
  await page.goto(url);
  await stateIs(page, 'empty');
}

/** Finds a package in the table by its exact name and asks why it is there. */
export async function askWhy(page: Page, name: string): Promise<void> {
  await showView(page, 'Components');
  await page.locator('main [data-search]').fill(name);
  await page
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
    .first()
    .click();
  await page.getByRole('button', { name: 'Why is it here' }).click();
  await page.locator('main').getByText(name, { exact: true }).first().waitFor();
  await answered(page);
}

/** The report, saved from its view as a user does. */
export async function reportOf(page: Page): Promise<Report> {
  await showView(page, 'Report');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('main').getByRole('button', { name: /save/i }).first().click(),
  ]);
  const report: Report = JSON.parse(readFileSync(await download.path(), 'utf8'));
  return report;
}

/** The part of `loupe.report/1` that these tests read. */
export interface Report {
  readonly schema: string;
  readonly evaluatedAt: unknown;
  readonly sources: readonly {
    readonly id: string;
    readonly parent?: string | null;
    readonly path: string;
    readonly name: string;
    readonly kind: string;
    readonly notFullyInspected: boolean;
    readonly digests?: { readonly sha256?: string };
  }[];
  readonly images: readonly {
    readonly ladder: readonly { readonly rung: string; readonly status: string }[];
  }[];
  readonly components: readonly {
    readonly name: string;
    readonly purl?: string | null;
    readonly data: readonly { readonly state: string; readonly why?: string }[];
    readonly occurrences: readonly { readonly path: string; readonly state: string }[];
  }[];
  readonly attestations: readonly {
    readonly verdict: string;
    readonly expected: string;
    readonly about: readonly { readonly digest: string }[];
    readonly checks: readonly { readonly id: string; readonly status: string }[];
  }[];
  readonly diagnostics: readonly {
    readonly source: string;
    readonly entry?: string | null;
    readonly offset?: number | null;
    readonly code: string;
    readonly severity: string;
    readonly message: string;
  }[];
}
