import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, howToGet } from '../../scripts/browsers.mjs';
import { corpusPath, hasCorpus } from '../corpus.ts';
import { BUILT_URL } from './chromium.ts';
import { type CountingServer, startCountingServer } from './counting-server.ts';
import { Firefox } from './firefox.ts';
import { type OpenCopy, openCopy } from './open-copy.ts';

const program = findBrowser('firefox');
if (program === undefined) console.warn(`\n*** ${howToGet('firefox')} The Firefox test is SKIPPED. ***\n`);

describe.skipIf(program === undefined || !hasCorpus)('in a stock Firefox, by file://', () => {
  let outside: CountingServer;
  let firefox: Firefox;
  let open: OpenCopy;

  beforeAll(async () => {
    outside = await startCountingServer();
    const [host = '', port] = outside.host.split(':');
    firefox = await Firefox.open(program ?? '', { host, port: Number(port) });
    open = openCopy();
  });

  afterAll(async () => {
    await firefox.close();
    await outside.close();
    open.remove();
  });

  test('a dropped image shows its packages, and nothing was requested', async () => {
    await firefox.navigate(BUILT_URL);
    await firefox.until(`return document.documentElement.dataset.state === 'empty'`, 30);
    outside.reset();
    await firefox.setFiles('input[type=file][multiple]', [corpusPath('container', 'lite.oci-gzip.tar')]);
    await firefox.until(`return document.documentElement.dataset.state === 'done'`, 60);
    await firefox.until(`return document.body.innerText.includes('208')`, 10);
    expect(outside.requests()).toEqual([]);
  });

  test('the guard lets the page go from view to view', async () => {
    await firefox.run(`document.querySelector('nav a[href^="#components"]').click()`);
    await firefox.until(
      `return document.querySelector('[role=grid]')?.innerText.includes('@angular/core') === true`,
      10,
    );
    expect(await firefox.run('return location.hash')).toMatch(/^#components/);
  });

  const planted: Readonly<Record<string, string>> = {
    image: `new Image().src = 'http://loupe.example/planted'`,
    fetch: `fetch('http://loupe.example/planted', { mode: 'no-cors' }).catch(() => {})`,
    navigation: `location.href = 'http://loupe.example/planted'`,
  };

  for (const [name, body] of Object.entries(planted)) {
    test(`a planted ${name} is stopped, and seen where nothing stops it`, async () => {
      await firefox.navigate(BUILT_URL);
      outside.reset();
      await firefox.run(body).catch(() => undefined);
      await firefox.until(`return document.documentElement.dataset.state === 'empty'`, 30);
      expect(outside.requests()).toEqual([]);

      await firefox.navigate(open.url);
      await firefox.run(body).catch(() => undefined);
      await expect
        .poll(outside.requests, { timeout: 10_000 })
        .toEqual(expect.arrayContaining([expect.stringContaining('loupe.example')]));
    });
  }
});
