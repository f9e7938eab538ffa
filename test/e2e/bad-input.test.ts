import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { corpusPath, describeCorpus } from '../corpus.ts';
import { give, type Report, reportOf, showView } from './case-page.ts';
import { type Browser, openLoupe, stateIs } from './chromium.ts';
import { type CountingServer, startCountingServer } from './counting-server.ts';

interface Vector {
  readonly path: string;
  readonly expect: string;
}

/** Vectors that a reader must stumble over: it has to say so. */
const MUST_SAY = new Set(['error', 'limit', 'partial']);
/** A map of 100,000 empty fragments in 0.8 MB: below the limit of a PAX record, and read in whole. */
const READ_IN_WHOLE = 'pax-sparse-manymap.tar';

describeCorpus('hostile archives, all dropped at once', () => {
  let outside: CountingServer;
  let browser: Browser;
  let report: Report;
  let longestGap: number;
  let vectors: readonly Vector[];

  beforeAll(async () => {
    vectors = archives();
    outside = await startCountingServer();
    browser = await openLoupe({ proxy: outside.proxy });
    outside.reset();
    const { page } = browser;
    await page.evaluate(watchGaps);
    await give(page, ...vectors.map(({ path }) => path));
    await stateIs(page, 'done', 240_000);
    longestGap = await page.evaluate(() => Number(Reflect.get(window, 'longestGap')));
    report = await reportOf(page);
  }, 300_000);

  afterAll(async () => {
    await browser.close();
    await outside.close();
  });

  test('the page stayed alive all the while', () => {
    expect(longestGap).toBeLessThan(1000);
    expect(browser.complaints).toEqual([]);
  });

  test('each that cannot be read in whole has a diagnostic', () => {
    const silent = vectors.filter(
      ({ path, expect: expected }) =>
        MUST_SAY.has(expected) && basename(path) !== READ_IN_WHOLE && !isSpokenOf(report, basename(path)),
    );
    expect(silent.map(({ path }) => join(basename(dirname(path)), basename(path)))).toEqual([]);
  });

  test('every error tells the entry or the byte', () => {
    const vague = report.diagnostics.filter(
      ({ severity, entry, offset }) =>
        severity === 'error' && (entry ?? undefined) === undefined && (offset ?? undefined) === undefined,
    );
    expect(vague).toEqual([]);
  });

  test('names that are markup or script stayed text', async () => {
    const { page } = browser;
    for (const view of ['Overview', 'Components', 'Files', 'Findings', 'Not read', 'Report']) {
      await showView(page, view);
      expect(await page.evaluate(() => Reflect.get(window, '__pwned')), view).toBeUndefined();
      expect(await page.locator('a[href]:not([href^="#"]):not([href^="blob:"])').count(), view).toBe(0);
    }
  });

  test('nothing was requested', () => {
    expect(outside.requests()).toEqual([]);
    expect(browser.requested).toEqual([]);
  });
});

function archives(): readonly Vector[] {
  const all: readonly Vector[] = JSON.parse(
    readFileSync(corpusPath('hostile', 'gen', 'manifest.json'), 'utf8'),
  );
  return all
    .filter(({ path }) => /^gen\/(?:tar|zip|bomb)\//.test(path))
    .map((vector) => ({ ...vector, path: corpusPath('hostile', vector.path) }));
}

/** Whether anything is said of a dropped file or of what is in it. */
function isSpokenOf({ sources, diagnostics }: Report, name: string): boolean {
  const family = new Set(
    sources
      .filter((source) => (source.parent ?? undefined) === undefined && source.name === name)
      .map(({ id }) => id),
  );
  for (let grown = 0; grown < family.size; ) {
    grown = family.size;
    for (const { id, parent } of sources)
      if (typeof parent === 'string' && family.has(parent)) family.add(id);
  }
  return diagnostics.some(({ source }) => family.has(source));
}

/** The longest time in which the page answered nothing. */
function watchGaps(): void {
  let last = performance.now();
  Reflect.set(window, 'longestGap', 0);
  setInterval(() => {
    const now = performance.now();
    Reflect.set(window, 'longestGap', Math.max(Number(Reflect.get(window, 'longestGap')), now - last));
    last = now;
  }, 10);
}
