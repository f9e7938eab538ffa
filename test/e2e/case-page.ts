import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { stateIs } from './chromium.ts';

const SCREENSHOTS = resolve(import.meta.dirname, '../../test-output/screenshots');

/** Gives files to the page through its one file input, and waits until all work is over. */
export async function choose(page: Page, ...files: readonly string[]): Promise<void> {
  await give(page, ...files);
  await stateIs(page, 'done');
}

/** Gives files to the page and returns as soon as it works on them. */
export async function give(page: Page, ...files: readonly string[]): Promise<void> {
  await page.locator('input[type=file][multiple]').setInputFiles([...files]);
}

/** Drops bytes made by the test on the page, as a drag from a file manager does. */
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
}

export function fileOf(path: string): { readonly name: string; readonly bytes: Uint8Array } {
  return { name: basename(path), bytes: readFileSync(path) };
}

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
