import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, BUILT_URL, openChromium, stateIs } from './chromium.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());

test.each([
  ['WebAssembly', 'WebAssembly'],
  ['Worker', 'Web Workers'],
  ['DecompressionStream', 'DecompressionStream'],
  ['structuredClone', 'structuredClone'],
])(
  'a browser without %s is told so on the first screen, and nothing else is shown',
  async (missing, named) => {
    const page = await browser.context.newPage();
    await page.addInitScript((name) => Reflect.deleteProperty(window, name), missing);
    await page.goto(BUILT_URL);
    await stateIs(page, 'unsupported');
    await page.getByRole('alert').waitFor();
    const text = await page.locator('body').innerText();
    expect(text.split('\n').filter((line) => line !== '')).toEqual([
      'This browser cannot run Loupe.',
      `It lacks ${named}.`,
      expect.stringMatching(
        /^Chromium, .* Firefox .* Safari .* can\. Nothing was read and nothing was sent\.$/,
      ),
    ]);
    await page.close();
  },
);
