import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { DIST } from './built-page.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What a build reads. No `.git`: a build from a source archive is the same build. */
const SOURCES = [
  'build',
  'index.html',
  'package.json',
  'package-lock.json',
  'scripts',
  'src',
  'test/fixtures',
  'tsconfig.json',
  'vite.cli.config.ts',
  'vite.config.ts',
  'workers',
];

test('two clean builds in two places give the same bytes', async () => {
  const places = [
    mkdtempSync(join(tmpdir(), 'loupe-build-')),
    mkdtempSync(join(tmpdir(), 'loupe-rebuild-in-a-longer-path-')),
  ];
  try {
    for (const place of places) {
      for (const source of SOURCES.filter((name) => existsSync(join(ROOT, name))))
        cpSync(join(ROOT, source), join(place, source), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules'), join(place, 'node_modules'), 'junction');
    }
    await Promise.all(places.map((cwd) => run(process.execPath, ['scripts/build.mjs'], { cwd })));
    for (const file of ['loupe.html', 'index.html', '_headers', 'LICENSES.txt', 'cli.js']) {
      const [one, other] = places.map((place) => readFileSync(join(place, 'dist', file), 'utf8'));
      expect(one === other, `${file} of two builds`).toBe(true);
      expect(one === readFileSync(join(DIST, file), 'utf8'), `${file} of dist/ and of a clean build`).toBe(
        true,
      );
      for (const place of [...places, ROOT]) expect(one?.includes(place), `${place} in ${file}`).toBe(false);
    }
  } finally {
    for (const place of places) rmSync(place, { recursive: true, force: true });
  }
});
