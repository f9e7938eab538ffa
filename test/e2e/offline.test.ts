import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, BUILT_URL, openChromium } from './chromium.ts';
import { type CountingServer, startCountingServer } from './counting-server.ts';
import { LEAKS, type Leak, type Outside } from './leaks.ts';
import { type OpenCopy, openCopy } from './open-copy.ts';

/** An attempt that succeeds arrives within this time; one that is late is caught by the last test. */
const SETTLE = 300;

describe('the delivered file lets nothing out, and the same attempt without its defences is seen', () => {
  let seen: CountingServer;
  let never: CountingServer;
  let browser: Browser;
  let open: OpenCopy;

  beforeAll(async () => {
    [seen, never] = await Promise.all([startCountingServer(), startCountingServer()]);
    browser = await openChromium();
    open = openCopy();
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all([seen.close(), never.close()]);
    open.remove();
  });

  for (const leak of LEAKS) {
    test(leak.name, async () => {
      seen.reset();
      await attempt(browser, leak, open.url, seen, () => expect.poll(seen.hits).not.toEqual([]));
      await attempt(browser, leak, BUILT_URL, never, () => wait(SETTLE));
      expect(never.hits()).toEqual([]);
    });
  }

  test('nothing arrived late', async () => {
    await wait(2000);
    expect(never.hits()).toEqual([]);
  });
});

/** Makes one attempt in a fresh page that was just clicked: browsers allow more then. */
async function attempt(
  { context }: Browser,
  leak: Leak,
  url: string,
  { host, datagrams }: Outside,
  settled: () => PromiseLike<unknown>,
): Promise<void> {
  const page = await context.newPage();
  await page.goto(url);
  await page.mouse.click(2, 2);
  const outside = { host, datagrams };
  const tried =
    typeof leak.run === 'string'
      ? page.evaluate(leak.run.replaceAll('HOST', host))
      : page.evaluate<unknown, Outside>(leak.run, outside);
  await tried.catch(() => undefined);
  await settled();
  for (const opened of context.pages().slice(1)) await opened.close();
}
