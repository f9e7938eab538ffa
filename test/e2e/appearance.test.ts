import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpusPath, describeCorpus } from '../corpus.ts';
import { askWhy, choose, screenshot, showView } from './case-page.ts';
import { type Browser, openLoupe } from './chromium.ts';
import { atSizes, axeFaults, inThemes, overhang, THEMES, type Theme } from './looks.ts';

/** The pictures that stand beside the design reference are left in `test-output/screenshots`. */
interface Setting {
  readonly width: number;
  readonly height: number;
  readonly themes: readonly Theme[];
  readonly axe: boolean;
}

const WIDE: readonly Setting[] = [
  { width: 1280, height: 860, themes: THEMES, axe: true },
  { width: 2560, height: 1440, themes: THEMES, axe: false },
];
/** By itself: here the page is gone through otherwise. */
const NARROW: readonly Setting[] = [{ width: 400, height: 800, themes: ['light'], axe: false }];

const IMAGE = corpusPath('container', 'lite.oci-gzip.tar');

describeCorpus('how every view looks', () => {
  describe.each([
    { what: 'on a desk', sizes: WIDE },
    { what: 'in a hand', sizes: NARROW },
  ])('$what', ({ sizes }) => {
    let browser: Browser;

    beforeAll(async () => {
      // axe is a script of its own, which the policy would rightly stop.
      browser = await openLoupe({ ...sizes[0], bypassCSP: sizes.some(({ axe }) => axe) });
    });
    afterAll(() => browser.close());

    test('nothing hangs over the side, and axe finds no serious fault', async () => {
      const { page } = browser;
      const faults: string[] = [];
      const look = (view: string) =>
        atSizes(page, sizes, ({ width, themes, axe }) =>
          inThemes(page, themes, async (theme) => {
            await page.mouse.move(0, 0);
            await screenshot(page, `${view}-${width}-${theme}`);
            const over = await overhang(page);
            const found = [
              ...(over > 0 ? [`the page is ${over} px wider than its window`] : []),
              ...(axe ? await axeFaults(page, 'serious') : []),
            ];
            faults.push(...found.map((fault) => `${view} at ${width}, ${theme}: ${fault}`));
          }),
        );
      await look('first');
      await choose(page, IMAGE);
      for (const view of ['Overview', 'Components', 'Files', 'Not read', 'Report']) {
        await showView(page, view);
        await look(view.toLowerCase().replace(' ', '-'));
      }
      await askWhy(page, 'lodash');
      await look('graph');
      expect(faults).toEqual([]);
    });
  });
});
