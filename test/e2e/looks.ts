import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { answered } from './chromium.ts';

export type Theme = 'light' | 'dark';
export const THEMES: readonly Theme[] = ['light', 'dark'];

/**
 * Does something in each theme with what the page shows, once it shows all it asked for, and which stays as it is; the
 * first comes last, and stays.
 */
export async function inThemes(
  page: Page,
  themes: readonly Theme[],
  look: (theme: Theme) => Promise<void>,
): Promise<void> {
  await answered(page);
  for (const theme of themes.toReversed()) {
    await page.emulateMedia({ colorScheme: theme });
    await settled(page);
    await look(theme);
  }
}

/** Does something at each size of the window with what the page shows; the first comes last, and stays. */
export async function atSizes<Size extends { readonly width: number; readonly height: number }>(
  page: Page,
  sizes: readonly Size[],
  look: (size: Size) => Promise<void>,
): Promise<void> {
  for (const size of sizes.toReversed()) {
    await page.setViewportSize({ width: size.width, height: size.height });
    await look(size);
  }
}

/** Longer than any fade of the page takes. */
const FADED = 2000;

/** Colors that fade have come to what they are to be. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async (faded) => {
    await new Promise(requestAnimationFrame);
    // In a closed panel they stand still, and never end.
    const shown = document
      .getAnimations()
      .filter(({ effect }) => effect instanceof KeyframeEffect && effect.target?.checkVisibility() === true);
    // What is hidden meanwhile stands still too, without being ended: the wait has one.
    const longest = new Promise((resolve) => setTimeout(resolve, faded));
    await Promise.race([longest, Promise.allSettled(shown.map(({ finished }) => finished))]);
  }, FADED);
}

/**
 * What axe finds, in the page alone: it has no frames, for which axe would open a page more each time. What passes is
 * not asked for, and a page that holds axe already is not given it again: both take longer than the search itself.
 */
export async function axeFaults(page: Page, least: 'any' | 'serious' = 'any'): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => Reflect.has(window, 'axe'));
  const { violations } = await new AxeBuilder({ page, ...(isThere ? { axeSource: ' ' } : {}) })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze();
  return violations
    .filter(({ impact }) => least === 'any' || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
    );
}

/** How far the page is wider than its window, in pixels. */
export async function overhang(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
}
