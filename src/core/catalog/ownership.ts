import type { Tree } from '../image/tree.ts';
import type { Reading } from '../model/reading.ts';

/** One cataloger's result for a tree. Refs are unique over all of them. */
export interface Cataloged {
  readonly cataloger: string;
  /** Its records claim files for a whole system; packages of others may lie inside those. */
  readonly ownsSystem: boolean;
  readonly reading: Reading;
}

/**
 * Marks packages whose metadata file a system package claims: a Python module that came in a `.deb` is the same thing
 * seen twice, and is shown with its owner rather than hidden. Records write paths through links (`/lib/x` where `lib`
 * leads to `usr/lib`); they are compared by where they lead.
 */
export function markOwned(tree: Tree, cataloged: readonly Cataloged[]): readonly Cataloged[] {
  const ownable = new Set<string>();
  for (const { ownsSystem, reading } of cataloged) {
    if (ownsSystem) continue;
    for (const { place } of reading.found) if (place.state !== 'stated') ownable.add(place.path);
  }
  if (ownable.size === 0) return cataloged;
  const owners = ownersOf(tree, cataloged, ownable);
  return cataloged.map((one) => {
    const { ownsSystem, reading } = one;
    if (ownsSystem) return one;
    const found = reading.found.map((it) => {
      if (it.place.state === 'stated') return it;
      const ownedBy = owners
        .get(it.place.path)
        ?.findLast(({ removedIn }) => removedIn === it.place.removedIn)?.ref;
      return ownedBy === undefined ? it : { ...it, ownedBy };
    });
    return { ...one, reading: { ...reading, found } };
  });
}

interface Owner {
  readonly ref: string;
  readonly removedIn: number | undefined;
}

function ownersOf(
  tree: Tree,
  cataloged: readonly Cataloged[],
  wanted: ReadonlySet<string>,
): Map<string, Owner[]> {
  const real = new RealPaths(tree);
  const out = new Map<string, Owner[]>();
  for (const { ownsSystem, reading } of cataloged) {
    if (!ownsSystem) continue;
    const removedIn = new Map(reading.found.map(({ ref, place }) => [ref, place.removedIn]));
    for (const { owner, paths } of reading.owns) {
      for (const path of paths) {
        const where = real.of(path);
        if (!wanted.has(where)) continue;
        const known = out.get(where) ?? [];
        known.push({ ref: owner, removedIn: removedIn.get(owner) });
        out.set(where, known);
      }
    }
  }
  return out;
}

/** More links than this on the way to one folder are a loop, or meant to be none. */
const MOST_LINKS = 40;

/** Paths with the links among their folders followed, but not the last segment: a package owns a link, not its target. */
export class RealPaths {
  readonly #tree: Tree;
  readonly #folders = new Map<string, string>();

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  of(path: string): string {
    return this.#real(path, 0);
  }

  #real(path: string, links: number): string {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '' : this.#folder(path.slice(0, slash), links);
    const name = path.slice(slash + 1);
    return folder === '' ? name : `${folder}/${name}`;
  }

  #folder(path: string, links: number): string {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    // While it is looked for, a folder is its own answer: that ends loops.
    this.#folders.set(path, path);
    const here = this.#real(path, links);
    const link = this.#tree.get(here)?.link;
    const real =
      link === undefined || links >= MOST_LINKS ? here : this.#folder(target(here, link), links + 1);
    this.#folders.set(path, real);
    return real;
  }
}

/** Where a link at `path` leads; `..` stops at the root, as in a container. */
function target(path: string, link: string): string {
  const out = link.startsWith('/') ? [] : path.split('/').slice(0, -1);
  for (const segment of link.split('/')) {
    if (segment === '..') out.pop();
    else if (segment !== '' && segment !== '.') out.push(segment);
  }
  return out.join('/');
}
