import type { Tree } from '../image/tree.ts';
import type { Found, Reading, RelationOf, Requirement } from '../model/reading.ts';
import { resolveByFate } from './resolve-default.ts';
import type { FileReading } from './types.ts';

/** Versions of one name that lie side by side are few; beyond this nobody could tell which is meant. */
const MOST_VERSIONS = 8;

/**
 * Turns requirements into edges to the present components of the name asked for. Where several versions lie side by
 * side, which one is used is decided when the program runs: edges lead to all of them. What nothing satisfies stays a
 * requirement.
 */
export function satisfyByName(
  found: readonly Found[],
  requires: readonly Requirement[],
): { readonly relations: readonly RelationOf[]; readonly requires: readonly Requirement[] } {
  const byName = new Map<string, Found[]>();
  for (const one of found) {
    if (one.place.state !== 'present') continue;
    const versions = byName.get(one.name);
    if (versions === undefined) byName.set(one.name, [one]);
    else if (versions.length < MOST_VERSIONS) versions.push(one);
  }
  const relations: RelationOf[] = [];
  const unmet: Requirement[] = [];
  for (const requirement of requires) {
    const { from, anyOf, scope, rawKind } = requirement;
    const asked = anyOf.find(({ name }) => byName.has(name));
    const to = (byName.get(asked?.name ?? '') ?? []).filter(({ ref }) => ref !== from);
    if (to.length === 0) unmet.push(requirement);
    const constraint = asked?.constraint === undefined ? {} : { asked: asked.constraint };
    for (const { ref } of to)
      relations.push({ from, to: ref, kind: 'dependsOn', scope, rawKind, how: 'derived', ...constraint });
  }
  return { relations, requires: unmet };
}

/** `resolve` for formats whose packages ask for each other by name alone. */
export function resolveByName(tree: Tree, readings: readonly FileReading[]): Reading {
  const reading = resolveByFate(tree, readings);
  const { relations, requires } = satisfyByName(reading.found, reading.requires);
  return { ...reading, relations: [...reading.relations, ...relations], requires };
}
