import type { TreeId } from './model.ts';

/** One file of which a record says something else than what is there. */
export interface RecordedFile {
  /** As it stands in the tree, links among its folders followed. */
  readonly path: string;
  readonly tree: TreeId;
  /** `alg:hex`, as the record says. */
  readonly stated: string | undefined;
  /** What is there: `alg:hex`, or words for what is no file. */
  readonly found: string | undefined;
}

/**
 * Whether a package's files are what its own record says. Who can change a file can change the record as well: it is
 * never more than *agrees with its own record*.
 */
export interface Agreement {
  /** Index of {@link CaseModel.occurrences}. */
  readonly occurrence: number;
  /** Algorithms of the record; MD5 and SHA-1 are weak. */
  readonly algorithms: readonly string[];
  /** Files that are as the record says. */
  readonly agrees: number;
  readonly changed: readonly RecordedFile[];
  readonly missing: readonly RecordedFile[];
  /** Files that lie among the package's own and are in no record. */
  readonly extra: readonly RecordedFile[];
  /** Files that differ or are absent and may: configuration, compiled modules, what was left out on purpose. */
  readonly exempted: readonly Exempted[];
  /** Files whose digest was not, or could not be, computed. */
  readonly unread: number;
  /** Regular files that the record names without a digest, and that no other record of the tree has one of. */
  readonly unchecked: readonly RecordedFile[];
}

/** A file that is not as recorded, and may be. */
export interface Exempted extends RecordedFile {
  readonly how: 'changed' | 'missing' | 'extra';
}
