import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser, howToGet } from '../../scripts/browsers.mjs';

/** The delivered file, as a user opens it by double-click. */
export const BUILT_FILE = resolve(import.meta.dirname, '../../dist/loupe.html');
export const BUILT_URL = pathToFileURL(BUILT_FILE).href;

export interface Settings {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** Only for axe, which is not part of the page. */
  readonly bypassCSP?: boolean;
  /** Sends every request to any host there, loopback too. */
  readonly proxy?: string;
  /** Sends this host name to loopback: a plain http host, where the browser withholds WebCrypto. */
  readonly host?: string;
}

/** A browser of its own with a fresh profile; `close` removes both. */
export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Broken rules of the page's policy, uncaught errors and errors on the console, as they happened. */
  readonly complaints: readonly string[];
  /** Addresses that pages and workers asked for, less files and what they hold themselves. */
  readonly requested: readonly string[];
  close(): Promise<void>;
}

export async function openChromium(settings: Settings = {}): Promise<Browser> {
  const executablePath = findBrowser('chromium');
  if (executablePath === undefined) throw new Error(howToGet('chromium'));
  const profile = mkdtempSync(join(tmpdir(), 'loupe-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: settings.width ?? 1280, height: settings.height ?? 860 },
    colorScheme: settings.dark === true ? 'dark' : 'light',
    bypassCSP: settings.bypassCSP ?? false,
    ...(settings.proxy === undefined ? {} : { proxy: { server: settings.proxy, bypass: '<-loopback>' } }),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(settings.host === undefined ? [] : [`--host-resolver-rules=MAP ${settings.host} 127.0.0.1`]),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  const requested: string[] = [];
  context.on('request', (request) => {
    if (!/^(?:file|blob|data):/.test(request.url())) requested.push(request.url());
  });
  return {
    context,
    page,
    complaints,
    requested,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Opens the delivered file and waits until the page says what state it is in. */
export async function openLoupe(settings: Settings = {}, url = BUILT_URL): Promise<Browser> {
  if (!existsSync(BUILT_FILE)) throw new Error('dist/loupe.html is not there: npm run build');
  const browser = await openChromium(settings);
  await browser.page.goto(url);
  await stateIs(browser.page, 'empty');
  return browser;
}

export type State = 'empty' | 'working' | 'done' | 'unsupported';

export async function stateIs(page: Page, state: State, timeout = 60_000): Promise<void> {
  await page.waitForFunction((wanted) => document.documentElement.dataset.state === wanted, state, {
    timeout,
  });
}

/** Longer than a slow machine takes to answer what a view asks. */
const ANSWERED = 60_000;

/**
 * Waits until nothing is under way, no question is open, and the page has been drawn a few times without asking
 * another: what it shows now is what it is going to show.
 */
export async function answered(page: Page): Promise<void> {
  const open = await page.evaluate(async (longest) => {
    const { documentElement: html } = document;
    const isStill = (): boolean => html.dataset.state !== 'working' && html.dataset.asking === undefined;
    const end = performance.now() + longest;
    for (let still = 0; still < 3; still = isStill() ? still + 1 : 0) {
      if (performance.now() > end) return JSON.stringify(html.dataset);
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    }
    return undefined;
  }, ANSWERED);
  if (open !== undefined) throw new Error(`the page is not done after ${ANSWERED} ms: ${open}`);
}
