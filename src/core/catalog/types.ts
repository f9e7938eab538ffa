import type { Bytes } from '../base/bytes.ts';
import type { Limits } from '../base/limits.ts';
import type { Tree } from '../image/tree.ts';
import type { Reading } from '../model/reading.ts';

/** What a cataloger is given of a file at most that it needs no more than the head of. */
export const CATALOG_HEAD = 64 * 2 ** 20;

/** A file that a cataloger asked for. */
export interface CatalogFile {
  /** Path in the tree, without leading `/`. */
  readonly path: string;
  readonly size: number;
  /** The whole content; its first {@link CATALOG_HEAD} at most, for a cataloger that needs no more. */
  readonly bytes: Bytes;
  /** The case's limits; the defaults when absent. */
  readonly limits?: Limits;
}

/** What is known of the whole tree when `resolve` runs. */
export interface ResolveContext {
  readonly distro: Distro | undefined;
  readonly limits: Limits;
  /** File name of the archive whose tree this is, where it is one and not an image. */
  readonly archive?: string;
}

/** The distribution a tree says it is (os-release). */
export interface Distro {
  /** `debian`, `ubuntu`, `alpine`. */
  readonly id: string;
  /** `12`; absent on rolling distributions. */
  readonly versionId: string | undefined;
  /** `Debian GNU/Linux 12 (bookworm)`. */
  readonly title: string | undefined;
}

/** What one file gave, as `resolve` sees it. */
export interface FileReading {
  readonly cataloger: string;
  readonly path: string;
  /** Index of the layer the file version is in; 0 outside images. */
  readonly layer: number;
  readonly reading: Reading;
}

/**
 * Finds components in files (DESIGN §3). `read` is pure and runs per file in a job worker while the layer streams.
 * `resolve` runs once per tree, after the squash: ownership, packages that were removed, edges across files. Without
 * `resolve`, every reading counts by the fate of its own file (`resolve-default.ts`).
 */
export interface Cataloger {
  readonly id: string;
  readonly title: string;
  /** Where the file format is specified. */
  readonly spec: string;
  readonly match: {
    /** `**` matches any number of segments, `*` any run of characters but `/`. Matched against the path. */
    readonly globs: readonly string[];
    /** First bytes of the files wanted, for kinds that no path tells (executables). A file that either matches is read. */
    readonly magic?: readonly (string | readonly number[])[];
  };
  /** Its records claim files for a whole system, so that packages of other catalogers may lie inside its own. */
  readonly ownsSystem?: boolean;
  /**
   * `large`: files beyond the limit for parsing whole are read too, up to what a case may hold (executables, databases).
   * `head`: the first {@link CATALOG_HEAD} of a file of any size.
   */
  readonly needs: 'bytes' | 'large' | 'head';
  read(file: CatalogFile): Reading | Promise<Reading>;
  /**
   * `readings` are this cataloger's, in layer order. In the result, refs are unique in the tree; places carry layer and
   * state; `requires` holds what nothing in the tree satisfies; `diagnostics` only what `resolve` itself has to say.
   */
  resolve?(tree: Tree, readings: readonly FileReading[], context: ResolveContext): Reading;
}
