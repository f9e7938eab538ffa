import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import type { Verdict } from '../../src/core/model/check.ts';
import { sampleFiles } from '../fixtures/sample-case.ts';
import type { TestFile } from '../inspect.ts';
import { drop, screenshot, showView, startAnew, useAll } from './case-page.ts';
import { answered, type Browser, openLoupe } from './chromium.ts';
import { atSizes, axeFaults, inThemes, overhang, THEMES } from './looks.ts';

const OPENPGP = `-----BEGIN PGP SIGNATURE-----

iQEzBAABCAAdFiEEAAAAAAAAAAAAAAAAAAAAAAAAAAAFAmZ0AAAACgkQAAAAAAAA
=AAAA
-----END PGP SIGNATURE-----
`;

interface Scene {
  readonly verdict: Verdict;
  readonly files: () => readonly TestFile[];
  /** The user says "use it" to all that came with it. */
  readonly use: boolean;
}

const SCENES: readonly Scene[] = [
  { verdict: 'verified', files: () => sampleFiles('two-releases'), use: true },
  { verdict: 'failed', files: () => sampleFiles('tampered-statement'), use: true },
  { verdict: 'undated', files: () => sampleFiles('undated'), use: true },
  { verdict: 'unsigned', files: () => sampleFiles('unsigned'), use: false },
  { verdict: 'unknown-root', files: () => sampleFiles('release'), use: false },
  {
    verdict: 'unsupported',
    files: () => [
      ...sampleFiles('release').slice(0, 1),
      { name: 'tide-1.4.0.tgz.asc', bytes: encodeUtf8(OPENPGP) },
    ],
    use: false,
  },
];

const SETTINGS = [
  { width: 1280, height: 2400, themes: THEMES },
  { width: 2560, height: 1440, themes: THEMES },
  { width: 400, height: 2400, themes: ['light'] },
] as const;

describe('every verdict, in every width and theme', () => {
  let browser: Browser;

  beforeAll(async () => {
    // axe is a script of its own, which the policy would rightly stop.
    browser = await openLoupe({ ...SETTINGS[0], bypassCSP: true });
  });
  afterAll(() => browser.close());

  async function looksRight(what: string, { verdict }: Scene): Promise<void> {
    const { page } = browser;
    await atSizes(page, SETTINGS, ({ width, themes }) =>
      inThemes(page, themes, async (theme) => {
        await page.mouse.move(0, 0);
        await screenshot(page, `${what}-${verdict}-${width}-${theme}`);
        expect(await axeFaults(page)).toEqual([]);
        expect(await overhang(page)).toBe(0);
      }),
    );
  }

  test.each(SCENES)('$verdict: axe finds nothing, and nothing hangs over the side', async (scene) => {
    const { page } = browser;
    await startAnew(page);
    await drop(page, scene.files());
    await showView(page, 'Trust');
    if (scene.use) await useAll(page);
    await page.locator(`[data-verdict="${scene.verdict}"]`).waitFor();
    await looksRight('verdict', scene);
    await page.getByRole('button', { name: '15 questions', exact: true }).click();
    await page.locator('[data-question="conclusion"]').waitFor();
    await answered(page);
    expect(await page.locator('[data-question]').count()).toBe(15);
    await looksRight('questions', scene);
  });
});
