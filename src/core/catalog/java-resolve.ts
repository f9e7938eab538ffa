import type { Tree } from '../image/tree.ts';
import type { FactOf, Found, Reading, RelationOf } from '../model/reading.ts';
import { guessCoordinates } from './java-guess.ts';
import { purl } from './purl.ts';
import { resolveByFate } from './resolve-default.ts';
import { satisfyByName } from './satisfy-by-name.ts';
import type { FileReading, ResolveContext } from './types.ts';

/** Where an archive's own manifest lies. */
export const MANIFEST = 'META-INF/MANIFEST.MF';

/**
 * Joins what the files of one archive say: a POM beside its properties speaks of the same package; the manifest speaks
 * of the archive, which is the package its file name names, or a guess where Maven left nothing. Other packages inside
 * were merged into it (shaded): it contains them.
 */
export function resolveJava(tree: Tree, readings: readonly FileReading[], context: ResolveContext): Reading {
  const whole = resolveByFate(tree, readings);
  const renamed = new Map<string, string>();
  const found = onePerFolder(whole.found, renamed);
  const manifest = readings.findLast(({ path }) => path === MANIFEST);
  const spoken = speakOfArchive(manifest, found, context.archive);
  const { main } = spoken;
  const facts = [...spoken.facts, ...(main === undefined ? [] : signatures(tree, main.ref))];
  if (main !== undefined && !found.includes(main)) found.unshift(main);
  const rename = (ref: string): string => renamed.get(ref) ?? ref;
  const requires = whole.requires.map((one) => ({ ...one, from: rename(one.from) }));
  const edges = satisfyByName(found, requires);
  const inside = found.filter((one) => one !== main && one.place.state === 'present' && isInside(one));
  return {
    ...whole,
    found,
    facts: [...whole.facts.map((fact) => ({ ...fact, subject: rename(fact.subject) })), ...facts],
    relations: [
      ...edges.relations,
      ...(main === undefined ? [] : inside.map((one) => contains(main.ref, one.ref))),
    ],
    requires: edges.requires,
    owns: [
      ...whole.owns.map((record) => ({ ...record, owner: rename(record.owner) })),
      ...(main === undefined
        ? []
        : (manifest?.reading.owns ?? []).map((record) => ({ ...record, owner: main.ref }))),
    ],
  };
}

/** Signatures over the manifest, by name: they are not verified here. */
function signatures(tree: Tree, subject: string): FactOf[] {
  const signed = tree.children('META-INF').filter((name) => /\.SF$/i.test(name));
  return signed.map((name) => ({
    subject,
    field: 'signature',
    value: `META-INF/${name}, not verified`,
    how: 'measured',
  }));
}

/** Leaves out the POMs that lie beside properties of the same package. */
function onePerFolder(all: readonly Found[], renamed: Map<string, string>): Found[] {
  const byProperties = new Map<string, Found>();
  for (const found of all)
    if (found.place.path.endsWith('/pom.properties')) byProperties.set(keyOf(found), found);
  return all.filter((found) => {
    const beside = byProperties.get(keyOf(found));
    if (beside === undefined || beside === found) return true;
    renamed.set(found.ref, beside.ref);
    return false;
  });
}

/** Folder and layers: versions of a file in different layers are different packages. */
function keyOf({ place }: Found): string {
  const folder = place.path.slice(0, place.path.lastIndexOf('/'));
  return `${folder}|${place.state}|${place.layer ?? ''}|${place.removedIn ?? ''}`;
}

/** Below the archive's own `META-INF`, not in an unpacked archive somewhere in a tree. */
function isInside({ place }: Found): boolean {
  return place.path.startsWith('META-INF/maven/');
}

interface Spoken {
  readonly main: Found | undefined;
  readonly facts: readonly FactOf[];
}

function speakOfArchive(
  manifest: FileReading | undefined,
  found: readonly Found[],
  archive: string | undefined,
): Spoken {
  if (archive === undefined) return { main: undefined, facts: [] };
  const own = found.filter(isInside);
  const named = own.filter(({ name }) => archive.startsWith(name.slice(name.indexOf(':') + 1)));
  // `log4j-core` before `log4j`, where both are inside.
  const longest = named.reduce<Found | undefined>(
    (best, one) => (best === undefined || one.name.length > best.name.length ? one : best),
    undefined,
  );
  const main = longest ?? (own.length === 1 ? own[0] : undefined);
  const stated = manifest?.reading.facts ?? [];
  const spoken = stated.filter(({ field }) => !IDENTITY.test(field));
  if (main !== undefined) return { main, facts: spoken.map((fact) => ({ ...fact, subject: main.ref })) };
  if (manifest === undefined) return { main: undefined, facts: [] };
  const attributes = new Map(
    stated.map(({ field, value }) => [field, typeof value === 'string' ? value : '']),
  );
  const guess = guessCoordinates(archive, attributes);
  const { group, name, version } = guess;
  const identity = group === undefined ? undefined : purl({ type: 'maven', namespace: group, name, version });
  const guessed: Found = {
    ref: MANIFEST,
    type: 'library',
    name: group === undefined ? name : `${group}:${name}`,
    ...(version === undefined ? {} : { version }),
    ...(identity === undefined ? {} : { purl: identity }),
    place: { path: MANIFEST, state: 'present', layer: manifest.layer },
    how: 'derived',
  };
  const how: FactOf = { subject: MANIFEST, field: 'guessed', value: guess.from, how: 'derived' };
  return { main: guessed, facts: [how, ...spoken] };
}

const IDENTITY =
  /^(?:bundle-symbolicname|bundle-version|implementation-(?:vendor-id|version)|specification-version)$/;

function contains(from: string, to: string): RelationOf {
  return { from, to, kind: 'contains', rawKind: 'META-INF/maven', how: 'measured' };
}
