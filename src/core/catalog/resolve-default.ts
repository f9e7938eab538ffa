import type { Tree } from '../image/tree.ts';
import type { FactOf, Found, Ownership, Reading, RelationOf, Requirement } from '../model/reading.ts';
import { reading as makeReading } from '../model/reading.ts';
import { type Lifetime, lifetimeOf, overlaps, standing } from './lifetime.ts';
import type { FileReading } from './types.ts';

/** A component while one file says so, over all layers in which that file says the same. */
interface Version {
  readonly found: Found;
  life: Lifetime;
  /** The reading of the last file version that says so: its facts count. */
  file: FileReading;
}

/**
 * Decides every component by the fate of the file that names it: it is present while the file stands, removed when a
 * layer removes the file or replaces it by one that names another. A file that a layer only rewrote keeps the layer
 * that brought the component. Readings without components of their own (a `RECORD`, a `direct_url.json`) speak of the
 * component whose ref they name and which stood beside them.
 *
 * Refs must be unique among the files of one layer: they start with the path. Removed components get ` (layer N)`
 * appended. Requirements are kept for present components only.
 */
export function resolveByFate(tree: Tree, readings: readonly FileReading[]): Reading {
  const files = [...readings]
    .sort((a, b) => a.layer - b.layer)
    .map((file) => ({ file, life: lifetimeOf(tree, file) }));
  const versions = collectVersions(files);
  const found: Found[] = [];
  for (const list of versions.values()) for (const version of list) found.push(placed(version));

  const facts: FactOf[] = [];
  const relations: RelationOf[] = [];
  const requires: Requirement[] = [];
  const owns: Ownership[] = [];
  for (const [file, speaksOf] of speakers(files, versions)) {
    const refOf = (local: string): string | undefined => {
      const version = speaksOf.get(local);
      return version && refIn(version);
    };
    for (const fact of file.reading.facts) {
      const subject = refOf(fact.subject);
      if (subject !== undefined) facts.push({ ...fact, subject });
    }
    for (const relation of file.reading.relations) {
      const from = refOf(relation.from);
      const to = refOf(relation.to);
      if (from !== undefined && to !== undefined) relations.push({ ...relation, from, to });
    }
    for (const requirement of file.reading.requires) {
      const version = speaksOf.get(requirement.from);
      if (version !== undefined && isPresent(version))
        requires.push({ ...requirement, from: refIn(version) });
    }
    for (const record of file.reading.owns) {
      const owner = refOf(record.owner);
      if (owner !== undefined) owns.push({ ...record, owner });
    }
  }
  const complete = readings.every(({ reading }) => reading.complete);
  return makeReading({ found, facts, relations, requires, owns, complete });
}

interface Standing {
  readonly file: FileReading;
  readonly life: Lifetime;
}

function collectVersions(files: readonly Standing[]): Map<string, Version[]> {
  const versions = new Map<string, Version[]>();
  for (const { file, life } of files) {
    for (const found of file.reading.found) {
      const list = versions.get(found.ref) ?? [];
      versions.set(found.ref, list);
      const last = list.at(-1);
      if (last !== undefined && last.life.until === life.from && sameIdentity(last.found, found)) {
        last.life = { from: last.life.from, until: life.until };
        last.file = file;
      } else list.push({ found, life, file });
    }
  }
  return versions;
}

function sameIdentity(a: Found, b: Found): boolean {
  return a.type === b.type && a.name === b.name && a.version === b.version && a.purl === b.purl;
}

/** For each file, the components it speaks of by the refs it uses; of several versions of a file only the last. */
function speakers(
  files: readonly Standing[],
  versions: ReadonlyMap<string, readonly Version[]>,
): Map<FileReading, Map<string, Version>> {
  const out = new Map<FileReading, Map<string, Version>>();
  const speaks = (file: FileReading): Map<string, Version> => {
    const known = out.get(file) ?? new Map<string, Version>();
    out.set(file, known);
    return known;
  };
  const lastBeside = new Map<Version, Map<string, FileReading>>();
  for (const { file, life } of files) {
    const named = new Set(file.reading.found.map(({ ref }) => ref));
    for (const ref of named) {
      const version = versions.get(ref)?.find((one) => one.file === file);
      if (version !== undefined) speaks(file).set(ref, version);
    }
    for (const ref of spokenOf(file.reading)) {
      if (named.has(ref)) continue;
      const version = versions.get(ref)?.findLast((one) => overlaps(one.life, life));
      if (version === undefined) continue;
      const beside = lastBeside.get(version) ?? new Map<string, FileReading>();
      lastBeside.set(version, beside);
      const earlier = beside.get(file.path);
      if (earlier !== undefined) out.get(earlier)?.delete(ref);
      beside.set(file.path, file);
      speaks(file).set(ref, version);
    }
  }
  return out;
}

function spokenOf(reading: Reading): Set<string> {
  return new Set([
    ...reading.facts.map(({ subject }) => subject),
    ...reading.requires.map(({ from }) => from),
    ...reading.owns.map(({ owner }) => owner),
    ...reading.relations.flatMap(({ from, to }) => [from, to]),
  ]);
}

function placed(version: Version): Found {
  const { found, life } = version;
  const stands = standing(life);
  const state = found.place.state === 'stated' ? 'stated' : stands.state;
  return { ...found, ref: refIn(version), place: { ...found.place, ...stands, state } };
}

function isPresent(version: Version): boolean {
  return version.life.until === Number.POSITIVE_INFINITY;
}

function refIn(version: Version): string {
  return isPresent(version) ? version.found.ref : `${version.found.ref} (layer ${version.life.from})`;
}
