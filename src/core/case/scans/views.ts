import type { SourceId } from '../../model/source.ts';
import type { DescribedBy } from '../reconcile/types.ts';
import type { ScanState } from './types.ts';

/** A scanner's report in one look. */
export interface ScanSummary {
  readonly document: SourceId;
  readonly name: string;
  /** The scanner, with its version where the report says so. */
  readonly tool: string;
  readonly ran: string | undefined;
  readonly target: string | undefined;
  /** How it is known which artifact it is about; absent: it is held against the whole case. */
  readonly by: DescribedBy | undefined;
  /** It gives its target digests that nothing here has. */
  readonly otherDigests: boolean;
  readonly nested: boolean;
  readonly reported: number;
  readonly ignored: number;
  readonly others: number;
  /** Rules of some of those, which name no vulnerability of a database. */
  readonly otherRules: readonly string[];
  readonly counts: Readonly<Record<ScanState, number>>;
}
