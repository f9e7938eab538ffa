import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run, say, setUp } from './setup.mjs';

const SOURCES = [
  'src',
  'workers',
  'build',
  'test/fixtures',
  'index.html',
  'package-lock.json',
  'vite.config.ts',
  'vite.cli.config.ts',
];
const BUILT = ['dist/loupe.html', 'dist/index.html', 'dist/_headers', 'dist/LICENSES.txt', 'dist/cli.js'];

/** Builds the page and the command line, and prints what came of it. */
export function build() {
  say('Building dist/ ...');
  const vite = [process.execPath, join(root, 'node_modules/vite/bin/vite.js'), 'build'];
  // What the caller's environment says must not make it another build.
  const options = { env: { ...process.env, NODE_ENV: 'production' } };
  run(vite, [], 'The page could not be built', options);
  run(vite, ['--config', 'vite.cli.config.ts'], 'The command line could not be built', options);
  for (const file of BUILT)
    console.log(`${file}  ${statSync(join(root, file)).size.toLocaleString('en-US')} bytes`);
}

export function buildIfStale() {
  if (Math.max(...SOURCES.map(newest)) > Math.min(...BUILT.map(modified))) build();
}

function newest(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(join(root, path)).map((name) => newest(join(path, name))));
}

function modified(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  setUp();
  build();
}
