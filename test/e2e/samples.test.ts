import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportOf, screenshot, showView } from './case-page.ts';
import { answered, type Browser, openLoupe, stateIs } from './chromium.ts';

describe('the samples, each in one click', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openLoupe();
  });
  afterAll(() => browser.close());

  async function load(title: string): Promise<ReturnType<typeof reportOf>> {
    const { page } = browser;
    await page.reload();
    await stateIs(page, 'empty');
    await page.getByRole('button', { name: title, exact: true }).click();
    await stateIs(page, 'done');
    await answered(page);
    await screenshot(page, `sample-${title.toLowerCase().replaceAll(/\W+/g, '-')}`);
    return reportOf(page);
  }

  test('a small image: read in whole, every rung holds, one package removed by the last layer', async () => {
    const report = await load('A small image');
    expect(report.sources.filter(({ notFullyInspected }) => notFullyInspected)).toEqual([]);
    expect(rungs(report, 'fail')).toEqual([]);
    expect(places(report, 'pkg:npm/old-dates@0.9.7')).toEqual(['removed']);
    expect(places(report, 'pkg:npm/moon-phase@1.4.3')).toEqual(['present']);
    expect(report.components.filter(({ purl }) => purl?.startsWith('pkg:deb/') === true)).toHaveLength(11);
    expect(report.components.filter(({ purl }) => purl?.startsWith('pkg:pypi/') === true)).toHaveLength(2);
  });

  test('the same image, altered: the last layer is not the one the manifest names', async () => {
    const report = await load('The same image, altered');
    expect(rungs(report, 'fail')).toEqual(expect.arrayContaining(['blob']));
  });

  test('the same image, cut off: what was read stays, and the rest is named', async () => {
    const report = await load('The same image, cut off');
    expect(report.components.length).toBeGreaterThan(5);
    expect(report.sources.some(({ notFullyInspected }) => notFullyInspected)).toBe(true);
    expect(report.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    await showView(browser.page, 'Documents');
    await browser.page.getByText('a document may be among what was not').waitFor();
  });

  test('a signed release: proven in two more clicks, each of which names what it accepts by digest', async () => {
    const { page } = browser;
    const before = await load('A signed release');
    expect(before.attestations.map(({ verdict }) => verdict)).toEqual(['unknown-root']);
    await showView(page, 'Trust');
    expect(await page.locator('.proven').count()).toBe(0);
    for (const name of ['DEMO-trusted-root.json', 'DEMO-policy.json']) {
      await page.getByRole('button', { name: new RegExp(`^Use ${name}, SHA-256 [0-9a-f]{64}$`) }).click();
      await answered(page);
    }
    await page.locator('[data-verdict="verified"]').waitFor();
    await page.getByText('The demo root of the samples is in force.').waitFor();
    const after = await reportOf(page);
    expect(after.attestations).toMatchObject([{ verdict: 'verified', expected: 'met' }]);
  });

  test('the browser reported no broken rule and no error', () => {
    expect(browser.complaints).toEqual([]);
  });
});

type Report = Awaited<ReturnType<typeof reportOf>>;

function rungs({ images }: Report, status: string): readonly string[] {
  return images.flatMap(({ ladder }) =>
    ladder.filter((rung) => rung.status === status).map(({ rung }) => rung),
  );
}

function places({ components }: Report, purl: string): readonly string[] {
  return components
    .filter((one) => one.purl === purl)
    .flatMap(({ occurrences }) => occurrences.map(({ state }) => state));
}
