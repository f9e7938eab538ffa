// Runs before anything is installed: node: built-ins only.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Brings the checkout to where the tools can run: a Node that is new enough, and the locked dependencies. */
export function setUp() {
  checkNode();
  if (dependenciesInstalled()) return;
  say('Installing the dependencies of package-lock.json ...');
  run(npm(), ['ci', '--no-audit', '--no-fund'], 'npm could not install the dependencies');
}

/** Runs a command with its output shown; ends this process with one line when it fails. */
export function run([command, ...first], args, complaint, options = {}) {
  const { status, error } = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
  });
  if (error || status !== 0) fail(`${complaint} (${error ? error.message : `exit status ${status}`}).`);
}

export function say(line) {
  console.log(`\n== ${line}`);
}

/** @returns {never} */
export function fail(line) {
  console.error(`\n${line}`);
  process.exit(1);
}

/** The npm that runs this script, or the one on the path. */
function npm() {
  const running = process.env.npm_execpath;
  if (running?.endsWith('.js') && existsSync(running)) return [process.execPath, running];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(
    `Loupe is built with Node 20.19 or newer; this is Node ${process.versions.node}. Install a newer one and try again.`,
  );
}

/** npm leaves a copy of what it installed in node_modules: every locked package must be there in that version. */
function dependenciesInstalled() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  );
}

function packagesOf(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : {};
}
