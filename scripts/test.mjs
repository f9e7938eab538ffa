import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findOrInstallBrowser, howToGet } from './browsers.mjs';
import { fail, root, say, setUp } from './setup.mjs';
import { findOrInstallTools } from './tools.mjs';

const results = join(root, 'test-output');

setUp();

const chromium = findOrInstallBrowser('chromium');
if (chromium === undefined) fail(howToGet('chromium'));
const firefox = findOrInstallBrowser('firefox');
if (firefox === undefined) console.warn(`\n*** ${howToGet('firefox')} The Firefox test is SKIPPED. ***`);
const lacking = findOrInstallTools();
if (lacking.length > 0)
  console.warn(
    `\n*** Not installed: ${lacking.join(', ')} (Debian, Ubuntu: apt-get install ${lacking.join(' ')}). The tests against these tools are SKIPPED. ***`,
  );
const env = { ...process.env, CHROMIUM: chromium, ...(firefox === undefined ? {} : { FIREFOX: firefox }) };

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const steps = [
  ['types', ['typescript/bin/tsc', '--noEmit']],
  [
    'types of components',
    ['svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
  ],
  ['style', ['@biomejs/biome/bin/biome', 'check', '--error-on-warnings']],
  ['unit and corpus tests', vitest('unit')],
  ['build', undefined],
  ['tests of the build, in real browsers', vitest('e2e')],
];

const failed = [];
for (const [title, command] of steps) {
  say(title);
  const began = Date.now();
  const [script, ...args] = command ?? [];
  const file = script === undefined ? join(root, 'scripts/build.mjs') : join(root, 'node_modules', script);
  const { status } = spawnSync(process.execPath, [file, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  console.log(
    `== ${title}: ${status === 0 ? 'ok' : 'FAILED'}, ${((Date.now() - began) / 1000).toFixed(1)} s`,
  );
  if (status !== 0) failed.push(title);
}

const total = ['unit', 'e2e'].map(countsOf).reduce((a, b) => a.map((n, i) => n + b[i]), [0, 0, 0]);
const [passed, failures, skipped] = total;
if (failed.length > 0) console.log(`\nFailed: ${failed.join('; ')}.`);
console.log(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed.length > 0 || passed === 0 ? 1 : 0;

function vitest(project) {
  return [
    'vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportOf(project)}`,
  ];
}

function reportOf(project) {
  return join(results, `${project}.json`);
}

/** Passed, failed and skipped tests; a file that could not be loaded at all counts as one failure. */
function countsOf(project) {
  try {
    const report = JSON.parse(readFileSync(reportOf(project), 'utf8'));
    const unloaded = report.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    ).length;
    return [
      report.numPassedTests,
      report.numFailedTests + unloaded,
      report.numPendingTests + report.numTodoTests,
    ];
  } catch {
    return [0, 1, 0];
  }
}
