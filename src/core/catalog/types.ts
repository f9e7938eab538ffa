import type { ByteSource } from '../base/byte-source.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Tree } from '../image/tree.ts';
import type { Reading } from '../model/reading.ts';

/** A file that a cataloger asked for. */
export interface CatalogFile {
  /** Path in the tree, without leading `/`. */
  readonly path: string;
  readonly size: number;
  /** The whole content; empty for catalogers that read at random. */
  readonly bytes: Bytes;
  /** Random access, for catalogers with `needs: 'random'`. */
  readonly source?: ByteSource;
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
 * `resolve`, every reading counts by the fate of its own file.
 */
export interface Cataloger {
  readonly id: string;
  readonly title: string;
  /** Where the file format is specified. */
  readonly spec: string;
  readonly match: {
    /** `**` matches any number of segments, `*` any run of characters but `/`. Matched against the path. */
    readonly globs: readonly string[];
  };
  readonly needs: 'bytes' | 'random';
  read(file: CatalogFile): Reading | Promise<Reading>;
  /** `readings` are this cataloger's, in layer order; the result's places carry layer and state. */
  resolve?(tree: Tree, readings: readonly FileReading[]): Reading;
}
