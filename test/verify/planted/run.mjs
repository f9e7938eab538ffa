/**
 * Plants each bug of `bugs.mjs` in a copy of the source and runs the verifier's tests on it. Every bug must turn at least
 * one test red. Usage: `node test/verify/planted/run.mjs [WORD]`, where WORD picks the bugs whose name holds it.
 */
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BUGS } from './bugs.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The quick ones, in two rounds: most bugs show in the first. The slow ones only repeat on more files what these say. */
const ROUNDS = [
  ['sigstore', 'keyed', 'expectations'],
  ['log', 'trust', 'tuf', 'hostile'],
].map((names) => names.map((name) => `test/verify/${name}.test.ts`));

const CONFIG = `import { defineConfig } from 'vitest/config';
export default defineConfig({
  test: { include: ['test/verify/*.test.ts'], isolate: false, fileParallelism: false, pool: 'threads', testTimeout: 30000 },
});
`;

const began = Date.now();
const bugs = BUGS.filter(({ name }) => name.includes(process.argv[2] ?? ''));
const work = mkdtempSync(join(tmpdir(), 'loupe-planted-'));
const survivors = [];
try {
  const clean = copyOf('clean');
  const control = await run(clean, ROUNDS.flat());
  if (!control.green) throw new Error(`the tests are not green without any bug:\n${control.output}`);
  const lanes = Math.max(1, Math.min(4, availableParallelism()));
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number, lanes)));
} finally {
  rmSync(work, { recursive: true, force: true });
}
const seconds = ((Date.now() - began) / 1000).toFixed(0);
console.log(
  `${bugs.length - survivors.length} of ${bugs.length} planted bugs turned a test red, in ${seconds} s`,
);
for (const name of survivors) console.log(`  SURVIVED: ${name}`);
process.exitCode = survivors.length === 0 ? 0 : 1;

async function lane(number, lanes) {
  const folder = copyOf(`lane-${number}`);
  for (let i = number; i < bugs.length; i += lanes) {
    const { name, file, find, put } = bugs[i];
    const path = join(folder, file);
    const source = readFileSync(path, 'utf8');
    if (source.split(find).length !== 2)
      throw new Error(`"${name}": its place in ${file} is not there exactly once`);
    writeFileSync(
      path,
      source.replace(find, () => put),
    );
    let result = await run(folder, ROUNDS[0]);
    if (!result.red) result = await run(folder, ROUNDS[1]);
    const { red, first } = result;
    writeFileSync(path, source);
    console.log(`${red ? 'red     ' : 'SURVIVED'}  ${name}${red ? `  (${first})` : ''}`);
    if (!red) survivors.push(name);
  }
}

/** A checkout with its own copy of what bugs are planted in; all else is linked. The corpus lies beside it, as always. */
function copyOf(name) {
  const beside = join(work, name);
  const folder = join(beside, 'main');
  mkdirSync(folder, { recursive: true });
  cpSync(join(ROOT, 'src/core'), join(folder, 'src/core'), { recursive: true });
  for (const part of ['verify', 'fixtures'])
    cpSync(join(ROOT, 'test', part), join(folder, 'test', part), { recursive: true });
  cpSync(join(ROOT, 'test/corpus.ts'), join(folder, 'test/corpus.ts'));
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  writeFileSync(join(folder, 'vitest.config.ts'), CONFIG);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  if (existsSync(join(ROOT, '../shared'))) symlinkSync(resolve(ROOT, '../shared'), join(beside, 'shared'));
  return folder;
}

/** Runs the tests until one fails. */
function run(folder, tests) {
  return new Promise((done) => {
    const args = [
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--bail=1',
      '--no-color',
      '--reporter=dot',
      ...tests,
    ];
    const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    child.on('close', (code) => {
      const first = /FAIL\s+(.*)/.exec(output)?.[1]?.split(' > ').slice(-1)[0] ?? 'no test ran';
      // A run that could not start proves nothing.
      done({ green: code === 0, red: code !== 0 && /Tests .*failed/.test(output), first, output });
    });
  });
}
