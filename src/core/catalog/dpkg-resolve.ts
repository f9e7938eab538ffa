import { type Fault, fault } from '../base/result.ts';
import type { Tree } from '../image/tree.ts';
import type { FactOf, Found, Reading, Requirement } from '../model/reading.ts';
import { reading as makeReading } from '../model/reading.ts';
import { debianPurl } from './debian-package.ts';
import { dpkgEdges, type InstalledPackage } from './dpkg-edges.ts';
import { dpkgFiles } from './dpkg-files.ts';
import { type Lifetime, standing } from './lifetime.ts';
import type { FileReading, ResolveContext } from './types.ts';

/** A (name, version, architecture) over all databases and layers that list it. */
interface Package {
  readonly found: Found;
  /** The first reading that lists it: its layer is the package's, its facts count. */
  readonly file: FileReading;
  readonly facts: FactOf[];
  readonly requires: Requirement[];
  readonly architecture: string;
  life: Lifetime;
}

/**
 * Turns the databases of all layers into packages. A package belongs to the layer whose database lists it first, not
 * to the one that last rewrote the file; one that no final database lists was removed by the layer whose database no
 * longer has it. Where a later database was not read whole, what it does not list is not called removed.
 */
export function resolveDpkg(tree: Tree, readings: readonly FileReading[], context: ResolveContext): Reading {
  const databases = readings.filter(({ path }) => isDatabase(path));
  const faults: Fault[] = [];
  const all = [...byPath(databases)].flatMap(([path, versions]) => listings(tree, path, versions, faults));
  const packages = new Map<string, Package>();
  for (const listing of all.sort((a, b) => a.file.layer - b.file.layer)) addListing(packages, listing);

  const out = named(packages, context);
  const present = out.filter(({ life }) => life.until === Number.POSITIVE_INFINITY);
  const edges = dpkgEdges(present.map(asInstalled), context.limits);
  return makeReading({
    found: out.map(({ found }) => found),
    facts: out.flatMap(({ found, facts }) => facts.map((fact) => ({ ...fact, subject: found.ref }))),
    relations: edges.relations,
    requires: edges.unmet,
    owns: dpkgFiles(tree, readings, out.map(asOwner)),
    diagnostics: [...faults, ...edges.faults],
    complete: databases.every(({ reading }) => reading.complete),
  });
}

/** `status`, or a file of `status.d` that lists a package. */
function isDatabase(path: string): boolean {
  return (
    path === 'var/lib/dpkg/status' ||
    (path.startsWith('var/lib/dpkg/status.d/') && !path.endsWith('.md5sums'))
  );
}

function byPath(files: readonly FileReading[]): Map<string, FileReading[]> {
  const out = new Map<string, FileReading[]>();
  for (const file of [...files].sort((a, b) => a.layer - b.layer)) {
    const versions = out.get(file.path) ?? [];
    versions.push(file);
    out.set(file.path, versions);
  }
  return out;
}

interface Listing {
  readonly file: FileReading;
  readonly found: Found;
  readonly until: number;
}

/** Every package each version of one database lists, and the layer from which it no longer does. */
function listings(
  tree: Tree,
  path: string,
  versions: readonly FileReading[],
  faults: Fault[],
): readonly Listing[] {
  const out: Listing[] = [];
  const openEnded = Number.POSITIVE_INFINITY;
  for (const [at, file] of versions.entries()) {
    const fate = tree.fate(path, file.layer);
    const next = versions[at + 1];
    const end = fate === undefined || fate.state === 'present' ? openEnded : fate.by;
    const unread = fate?.state === 'replaced' && next?.layer !== fate.by;
    if (unread) {
      faults.push(
        fault(
          'dpkg.database-not-read',
          'error',
          `Layer ${fate.by} replaces "${path}", but its version was not read; packages are listed as of layer ${file.layer}.`,
          { entry: path },
        ),
      );
    }
    const nextLists = next?.reading.complete === false ? keysOf(next) : undefined;
    for (const found of file.reading.found) {
      const lost = nextLists !== undefined && fate?.state === 'replaced' && !nextLists.has(keyOf(found));
      out.push({ file, found, until: unread || lost ? openEnded : end });
    }
  }
  return out;
}

function keyOf({ ref, version }: Found): string {
  return `${ref}@${version ?? ''}`;
}

function keysOf(file: FileReading): ReadonlySet<string> {
  return new Set(file.reading.found.map(keyOf));
}

function addListing(packages: Map<string, Package>, { file, found, until }: Listing): void {
  const key = keyOf(found);
  const known = packages.get(key);
  if (known !== undefined) {
    known.life = { from: known.life.from, until: Math.max(known.life.until, until) };
    return;
  }
  const architecture = found.ref.slice(found.name.length + 1);
  packages.set(key, {
    found,
    file,
    facts: [],
    requires: [],
    architecture,
    life: { from: file.layer, until },
  });
}

/** Gives packages their facts, package URLs, places and refs: `name:arch` when present, with the version otherwise. */
function named(packages: ReadonlyMap<string, Package>, context: ResolveContext): Package[] {
  for (const [file, mine] of byFile(packages)) {
    for (const fact of file.reading.facts) mine.get(fact.subject)?.facts.push(fact);
    for (const requirement of file.reading.requires) mine.get(requirement.from)?.requires.push(requirement);
  }
  const refs = new Set<string>();
  const out: Package[] = [];
  for (const [key, one] of packages) {
    const stands = standing(one.life);
    let ref = stands.state === 'present' && !refs.has(one.found.ref) ? one.found.ref : key;
    while (refs.has(ref)) ref += '+';
    refs.add(ref);
    const { name, version = '' } = one.found;
    const purl = debianPurl({ name, version, architecture: one.architecture }, sourceIn(one), context.distro);
    const place = { ...one.found.place, ...stands };
    out.push({ ...one, found: { ...one.found, ref, place, ...(purl === undefined ? {} : { purl }) } });
  }
  return out;
}

function byFile(packages: ReadonlyMap<string, Package>): Map<FileReading, Map<string, Package>> {
  const out = new Map<FileReading, Map<string, Package>>();
  for (const one of packages.values()) {
    const mine = out.get(one.file) ?? new Map<string, Package>();
    out.set(one.file, mine.set(one.found.ref, one));
  }
  return out;
}

function sourceIn({ facts, found }: Package): { readonly name: string; readonly version: string } {
  const own = { name: found.name, version: found.version ?? '' };
  const value = facts.find(({ field }) => field === 'source-package')?.value;
  if (typeof value !== 'string') return own;
  const at = value.indexOf('@');
  return at < 0 ? { ...own, name: value } : { name: value.slice(0, at), version: value.slice(at + 1) };
}

function asInstalled(one: Package): InstalledPackage {
  const texts = (field: string) =>
    one.facts.flatMap((fact) => (fact.field === field && typeof fact.value === 'string' ? [fact.value] : []));
  return {
    ref: one.found.ref,
    name: one.found.name,
    version: one.found.version ?? '',
    architecture: one.architecture,
    multiArch: texts('multi-arch')[0],
    provides: texts('provides'),
    requires: one.requires,
  };
}

function asOwner({ found, architecture, life }: Package) {
  return { ref: found.ref, name: found.name, architecture, life };
}
