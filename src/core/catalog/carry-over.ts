import { groupBy } from '../base/group.ts';
import type { Tree } from '../image/tree.ts';
import { reading as makeReading } from '../model/reading.ts';
import type { FileReading } from './types.ts';

/** A version of a database that was not read, though the one before it was. */
export interface Unread {
  readonly path: string;
  /** The layer whose version was read last, and the one that replaces it. */
  readonly layer: number;
  readonly by: number;
}

/**
 * Completes the readings of databases that every layer rewrites: a version that was read in part, or not at all, keeps
 * the packages of the version before it that it does not list. What was not seen to be removed is not called removed.
 */
export function carryOver(
  tree: Tree,
  readings: readonly FileReading[],
): { readonly files: readonly FileReading[]; readonly unread: readonly Unread[] } {
  const files: FileReading[] = [];
  const unread: Unread[] = [];
  for (const versions of groupBy(readings, ({ path }) => path).values()) {
    let before: FileReading | undefined;
    for (const version of [...versions].sort((a, b) => a.layer - b.layer)) {
      const whole = before === undefined || wasReadWhole(version) ? version : completed(version, before);
      files.push(whole);
      before = whole;
    }
    const fate = before && tree.fate(before.path, before.layer);
    if (before === undefined || fate?.state !== 'replaced') continue;
    unread.push({ path: before.path, layer: before.layer, by: fate.by });
    files.push({ ...before, layer: fate.by, reading: { ...before.reading, diagnostics: [] } });
  }
  return { files, unread };
}

/** A file may be read whole and still not say everything: only a fault means that something was not read. */
function wasReadWhole({ reading }: FileReading): boolean {
  return reading.diagnostics.every(({ severity }) => severity !== 'error');
}

function completed(version: FileReading, before: FileReading): FileReading {
  const { reading } = version;
  const listed = new Set(reading.found.map(({ ref }) => ref));
  const missing = before.reading;
  return {
    ...version,
    reading: makeReading({
      ...reading,
      found: [...reading.found, ...missing.found.filter(({ ref }) => !listed.has(ref))],
      facts: [...reading.facts, ...missing.facts.filter(({ subject }) => !listed.has(subject))],
      requires: [...reading.requires, ...missing.requires.filter(({ from }) => !listed.has(from))],
      owns: [...reading.owns, ...missing.owns.filter(({ owner }) => !listed.has(owner))],
    }),
  };
}
