/**
 * How a manifest came to lie where it does: `installed` directly in a `node_modules` folder, or at the top of a package
 * archive, whose only folder is called `package`; `inside` such a package; or a `root` under no `node_modules` at all.
 */
export function installation(path: string): 'root' | 'installed' | 'inside' {
  if (path === 'package/package.json') return 'installed';
  const segments = path.split('/');
  const folder = segments.lastIndexOf('node_modules', segments.length - 2);
  if (folder < 0) return 'root';
  const deep = segments[folder + 1]?.startsWith('@') ? 3 : 2;
  return segments.length - 1 - folder === deep ? 'installed' : 'inside';
}

const FOLDER = 'node_modules';

/**
 * The `node_modules` folders in which Node looks for a package (Node.js "Loading from node_modules folders"): those of
 * the asking folder and of each one above, nearest first, but none of a folder that is itself `node_modules`. Folders
 * that hold nothing are left out once, so that a deep path with many dependencies costs their sum, not their product.
 */
export class NodeModulesFolders {
  /** `node_modules` folders that are known to hold something, or not to. */
  readonly #holds = new Map<string, boolean>();
  readonly #above = new Map<string, readonly string[]>();
  readonly #exists: (folder: string) => boolean;

  /** `packages` are package folders; `exists` tells of `node_modules` folders that hold something else. */
  constructor(packages: Iterable<string>, exists: (folder: string) => boolean = () => false) {
    this.#exists = exists;
    for (const path of packages) {
      const end = path.lastIndexOf(`${FOLDER}/`);
      if (end >= 0) this.#holds.set(path.slice(0, end + FOLDER.length), true);
    }
  }

  above(from: string): readonly string[] {
    const known = this.#above.get(from);
    if (known !== undefined) return known;
    const found: string[] = [];
    for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      const folder = at === '' ? FOLDER : `${at}/${FOLDER}`;
      const inside = at === FOLDER || at.endsWith(`/${FOLDER}`);
      if (!inside && this.#isThere(folder)) found.push(folder);
      if (at === '') break;
    }
    this.#above.set(from, found);
    return found;
  }

  #isThere(folder: string): boolean {
    const known = this.#holds.get(folder) ?? this.#exists(folder);
    this.#holds.set(folder, known);
    return known;
  }
}
