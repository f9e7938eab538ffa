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
    await firefox.until(`return document.documentElement.dataset.state === 'empty'`, 60);
    outside.reset();
    await firefox.setFiles('input[type=file][multiple]', [corpusPath('container', 'lite.oci-gzip.tar')]);
    await firefox.until(`return document.documentElement.dataset.state === 'done'`, 60);
    await firefox.until(`return document.body.innerText.includes('208')`, 60);
    expect(outside.requests()).toEqual([]);
  });

  test('the guard lets the page go from view to view', async () => {
    await firefox.run(`document.querySelector('nav a[href^="#components"]').click()`);
    await firefox.until(
      `return document.querySelector('[role=grid]')?.innerText.includes('@angular/core') === true`,
      60,
    );
    expect(await firefox.run('return location.hash')).toMatch(/^#components/);
  });

  const planted: Readonly<Record<string, (url: string) => string>> = {
    image: (url) => `new Image().src = '${url}'`,
    fetch: (url) => `fetch('${url}', { mode: 'no-cors' }).catch(() => {})`,
    navigation: (url) => `location.href = '${url}'`,
  };

  for (const [name, body] of Object.entries(planted)) {
    test(`a planted ${name} is stopped, and seen where nothing stops it`, async () => {
      await firefox.navigate(BUILT_URL);
      outside.reset();
      await firefox.run(body('http://stopped.example/planted')).catch(() => undefined);
      await firefox.until(`return document.documentElement.dataset.state === 'empty'`, 60);

      await firefox.navigate(open.url);
      await firefox.run(body('http://seen.example/planted')).catch(() => undefined);
      await expect
        .poll(outside.requests)
        .toEqual(expect.arrayContaining([expect.stringContaining('seen.example')]));
      // What was tried before, and would have gone the same way, has not arrived by now.
      expect(outside.requests().filter((request) => !request.includes('seen.example'))).toEqual([]);
    });
  }
});
