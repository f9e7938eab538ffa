import { normalizePath } from '../base/names.ts';
import type { Fault } from '../base/result.ts';
import type { EntryTable } from '../model/entry-table.ts';
import { follow } from './follow.ts';
import type { PathOrder } from './path-order.ts';
import type { RowSet } from './row-set.ts';
import type { Fate, PathMark, PathVersion, Tree, TreeEntry } from './tree.ts';

/** Index of the entry of a directory that no layer has an entry for. */
export const IMPLIED = -1;

/** Mode that extractors give such a directory. */
const IMPLIED_MODE = 0o755;

/** Every version of every path, by column: those of one row stand together, in layer order. */
export interface Versions {
  readonly order: PathOrder;
  /** First version of each row; one more element than rows. */
  readonly start: Uint32Array;
  /** -1 where a row has fewer versions than room. */
  readonly layer: Int32Array;
  /** Entry in the layer's table, or {@link IMPLIED}. */
  readonly index: Int32Array;
  /** Layer that ended it, or -1. */
  readonly end: Int32Array;
  /** 1 where the layer that ended it has the path itself, or implies it. */
  readonly replaced: Uint8Array;
}

/** The result of `squash`. Memory goes with the number of paths and versions, in columns; entries are made when asked for. */
export class SquashedTree implements Tree {
  readonly layers: number;
  /** What is odd about the layers: never a reason to show less. */
  readonly faults: readonly Fault[];
  readonly #tables: readonly { readonly table: EntryTable }[];
  readonly #versions: Versions;
  readonly #order: PathOrder;
  readonly #live: Int32Array;
  readonly #present: RowSet;
  readonly #targets: ReadonlyMap<number, number>;

  constructor(
    layers: readonly { readonly table: EntryTable }[],
    versions: Versions,
    live: Int32Array,
    present: RowSet,
    targets: ReadonlyMap<number, number>,
    faults: readonly Fault[],
  ) {
    this.layers = layers.length;
    this.faults = faults;
    this.#tables = layers;
    this.#versions = versions;
    this.#order = versions.order;
    this.#live = live;
    this.#present = present;
    this.#targets = targets;
  }

  /** Paths of the final tree. */
  get size(): number {
    return this.#present.size;
  }

  /** Entries of some layer that a later one removed or replaced. */
  get superseded(): number {
    const { end, index } = this.#versions;
    let count = 0;
    for (let version = 0; version < end.length; version++) {
      if ((end[version] ?? -1) >= 0 && index[version] !== IMPLIED) count++;
    }
    return count;
  }

  get(path: string): TreeEntry | undefined {
    const row = this.#row(path);
    const version = row < 0 ? -1 : (this.#live[row] ?? -1);
    return version < 0 ? undefined : this.#entry(row, version);
  }

  /** Whether `path` is a directory of the final tree; the root is. */
  isDirectory(path: string): boolean {
    if (path === '' || this.get(path)?.type === 'd') return true;
    return this.#presentBelow(path);
  }

  children(directory: string): readonly string[] {
    return this.#names(directory, (from, end) => this.#present.next(from, end));
  }

  /** Names directly below a directory in any layer, sorted, with whether the final tree has them. */
  childrenWithRemoved(
    directory: string,
  ): readonly { readonly name: string; readonly state: 'present' | 'removed' }[] {
    const present = new Set(this.children(directory));
    return this.#names(directory, (from, end) => (from < end ? from : -1)).map((name) => ({
      name,
      state: present.has(name) ? 'present' : 'removed',
    }));
  }

  *entries(): Iterable<TreeEntry> {
    const rows = this.#order.length;
    for (let row = this.#present.next(0, rows); row >= 0; row = this.#present.next(row + 1, rows)) {
      yield this.#entry(row, this.#live[row] ?? 0);
    }
  }

  /** Last versions of the paths that a later layer removed and none brought back, sorted by path. */
  *removed(): Iterable<{ readonly entry: TreeEntry; readonly by: number }> {
    for (let row = 0; row < this.#order.length; row++) {
      if (this.#present.has(row) || this.#presentBelow(this.#order.path(row), row)) continue;
      const last = [...this.#versionsOf(row)].at(-1);
      if (last !== undefined) yield { entry: this.#entry(row, last), by: this.#versions.end[last] ?? 0 };
    }
  }

  follow(path: string): TreeEntry | undefined {
    const linkOf = (entry: TreeEntry) => this.#symbolic(entry);
    const found = follow(path, (at) => this.get(at), linkOf);
    if (found !== undefined) return found;
    // What a layer wrote below a link stands there literally, see `squash`.
    const literal = this.get(path);
    return literal === undefined || linkOf(literal) !== undefined ? undefined : literal;
  }

  fate(path: string, layer: number): Fate | undefined {
    const row = this.#row(path);
    const version = row < 0 ? -1 : this.#versionOf(row, layer);
    return version < 0 ? undefined : this.#fate(version);
  }

  /** Everything the layers say of a path, base first. */
  versions(path: string): readonly PathVersion[] {
    const row = this.#row(path);
    if (row < 0) return [];
    return [...this.#versionsOf(row)].map((version) => ({
      entry: this.#entry(row, version),
      fate: this.#fate(version),
    }));
  }

  /** What each layer did to a path. A directory repeated with the same mode and owner is not a change. */
  marks(path: string): readonly PathMark[] {
    const marks: PathMark[] = new Array<PathMark>(this.layers).fill('none');
    let before: TreeEntry | undefined;
    for (const { entry, fate } of this.versions(path)) {
      if (marks[entry.layer] !== 'changed') marks[entry.layer] = 'brought';
      if (before !== undefined) marks[entry.layer] = this.#sameDirectory(before, entry) ? 'none' : 'changed';
      before = fate.state === 'replaced' ? entry : undefined;
      if (fate.state === 'removed') marks[fate.by] = 'removed';
    }
    return marks;
  }

  /** Where the content of an entry is: its own place, or for a hard link the place of its target. */
  content(entry: TreeEntry): { readonly layer: number; readonly index: number } | undefined {
    if (entry.type === 'f') return { layer: entry.layer, index: entry.index };
    const row = this.#row(entry.path);
    const version = row < 0 ? -1 : this.#versionOf(row, entry.layer);
    const target = this.#targets.get(version);
    if (target === undefined || this.#table(target)?.type(this.#versions.index[target] ?? 0) !== 'f')
      return undefined;
    return { layer: this.#versions.layer[target] ?? 0, index: this.#versions.index[target] ?? 0 };
  }

  #entry(row: number, version: number): TreeEntry {
    const layer = this.#versions.layer[version] ?? 0;
    const index = this.#versions.index[version] ?? 0;
    const table = this.#table(version);
    if (index === IMPLIED) return implied(this.#order.path(row), layer);
    const target = this.#targets.get(version);
    const holder = target === undefined ? table : this.#table(target);
    const held = target === undefined ? index : (this.#versions.index[target] ?? 0);
    return {
      path: this.#order.path(row),
      type: table?.type(index) ?? 'f',
      mode: table?.mode(index) ?? 0,
      size: holder?.size(held) ?? 0,
      sha256: holder?.sha256(held),
      link: table?.link(index),
      layer,
      index,
    };
  }

  #fate(version: number): Fate {
    const by = this.#versions.end[version] ?? -1;
    if (by < 0) return { state: 'present' };
    return { state: this.#versions.replaced[version] === 1 ? 'replaced' : 'removed', by };
  }

  /** Text of a symbolic link, also when it is reached by a hard link. */
  #symbolic(entry: TreeEntry): string | undefined {
    if (entry.type === 'l') return entry.link ?? '';
    if (entry.type !== 'h') return undefined;
    const target = this.#targets.get(this.#versionOf(this.#row(entry.path), entry.layer));
    const index = target === undefined ? -1 : (this.#versions.index[target] ?? -1);
    const table = target === undefined ? undefined : this.#table(target);
    return table?.type(index) === 'l' ? (table.link(index) ?? '') : undefined;
  }

  #sameDirectory(a: TreeEntry, b: TreeEntry): boolean {
    if (a.type !== 'd' || b.type !== 'd' || a.mode !== b.mode) return false;
    const before = this.#tables[a.layer]?.table;
    const after = this.#tables[b.layer]?.table;
    return before?.uid(a.index) === after?.uid(b.index) && before?.gid(a.index) === after?.gid(b.index);
  }

  #versionOf(row: number, layer: number): number {
    for (const version of this.#versionsOf(row)) if (this.#versions.layer[version] === layer) return version;
    return -1;
  }

  #row(path: string): number {
    return this.#order.find(normalizePath(path));
  }

  *#versionsOf(row: number): Generator<number> {
    const { start, layer } = this.#versions;
    for (let version = start[row] ?? 0; version < (start[row + 1] ?? 0); version++) {
      if ((layer[version] ?? -1) >= 0) yield version;
    }
  }

  /** Distinct first segments below `directory` among the rows that `next` visits. */
  #names(directory: string, next: (from: number, end: number) => number): string[] {
    const skip = directory === '' ? 0 : directory.length + 1;
    const [start, end] = this.#order.below(directory);
    const names = new Set<string>();
    for (let row = next(start, end); row >= 0; ) {
      const path = this.#order.path(row);
      const slash = path.indexOf('/', skip);
      if (slash < 0) {
        names.add(path.slice(skip));
        row = next(row + 1, end);
      } else {
        names.add(path.slice(skip, slash));
        row = next(this.#order.below(path.slice(0, slash))[1], end);
      }
    }
    return [...names].sort();
  }

  #presentBelow(path: string, row = this.#row(path)): boolean {
    const [start, end] = row < 0 ? this.#order.below(path) : this.#order.belowRow(row);
    return this.#present.next(start, end) >= 0;
  }

  #table(version: number): EntryTable | undefined {
    return this.#tables[this.#versions.layer[version] ?? 0]?.table;
  }
}

function implied(path: string, layer: number): TreeEntry {
  return {
    path,
    type: 'd',
    mode: IMPLIED_MODE,
    size: 0,
    sha256: undefined,
    link: undefined,
    layer,
    index: IMPLIED,
  };
}
