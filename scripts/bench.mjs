import { findOrInstallBrowser, howToGet } from './browsers.mjs';
import { buildIfStale } from './build.mjs';
import { fail, root, setUp } from './setup.mjs';

const [option, value, ...rest] = process.argv.slice(2);
const rounds = option === undefined ? 5 : Number(value);
if (
  (option !== undefined && option !== '--rounds') ||
  rest.length > 0 ||
  !Number.isInteger(rounds) ||
  rounds < 1
)
  fail('Usage: npm run bench [-- --rounds NUMBER]');
if (process.platform !== 'linux') fail('The bench reads /proc: it runs on Linux only.');

setUp();
buildIfStale();
const chromium = findOrInstallBrowser('chromium');
if (chromium === undefined) fail(howToGet('chromium'));
process.env.CHROMIUM = chromium;

const { runnerImport } = await import('vite');
const { module } = await runnerImport('./test/bench/main.ts', { configFile: false, root });
await module.bench(rounds);
