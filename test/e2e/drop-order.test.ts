import { afterAll, beforeAll, expect, test } from 'vitest';
import { corpusPath, describeCorpus } from '../corpus.ts';
import { choose, reportOf } from './case-page.ts';
import { type Browser, openLoupe, stateIs } from './chromium.ts';

const FILES = ['lodash-4.17.20.tgz', 'hello-zstd.deb', 'requests-2.28.1-py3-none-any.whl'].map((name) =>
  corpusPath('container', 'plain', name),
);

describeCorpus('the order of drops', () => {
  let browser: Browser;
  let together: string;

  beforeAll(async () => {
    browser = await openLoupe();
    together = await reportAfter([FILES]);
  });
  afterAll(() => browser.close());

  /** The report, less the moment it was made, after each group was dropped and read. */
  async function reportAfter(groups: readonly (readonly string[])[]): Promise<string> {
    const { page } = browser;
    await page.reload();
    await stateIs(page, 'empty');
    for (const group of groups) await choose(page, ...group);
    return JSON.stringify({ ...(await reportOf(page)), evaluatedAt: null }, null, 1);
  }

  test.each(permutations(FILES.map((_, i) => i)))(
    'one by one as %i, %i, %i: the same report',
    async (...order) => {
      expect(await reportAfter(order.map((i) => FILES.slice(i, i + 1)))).toBe(together);
    },
  );

  test('a file dropped twice adds nothing', async () => {
    const [first = ''] = FILES;
    expect(await reportAfter([FILES, [first]])).toBe(together);
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
