import type { Hex } from '../base/bytes.ts';
import type { EntryType } from '../model/entry-table.ts';

/** A path of a squashed tree: the entry that stands there in the end. */
export interface TreeEntry {
  readonly path: string;
  readonly type: EntryType;
  readonly mode: number;
  readonly size: number;
  readonly sha256: Hex | undefined;
  readonly link: string | undefined;
  /**
   * Index of the layer that brought this version, and of the entry within it. A directory that some entry needs and no
   * layer has an entry for (extractors make it) has index -1.
   */
  readonly layer: number;
  readonly index: number;
}

/** What became of a path that a layer brought. `by` is the layer that removed or replaced it. */
export type Fate =
  | { readonly state: 'present' }
  | { readonly state: 'removed'; readonly by: number }
  | { readonly state: 'replaced'; readonly by: number };

/** What a layer did to a path. */
export type PathMark = 'none' | 'brought' | 'changed' | 'removed';

/** One version of a path, and what became of it. */
export interface PathVersion {
  readonly entry: TreeEntry;
  readonly fate: Fate;
}

/**
 * The files of an image after its layers are applied, or of an archive (one layer). Paths have no leading `/`.
 * Lookups do not follow symbolic links unless they say so.
 */
export interface Tree {
  readonly layers: number;
  /** The entry at `path` in the final tree. */
  get(path: string): TreeEntry | undefined;
  /** Names directly below a directory in the final tree, sorted. */
  children(directory: string): readonly string[];
  /** Every entry of the final tree, sorted by path. */
  entries(): Iterable<TreeEntry>;
  /** The entry reached by following symbolic links inside the tree (at most 40), or `undefined`. */
  follow(path: string): TreeEntry | undefined;
  /** What became of the version of `path` that `layer` brought; `undefined` if that layer has no such entry. */
  fate(path: string, layer: number): Fate | undefined;
}
