import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpusPath, describeCorpus } from '../corpus.ts';
import { askWhy, choose, screenshot, showView } from './case-page.ts';
import { type Browser, openLoupe } from './chromium.ts';
import { axeFaults, inThemes, overhang, THEMES } from './looks.ts';

/** The pictures that stand beside the design reference are left in `test-output/screenshots`. */
const SETTINGS = [
  { width: 1280, height: 860, themes: THEMES, axe: true },
  { width: 2560, height: 1440, themes: THEMES, axe: false },
  { width: 400, height: 800, themes: ['light'], axe: false },
] as const;

const IMAGE = corpusPath('container', 'lite.oci-gzip.tar');

describeCorpus('how every view looks', () => {
  describe.each(SETTINGS)('at $width', ({ axe, themes, ...setting }) => {
    let browser: Browser;

    beforeAll(async () => {
      // axe is a script of its own, which the policy would rightly stop.
      browser = await openLoupe({ ...setting, bypassCSP: axe });
    });
    afterAll(() => browser.close());

    test(`nothing hangs over the side${axe ? ', and axe finds no serious fault' : ''}`, async () => {
      const { page } = browser;
      const faults: string[] = [];
      const look = (view: string) =>
        inThemes(page, themes, async (theme) => {
          await page.mouse.move(0, 0);
          await screenshot(page, `${view}-${setting.width}-${theme}`);
          const over = await overhang(page);
          const found = [
            ...(over > 0 ? [`the page is ${over} px wider than its window`] : []),
            ...(axe ? await axeFaults(page, 'serious') : []),
          ];
          faults.push(...found.map((fault) => `${view}, ${theme}: ${fault}`));
        });
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
