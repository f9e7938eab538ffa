import { buildIfStale } from './build.mjs';
import { fail, root, setUp } from './setup.mjs';

if (process.argv.length > 2) fail('Usage: npm run measure:precision');

setUp();
buildIfStale();
const { runnerImport } = await import('vite');
const { module } = await runnerImport('./test/precision/main.ts', { configFile: false, root });
process.exitCode = await module.measurePrecision();
