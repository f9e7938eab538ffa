import type { Tree } from '../image/tree.ts';
import type { Found, Reading, RelationOf, Requirement } from '../model/reading.ts';
import { installation, NodeModulesFolders } from './npm-location.ts';
import { resolveByFate } from './resolve-default.ts';
import type { FileReading } from './types.ts';
import { unmetFaults } from './unmet.ts';

const MANIFEST = '/package.json';

/**
 * Edges between installed packages as Node would load them: up the `node_modules` folders, through symbolic links.
 * Packages that lie inside another one (its tests, its builds) are contained in it.
 */
export function resolveInstalled(tree: Tree, readings: readonly FileReading[]): Reading {
  const base = resolveByFate(tree, readings);
  const present = base.found.filter(({ place }) => place.state === 'present');
  const packages = new Map(present.map((found) => [found.place.path, found]));
  const node = new NodeLookup(tree, packages);

  const relations: RelationOf[] = present.flatMap((found) => containment(found, packages));
  const requires: Requirement[] = [];
  for (const requirement of base.requires) {
    const from = folderOf(requirement.from);
    const asked = requirement.anyOf[0];
    const to = asked && node.load(from, asked.name);
    if (asked === undefined || to === undefined) requires.push(requirement);
    else {
      relations.push({
        from: requirement.from,
        to: to.ref,
        kind: 'dependsOn',
        scope: requirement.scope,
        rawKind: requirement.rawKind,
        how: 'derived',
        ...(asked.constraint === undefined ? {} : { asked: asked.constraint }),
      });
    }
  }
  const missing = requires.filter(({ scope }) => scope === 'runtime').length;
  // A package that came alone cannot have what it asks for.
  const diagnostics =
    present.length > 1 ? unmetFaults('npm.unmet', missing, 'of npm packages', 'where Node would look') : [];
  return { ...base, relations, requires, diagnostics };
}

/** Finds the package that Node loads for a name. */
class NodeLookup {
  readonly #tree: Tree;
  readonly #packages: ReadonlyMap<string, Found>;
  /** Whether a `node_modules` folder, or a folder in it, is a symbolic link. */
  readonly #isLink = new Map<string, boolean>();
  readonly #folders: NodeModulesFolders;

  constructor(tree: Tree, packages: ReadonlyMap<string, Found>) {
    this.#tree = tree;
    this.#packages = packages;
    this.#folders = new NodeModulesFolders(packages.keys(), (folder) => isThere(tree, folder));
  }

  load(from: string, name: string): Found | undefined {
    for (const folder of this.#folders.above(from)) {
      const manifest = `${folder}/${name}${MANIFEST}`;
      const direct = this.#packages.get(manifest);
      if (direct !== undefined) return direct;
      const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;
      const linked =
        this.#link(folder) ||
        (scope !== undefined && this.#link(`${folder}/${scope}`)) ||
        this.#link(`${folder}/${name}`);
      const target = linked ? this.#tree.follow(manifest) : this.#tree.get(manifest);
      // A manifest that names no package still ends the search.
      if (target !== undefined) return this.#packages.get(target.path);
    }
    return undefined;
  }

  #link(path: string): boolean {
    const known = this.#isLink.get(path) ?? this.#tree.get(path)?.type === 'l';
    this.#isLink.set(path, known);
    return known;
  }
}

/** Archives need not have entries for their folders. */
function isThere(tree: Tree, folder: string): boolean {
  return tree.get(folder) !== undefined || tree.children(folder).length > 0;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.length - MANIFEST.length));
}

/** The relation to the package around a manifest that is not installed itself. */
function containment(found: Found, packages: ReadonlyMap<string, Found>): readonly RelationOf[] {
  const { path } = found.place;
  if (installation(path) !== 'inside') return [];
  for (let at = folderOf(path); at.includes('/'); ) {
    at = at.slice(0, at.lastIndexOf('/'));
    const around = packages.get(at + MANIFEST);
    if (around !== undefined && installation(around.place.path) === 'installed') {
      return [{ from: around.ref, to: found.ref, kind: 'contains', rawKind: 'package.json', how: 'derived' }];
    }
  }
  return [];
}
