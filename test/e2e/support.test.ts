import { expect, test } from 'vitest';
import { BUILT_URL, openChromium, stateIs } from './chromium.ts';

test.each([
  ['WebAssembly', 'WebAssembly'],
  ['Worker', 'Web Workers'],
  ['DecompressionStream', 'DecompressionStream'],
  ['structuredClone', 'structuredClone'],
])(
  'a browser without %s is told so on the first screen, and nothing else is shown',
  async (missing, named) => {
    const browser = await openChromium();
    try {
      await browser.page.addInitScript((name) => Reflect.deleteProperty(window, name), missing);
      await browser.page.goto(BUILT_URL);
      await stateIs(browser.page, 'unsupported');
      await browser.page.getByRole('alert').waitFor();
      const text = await browser.page.locator('body').innerText();
      expect(text.split('\n').filter((line) => line !== '')).toEqual([
        'This browser cannot run Loupe.',
        `It lacks ${named}.`,
        expect.stringMatching(
          /^Chromium, .* Firefox .* Safari .* can\. Nothing was read and nothing was sent\.$/,
        ),
      ]);
    } finally {
      await browser.close();
    }
  },
);
