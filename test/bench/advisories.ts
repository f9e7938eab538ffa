import { loadavg } from 'node:os';
import { build } from 'vite';
import { wasmAsBytes } from '../../build/wasm-as-bytes.ts';
import { openChromium } from '../e2e/chromium.ts';
import type { AdvisoryFigures } from './advisory-page.ts';
import { npmZip, packageName, RECORDS } from './advisory-zip.ts';
import { processTree } from './process-tree.ts';

/** Packages looked up at once: 600 that some record names, 400 that none does. */
const ASKED = [
  ...Array.from({ length: 600 }, (_, i) => packageName(i * 351)),
  ...Array.from({ length: 400 }, (_, i) => `unheard-of-${i}`),
];

/** Imports advisories at the scale of npm in Chromium and searches them, and prints the figures beside the goals. */
export async function benchAdvisories(): Promise<void> {
  const path = npmZip();
  const browser = await openChromium();
  try {
    const { page } = browser;
    await page.setContent('<input type="file">');
    await page.evaluate(await engine());
    await page.setInputFiles('input', path);
    const before = renderer();
    const seconds: number = await page.evaluate(() => {
      const file = document.querySelector('input')?.files?.[0];
      return Reflect.get(window, 'advisoryBench').importFile(file);
    });
    const peak = renderer();
    const ask = () =>
      page.evaluate(
        ([names, took]): Promise<AdvisoryFigures> => Reflect.get(window, 'advisoryBench').search(names, took),
        [ASKED, seconds] as const,
      );
    const first = await ask();
    console.log(`  load ${loadavg()[0]?.toFixed(1)}`);
    console.log(
      `  ${first.records.toLocaleString('en-US')} of ${RECORDS.toLocaleString('en-US')} records, complete: ${first.complete}; import ${seconds.toFixed(1)} s; ${first.hits} hits`,
    );
    goal('index, MB', first.indexBytes / 1e6, 10);
    goal('import, peak memory of the renderer, MB', peak / 1e6, 200);
    goal('import, the same less the empty page before it, MB', (peak - before) / 1e6, 200);
    goal('open, ms', first.openMs, 100);
    goal('1,000 lookups, first time, ms', first.lookUpMs, 200);
    goal('1,000 lookups, second time, ms', (await ask()).lookUpMs, 200);
  } finally {
    await browser.close();
  }
}

/** The engine's part that is measured, as one script. */
async function engine(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [wasmAsBytes()],
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: 'test/bench/advisory-page.ts', formats: ['iife'], name: 'advisories' },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  const chunk = first !== undefined && 'output' in first ? first.output[0] : undefined;
  if (chunk === undefined) throw new Error('nothing was built');
  return chunk.code;
}

function renderer(): number {
  const renderers = processTree(process.pid).filter(({ command }) => command.includes('--type=renderer'));
  return Math.max(...renderers.map(({ peakBytes }) => peakBytes));
}

function goal(what: string, value: number, bound: number): void {
  console.log(`  ${value <= bound ? 'met   ' : 'MISSED'}  ${what}: ${value.toFixed(1)} (<= ${bound})`);
}
