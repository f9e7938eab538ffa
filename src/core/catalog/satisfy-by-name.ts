import type { Tree } from '../image/tree.ts';
import type { Found, Reading, RelationOf, Requirement } from '../model/reading.ts';
import { resolveByFate } from './resolve-default.ts';
import type { FileReading } from './types.ts';

/** Versions of one name that lie side by side are few; beyond this nobody could tell which is meant. */
const MOST_VERSIONS = 8;

/**
 * Turns requirements into edges to the present components of the name asked for. Where several versions lie side by
 * side, which one is used is decided when the program runs: edges lead to all of them. What nothing satisfies stays a
 * requirement. `same` gives the form in which names are compared.
 */
export function satisfyByName(
  found: readonly Found[],
  requires: readonly Requirement[],
  same: (name: string) => string = asWritten,
): { readonly relations: readonly RelationOf[]; readonly requires: readonly Requirement[] } {
  const byName = new Map<string, Found[]>();
  for (const one of found) {
    if (one.place.state !== 'present') continue;
    const versions = byName.get(same(one.name));
    if (versions === undefined) byName.set(same(one.name), [one]);
    else if (versions.length < MOST_VERSIONS) versions.push(one);
  }
  const relations: RelationOf[] = [];
  const unmet: Requirement[] = [];
  for (const requirement of requires) {
    const { from, anyOf, scope, rawKind } = requirement;
    const asked = anyOf.find(({ name }) => byName.has(same(name)));
    const to = (byName.get(same(asked?.name ?? '')) ?? []).filter(({ ref }) => ref !== from);
    if (to.length === 0) unmet.push(requirement);
    const constraint = asked?.constraint === undefined ? {} : { asked: asked.constraint };
    for (const { ref } of to)
      relations.push({ from, to: ref, kind: 'dependsOn', scope, rawKind, how: 'derived', ...constraint });
  }
  return { relations, requires: unmet };
}

function asWritten(name: string): string {
  return name;
}

/** `resolve` for formats whose packages ask for each other by name alone. */
export function resolveByName(tree: Tree, readings: readonly FileReading[]): Reading {
  return resolved(tree, readings, asWritten);
}

/** The same where names are told apart by their letters, and not by their case. */
export function resolveByAnyCase(tree: Tree, readings: readonly FileReading[]): Reading {
  return resolved(tree, readings, (name) => name.toLowerCase());
}

function resolved(tree: Tree, readings: readonly FileReading[], same: (name: string) => string): Reading {
  const reading = resolveByFate(tree, readings);
  const { relations, requires } = satisfyByName(reading.found, reading.requires, same);
  return { ...reading, relations: [...reading.relations, ...relations], requires };
}
