import { openLoupe, stateIs } from '../e2e/chromium.ts';
import { processTree } from './process-tree.ts';
import type { Round } from './round.ts';

export interface PageRound extends Round {
  /** CPU time of the renderer alone: page and workers, without the browser that reads the file for them. */
  readonly rendererCpuSeconds: number;
  readonly peakBytes: number;
  readonly longestTaskMs: number;
  readonly firstRowMs: number;
}

/** Drops a layer on the delivered file in a fresh Chromium, and waits until all is read and hashed. */
export async function readInPage(path: string): Promise<PageRound> {
  const browser = await openLoupe();
  try {
    const { page } = browser;
    const before = cpu();
    await page.evaluate(watch);
    await page.locator('input[type=file][multiple]').setInputFiles(path);
    await stateIs(page, 'done', 900_000);
    const figures: Figures = await page.evaluate(() => Reflect.get(window, 'figures'));
    const after = cpu();
    const renderers = chromium().filter(({ command }) => command.includes('--type=renderer'));
    return {
      wallSeconds: figures.wallMs / 1000,
      cpuSeconds: after.all - before.all,
      rendererCpuSeconds: after.renderers - before.renderers,
      peakBytes: Math.max(...renderers.map(({ peakBytes }) => peakBytes)),
      longestTaskMs: figures.longestTaskMs,
      firstRowMs: figures.firstRowMs,
    };
  } finally {
    await browser.close();
  }
}

interface Figures {
  wallMs: number;
  longestTaskMs: number;
  firstRowMs: number;
}

function chromium(): ReturnType<typeof processTree> {
  return processTree(process.pid).filter(({ command }) => command.includes('chrom'));
}

function cpu(): { readonly all: number; readonly renderers: number } {
  const sum = (processes: ReturnType<typeof processTree>): number =>
    processes.reduce((total, { cpuSeconds }) => total + cpuSeconds, 0);
  const all = chromium();
  return { all: sum(all), renderers: sum(all.filter(({ command }) => command.includes('--type=renderer'))) };
}

/** Runs in the page: counts from the moment the page is handed the file. */
function watch(): void {
  const figures: Figures = { wallMs: Number.NaN, longestTaskMs: 0, firstRowMs: Number.NaN };
  Reflect.set(window, 'figures', figures);
  let start = Number.NaN;
  document.addEventListener(
    'change',
    () => {
      start = performance.now();
    },
    { capture: true, once: true },
  );
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries())
      if (startTime >= start && Number.isNaN(figures.wallMs))
        figures.longestTaskMs = Math.max(figures.longestTaskMs, duration);
  }).observe({ type: 'longtask' });
  const observer = new MutationObserver(() => {
    const now = performance.now();
    if (Number.isNaN(figures.firstRowMs) && document.querySelector('[role=row], [role=treeitem]') !== null)
      figures.firstRowMs = now - start;
    if (now > start && document.documentElement.dataset.state === 'done') {
      figures.wallMs = now - start;
      observer.disconnect();
    }
  });
  observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true });
}
