import type { SourceId } from '../../model/source.ts';
import type { TreeId } from '../model.ts';
import type { JoinedBy } from '../reconcile/types.ts';

/** One of the two things compared: what a document states, or what was found in an artifact. */
export type Side =
  | { readonly kind: 'document'; readonly source: SourceId }
  | { readonly kind: 'artifact'; readonly tree: TreeId };

/** From the first to the second: `added` is in the second alone, `removed` in the first alone. */
export type CompareState = 'added' | 'removed' | 'changed' | 'same';

export type ChangedField = 'name' | 'version' | 'architecture' | 'license' | 'hash' | 'relation';

/** A field that differs. Of relations: what is only in the first, and what only in the second. */
export interface Change {
  readonly field: ChangedField;
  readonly first: string;
  readonly second: string;
}

export interface ComparedRow {
  readonly state: CompareState;
  readonly join: JoinedBy | undefined;
  /** Indices of {@link CaseModel.components}. Empty on the side that lacks it. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly changes: readonly Change[];
}

export interface Comparison {
  readonly rows: readonly ComparedRow[];
  readonly counts: Readonly<Record<CompareState, number>>;
}
