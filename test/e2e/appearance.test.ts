import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpusPath, describeCorpus } from '../corpus.ts';
import { askWhy, choose, screenshot, showView } from './case-page.ts';
import { type Browser, openLoupe } from './chromium.ts';

/** The pictures that stand beside the design reference are left in `test-output/screenshots`. */
const SETTINGS = [
  { name: '1280-light', width: 1280, height: 860, dark: false, axe: true },
  { name: '1280-dark', width: 1280, height: 860, dark: true, axe: true },
  { name: '2560-light', width: 2560, height: 1440, dark: false, axe: false },
  { name: '2560-dark', width: 2560, height: 1440, dark: true, axe: false },
  { name: '400-light', width: 400, height: 800, dark: false, axe: false },
];

const IMAGE = corpusPath('container', 'lite.oci-gzip.tar');

describeCorpus('how every view looks', () => {
  describe.each(SETTINGS)('$name', ({ name, axe, ...setting }) => {
    let browser: Browser;

    beforeAll(async () => {
      // axe is a script of its own, which the policy would rightly stop.
      browser = await openLoupe({ ...setting, bypassCSP: axe });
    });
    afterAll(() => browser.close());

    test(`nothing hangs over the side${axe ? ', and axe finds no serious fault' : ''}`, async () => {
      const { page } = browser;
      const faults: string[] = [];
      const look = async (view: string): Promise<void> => {
        await page.mouse.move(0, 0);
        await screenshot(page, `${view}-${name}`);
        const found = [...(await overhang(page)), ...(axe ? await seriousFaults(page) : [])];
        faults.push(...found.map((fault) => `${view}: ${fault}`));
      };
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

async function overhang(page: Page): Promise<readonly string[]> {
  const [wide, window] = await page.evaluate(
    () => [document.documentElement.scrollWidth, innerWidth] as const,
  );
  return wide > window ? [`the page is ${wide} px wide in a window of ${window} px`] : [];
}

async function seriousFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    );
}
