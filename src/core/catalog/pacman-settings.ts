import type { Tree } from '../image/tree.ts';
import type { Reading } from '../model/reading.ts';
import { matchesPattern } from './dpkg-files.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { statementsIn } from './script-lines.ts';
import type { CatalogFile, FileReading } from './types.ts';

export const PACMAN_SETTINGS = 'etc/pacman.conf';
/** Field under which `read` hands on what is no package. */
const LEFT_OUT = 'left-out';
const MOST_PATTERNS = 1000;

/** What pacman is told not to install, or not to overwrite (pacman.conf(5), NoExtract and NoUpgrade). */
export function readPacmanSettings(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  let count = 0;
  for (const { text, pointer } of statementsIn(file.bytes)) {
    const [, patterns = ''] = /^No(?:Extract|Upgrade)[ \t]*=(.*)$/.exec(text) ?? [];
    for (const pattern of patterns.split(/[ \t]+/))
      if (pattern !== '' && ++count <= MOST_PATTERNS)
        out.fact(PACMAN_SETTINGS, LEFT_OUT, pattern, { pointer });
  }
  return out.done();
}

/** Tells the paths that need not be as a package has them. Of several patterns the last that fits counts; `!` takes one back. */
export function leftOut(tree: Tree, readings: readonly FileReading[]): (path: string) => boolean {
  const patterns = readings
    .filter(({ path, layer }) => path === PACMAN_SETTINGS && tree.fate(path, layer)?.state === 'present')
    .flatMap(({ reading }) => reading.facts)
    .flatMap(({ field, value }) => (field === LEFT_OUT && typeof value === 'string' ? [value] : []))
    .map((text) => (text.startsWith('!') ? { text: text.slice(1), is: false } : { text, is: true }));
  if (patterns.length === 0) return () => false;
  return (path) => patterns.findLast(({ text }) => matchesPattern(text, path))?.is === true;
}
