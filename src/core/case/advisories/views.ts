import type { SourceId } from '../../model/source.ts';
import type { DataSignature } from './signature.ts';

/** What the page shows of advisory data and VEX. Plain data: it crosses a worker boundary. */
export interface DataPage {
  readonly version: number;
  readonly sources: readonly DataSourceRow[];
  /** Components by what the data in use say of them. */
  /** `pending`: of those without data, the ones still to be looked up. */
  readonly states: {
    readonly matched: number;
    readonly clean: number;
    readonly noData: number;
    readonly pending: number;
  };
  /** Why nothing is known of components, the most frequent first. */
  readonly reasons: readonly { readonly sentence: string; readonly components: number }[];
  /** Matches that do not count: newer data in use have the record otherwise. */
  readonly superseded: number;
  readonly vex: readonly VexRow[];
}

export interface DataSourceRow {
  readonly source: SourceId;
  readonly name: string;
  readonly sha256: string | undefined;
  readonly used: boolean;
  readonly signature: DataSignature;
  /** Whether what it states of itself was held against all that it holds, and holds. */
  readonly checked: 'made' | 'held' | 'not-yet' | 'disagrees';
  readonly records: number;
  /** Records taken back by whoever wrote them. */
  readonly withdrawn: number;
  /** Date of its newest record: how old the snapshot is at most, whenever it was imported. */
  readonly newest: string;
  readonly licenses: readonly string[];
  /** Ecosystems and releases that it covers, and how many it only adds matches to. */
  readonly covers: readonly { readonly name: string; readonly records: number; readonly newest: string }[];
  readonly partial: number;
  /** Ecosystems of which the user may say that it holds them in full: every record it counts was read. */
  readonly confirmable: readonly { readonly ecosystem: string; readonly confirmed: boolean }[];
  readonly faults: readonly string[];
}

export interface VexRow {
  readonly source: SourceId;
  readonly name: string;
  readonly authors: readonly { readonly name: string; readonly accepted: boolean }[];
  /** It was found inside an artifact, where it never counts. */
  readonly nested: boolean;
  readonly signed: boolean;
  readonly statements: number;
  readonly unmatched: readonly { readonly says: string; readonly why: string }[];
  /** References to products that name nothing for certain. */
  readonly unresolved: readonly { readonly product: string; readonly why: string }[];
}
