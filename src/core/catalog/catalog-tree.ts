import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import type { Tree } from '../image/tree.ts';
import type { Reading } from '../model/reading.ts';
import { distroOf } from './os-release.ts';
import { type Cataloged, markOwned } from './ownership.ts';
import { catalogers } from './registry.ts';
import { resolveByFate } from './resolve-default.ts';
import type { FileReading } from './types.ts';

/**
 * What the catalogers found in a tree, given what each of its files gave: every cataloger resolved, in the order of the
 * registry, and packages marked that a system package owns. Refs are made unique over all by `ID:` before them.
 * `diagnostics` hold what resolving has to say; those of the files are in `readings`. `archive` is the file name of the
 * archive whose tree this is; some formats name a package nowhere else.
 */
export function catalogTree(
  tree: Tree,
  readings: readonly FileReading[],
  limits: Limits = DEFAULT_LIMITS,
  archive?: string,
): readonly Cataloged[] {
  const distro = distroOf(tree, readings);
  const context = { distro, limits, ...(archive === undefined ? {} : { archive }) };
  const cataloged: Cataloged[] = [];
  for (const cataloger of catalogers) {
    const mine = readings.filter((file) => file.cataloger === cataloger.id);
    if (mine.length === 0) continue;
    const reading = cataloger.resolve?.(tree, mine, context) ?? resolveByFate(tree, mine);
    cataloged.push({
      cataloger: cataloger.id,
      ownsSystem: cataloger.ownsSystem === true,
      reading: prefixed(reading, `${cataloger.id}:`),
    });
  }
  return markOwned(tree, cataloged);
}

function prefixed(reading: Reading, prefix: string): Reading {
  return {
    ...reading,
    found: reading.found.map((found) => ({ ...found, ref: prefix + found.ref })),
    relations: reading.relations.map((one) => ({ ...one, from: prefix + one.from, to: prefix + one.to })),
    facts: reading.facts.map((fact) => ({ ...fact, subject: prefix + fact.subject })),
    requires: reading.requires.map((one) => ({ ...one, from: prefix + one.from })),
    owns: reading.owns.map((one) => ({ ...one, owner: prefix + one.owner })),
  };
}
