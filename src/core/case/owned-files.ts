import { RecordedFiles } from './contents.ts';
import type { CaseModel, CaseTree, Occurrence } from './model.ts';

/**
 * Which package a file of a tree belongs to: one whose record names it, one that is the file (a Go binary, a jar), or one
 * whose folder it lies in, where the package manager gives each package its own.
 */
export class OwnedFiles {
  readonly #files = new Map<string, number>();
  readonly #folders = new Map<string, number>();
  /** Whether the tree has records that claim files at all: without any, "in no package" says nothing. */
  readonly hasRecords: boolean;

  private constructor(model: CaseModel, tree: CaseTree) {
    const recorded = new RecordedFiles(tree);
    let records = 0;
    for (const { occurrence, paths } of model.records) {
      if (model.occurrences[occurrence]?.tree !== tree.id) continue;
      records++;
      for (const path of paths) this.#files.set(recorded.realPath(path), occurrence);
    }
    this.hasRecords = records > 0;
    const nested = nestedPaths(model, tree);
    for (const [at, place] of model.occurrences.entries()) {
      if (place.state !== 'present') continue;
      const inside = nested.get(place.tree);
      if (inside !== undefined) this.#claim(inside, at);
      if (place.tree !== tree.id) continue;
      this.#claim(place.path, at);
      if (place.cataloger === 'dpkg')
        for (const script of SCRIPTS)
          this.#claim(`${DPKG}${model.components[place.component]?.name ?? ''}.${script}`, at);
      const folder = folderOf(place, model.components[place.component]?.name ?? '');
      if (folder !== undefined && !this.#folders.has(folder)) this.#folders.set(folder, at);
    }
  }

  static of(model: CaseModel, tree: CaseTree): OwnedFiles {
    const known = kept.get(model) ?? new Map<string, OwnedFiles>();
    kept.set(model, known);
    const owned = known.get(tree.id) ?? new OwnedFiles(model, tree);
    known.set(tree.id, owned);
    return owned;
  }

  /** Index of the occurrence that claims a file. */
  ownerOf(path: string): number | undefined {
    const own = this.#files.get(path.startsWith(DPKG) ? path.replace(/:[^./]+\.([a-z]+)$/, '.$1') : path);
    if (own !== undefined) return own;
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const owner = this.#folders.get(path.slice(0, slash));
      if (owner !== undefined) return owner;
    }
    return undefined;
  }

  #claim(path: string, at: number): void {
    if (!this.#files.has(path)) this.#files.set(path, at);
  }
}

/** Where dpkg keeps the scripts of packages: in no package, and each of one. */
const DPKG = 'var/lib/dpkg/info/';
const SCRIPTS = ['preinst', 'postinst', 'prerm', 'postrm'];

const kept = new WeakMap<CaseModel, Map<string, OwnedFiles>>();

/** Trees of archives that lie in a tree, and the paths they lie at. */
function nestedPaths(model: CaseModel, tree: CaseTree): Map<string, string> {
  const own = new Map(
    [tree.source, ...tree.layers.map(({ source }) => source)].flatMap((id) => {
      const source = model.sources.find((one) => one.id === id);
      return source === undefined ? [] : [[id, source] as const];
    }),
  );
  const out = new Map<string, string>();
  for (const { id, parent, path } of model.sources) {
    const holder = parent === undefined ? undefined : own.get(parent);
    if (holder !== undefined && path.startsWith(`${holder.path}!/`))
      out.set(id, path.slice(holder.path.length + 2));
  }
  return out;
}

/** The folder that a package manager keeps for one package alone. */
function folderOf({ cataloger, path }: Occurrence, name: string): string | undefined {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  switch (cataloger) {
    case 'npm.installed':
      return /(?:^|\/)node_modules\//.test(path) ? folder : undefined;
    case 'ruby.gemspec':
      return path.replace(/(^|\/)specifications\/(?:default\/)?([^/]+)\.gemspec$/, '$1gems/$2');
    case 'php.installed':
      return folder.endsWith('/composer') ? `${folder.slice(0, -'/composer'.length)}/${name}` : undefined;
    case 'crate.archive':
      return folder === '' ? undefined : folder;
    default:
      return undefined;
  }
}
