import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import type { Tree } from '../image/tree.ts';
import type { Found, Reading, RelationOf, Requirement } from '../model/reading.ts';
import { projectKey } from './pep508.ts';
import { metadataBeside } from './python-records.ts';
import { resolveByFate } from './resolve-default.ts';
import type { FileReading } from './types.ts';
import { unmetFaults } from './unmet.ts';

/**
 * Edges between distributions by normalized name: in the same folder, else, for those of the system's Python, in any
 * of its folders. Versions and markers are kept as asked, not evaluated: the interpreter is not run.
 */
export function resolvePython(tree: Tree, readings: readonly FileReading[]): Reading {
  const all = resolveByFate(tree, readings);
  const base = withoutSourceCopies(all);
  const present = base.found.filter(({ place }) => place.state === 'present');
  const sites = new Sites(present);
  const relations = new Map<string, RelationOf>();
  const requires: Requirement[] = [];
  for (const requirement of base.requires) {
    const asked = requirement.anyOf[0];
    const to = asked && sites.find(requirement.from, asked.name);
    if (asked === undefined || to === undefined) requires.push(requirement);
    else if (to.ref !== requirement.from) {
      const key = `${requirement.scope}\n${requirement.from}\n${to.ref}`;
      if (relations.has(key)) continue;
      relations.set(key, {
        from: requirement.from,
        to: to.ref,
        kind: 'dependsOn',
        scope: requirement.scope,
        rawKind: requirement.rawKind,
        how: 'derived',
        asked: [asked.name, asked.constraint ?? ''].join(' ').trim(),
      });
    }
  }
  const missing = requires.filter(
    ({ scope, anyOf }) => scope === 'runtime' && !anyOf[0]?.constraint?.includes(';'),
  ).length;
  // A package that came alone cannot have what it asks for.
  const diagnostics =
    present.length > 1 ? unmetFaults('python.unmet', missing, 'of Python packages', 'beside them') : [];
  return {
    ...base,
    relations: [...relations.values()],
    requires,
    diagnostics: [...diagnostics, ...recordsAlone(tree, readings)],
  };
}

/** Records of installed files without the metadata that say whose they are: those packages are in no list. */
function recordsAlone(tree: Tree, readings: readonly FileReading[]): Fault[] {
  const alone = readings.flatMap(({ path, layer }) =>
    path.endsWith('/RECORD') &&
    tree.fate(path, layer)?.state === 'present' &&
    tree.get(metadataBeside(path)) === undefined
      ? [path]
      : [],
  );
  const [first, ...more] = alone.sort();
  if (first === undefined) return [];
  const others = more.length === 0 ? '' : ` So it is with ${more.length.toLocaleString('en')} more.`;
  const what = `"${displayName(first)}" lists the files of a Python package whose METADATA is not there: the package is not listed, and its files are not checked.${others}`;
  return [fault('python.no-metadata', 'warning', what, { entry: first })];
}

/** A source distribution holds its metadata twice, at its top and in the `.egg-info` it was built with. */
function withoutSourceCopies(base: Reading): Reading {
  const identity = new Map(base.found.map((found) => [found.ref, found.purl]));
  const copies = new Set<string>();
  for (const { ref, purl } of base.found) {
    const [folder, ...above] = foldersAbove(ref);
    if (!folder?.endsWith('.egg-info')) continue;
    const tops = above.slice(0, 2).map((parent) => (parent === '' ? 'PKG-INFO' : `${parent}/PKG-INFO`));
    if (tops.some((top) => purl !== undefined && identity.get(top) === purl)) copies.add(ref);
  }
  if (copies.size === 0) return base;
  return {
    ...base,
    found: base.found.filter(({ ref }) => !copies.has(ref)),
    facts: base.facts.filter(({ subject }) => !copies.has(subject)),
    requires: base.requires.filter(({ from }) => !copies.has(from)),
    owns: base.owns.filter(({ owner }) => !copies.has(owner)),
  };
}

/** Folders of a path from the nearest to the root, which is empty; at most three. */
function foldersAbove(path: string): readonly string[] {
  const out: string[] = [];
  for (let at = path; at !== '' && out.length < 3; ) {
    at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
    out.push(at);
  }
  return out;
}

/** Folders of the system's interpreter, which looks through all of them. */
const SYSTEM = /^usr\/(?:local\/)?lib(?:64)?\/python[0-9.]*\/(?:site|dist)-packages$/;

class Sites {
  readonly #bySite = new Map<string, Map<string, Found>>();
  readonly #system = new Map<string, Found>();

  constructor(present: readonly Found[]) {
    for (const found of present) {
      const site = siteOf(found.place.path);
      const key = projectKey(found.name);
      const known = this.#bySite.get(site) ?? new Map<string, Found>();
      this.#bySite.set(site, known.set(key, found));
      if (SYSTEM.test(site) && !this.#system.has(key)) this.#system.set(key, found);
    }
  }

  find(from: string, name: string): Found | undefined {
    const site = siteOf(from);
    const key = projectKey(name);
    return this.#bySite.get(site)?.get(key) ?? (SYSTEM.test(site) ? this.#system.get(key) : undefined);
  }
}

/** The folder a distribution is installed in: that of its `.dist-info`, `.egg-info` or egg. */
function siteOf(path: string): string {
  const [folder = '', parent = '', grandparent = ''] = foldersAbove(path);
  if (folder.endsWith('/EGG-INFO')) return grandparent;
  return folder.endsWith('.dist-info') || folder.endsWith('.egg-info') ? parent : folder;
}
