import type { SourceId } from '../../model/source.ts';
import type { TreeId } from '../model.ts';

/** How two sides of a row were found to be the same thing, strongest first. Only a digest binds; the others are weaker. */
export type JoinedBy = 'digest' | 'purl' | 'name';

/**
 * How it is known which artifact a document describes, strongest first: the digest of what it describes (or of the
 * signed statement that carries it), its purl, its name, or that there is only this one artifact in the case.
 */
export type DescribedBy = JoinedBy | 'only';

export type DifferentField = 'name' | 'version' | 'architecture' | 'hash' | 'license';

/** One field in which claim and evidence disagree. */
export interface Difference {
  readonly field: DifferentField;
  readonly claimed: string;
  readonly found: string;
}

/**
 * `covered`: found and not claimed, but its files belong to a package that is claimed (a language package that a distro
 * package owns), so that it is nothing untracked.
 */
export type ReconciledState = 'matched' | 'disagrees' | 'only-claimed' | 'only-found' | 'covered';

/** What may be said beside the state. */
export type ReconciledNote =
  /** A later layer removed what is claimed. */
  | 'removed'
  /** A lockfile of the artifact names it, and it is not installed. */
  | 'locked'
  /** One side states no version. */
  | 'no-version'
  /** One side states no epoch. */
  | 'no-epoch';

/** One thing that the document claims, the artifact holds, or both. */
export interface ReconciledRow {
  readonly state: ReconciledState;
  /** Absent where only one side has it. */
  readonly join: JoinedBy | undefined;
  /** Indices of {@link CaseModel.components}. Empty on the side that lacks it. */
  readonly claimed: readonly number[];
  readonly found: readonly number[];
  /** Indices of {@link CaseModel.occurrences}. */
  readonly claimedAt: readonly number[];
  readonly foundAt: readonly number[];
  readonly differences: readonly Difference[];
  readonly notes: readonly ReconciledNote[];
}

/** A file that the document names. */
export interface ReconciledFile {
  readonly state: 'matched' | 'disagrees' | 'only-claimed';
  /** `digest`: bytes agree; `name`: there is a file of that path, and no digest to hold it against. */
  readonly join: 'digest' | 'name' | undefined;
  /** Index of {@link CaseModel.occurrences}. */
  readonly claimedAt: number;
  /** Path in the artifact; another than claimed where only the bytes were found. */
  readonly path: string;
  readonly claimed: string;
  readonly found: string;
}

export interface ReconcileCounts {
  readonly matched: number;
  /** Of `matched`: joined by purl or name, not by a digest. */
  readonly weaker: number;
  readonly disagrees: number;
  readonly onlyClaimed: number;
  readonly onlyFound: number;
  readonly covered: number;
}

/** A document held against the artifact it describes. */
export interface Reconciliation {
  readonly document: SourceId;
  readonly artifact: SourceId;
  readonly tree: TreeId;
  readonly by: DescribedBy;
  /** Strong digests that the document gives what it describes, none of which is in the case. */
  readonly otherDigests: readonly string[];
  /** Whether the whole artifact was inspected: what is not found may be where nobody looked. */
  readonly complete: boolean;
  /** Whether the whole document was read: what it seems not to list may be in its rest. */
  readonly documentComplete: boolean;
  readonly counts: ReconcileCounts;
  /** Sorted by name; {@link ReconciledState} in any order. */
  readonly rows: readonly ReconciledRow[];
  /** Files named by the document; empty where it names none. */
  readonly files: readonly ReconciledFile[];
  /** Files of the artifact that the document does not name; `undefined` where it names none at all. */
  readonly unnamedFiles: number | undefined;
}
