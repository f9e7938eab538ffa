/** What the page can ask of the findings, and the rows it gets. Plain data: everything here crosses a worker boundary. */
import type { ScanSummary } from '../case/scans/views.ts';
import type { Facet, HowStep, Page, Target } from '../case/views.ts';
import type { Evidence } from '../model/check.ts';
import type { FindingSeverity, Grade } from '../model/finding.ts';
import type { SourceId } from '../model/source.ts';
import type { SearchedList } from './indicator-search.ts';

export interface FindingsQuery {
  /** Every word must occur in rule, title, component, path or alias. */
  readonly text?: string;
  /** Facet id to the values wanted; values of one facet are alternatives, facets add up. */
  readonly filter?: Readonly<Record<string, readonly string[]>>;
  readonly offset: number;
  readonly limit: number;
}

export interface FindingRow {
  readonly id: string;
  readonly rule: string;
  readonly ruleTitle: string;
  readonly grade: Grade;
  readonly severity: FindingSeverity;
  /** A fact in which claim and evidence disagree, and which nothing suppresses. */
  readonly contradicted: boolean;
  readonly title: string;
  /** Component with version, path or source it speaks of. */
  readonly where: string;
  readonly suppressedBy: string | undefined;
  /** What disagrees about it, and what raises or lowers its place in the list: `known to be exploited`, `only in a removed layer`. */
  readonly notes: readonly string[];
}

/** Findings that one act clears. */
export interface RemedyRow {
  readonly remedy: string;
  readonly clears: number;
  readonly worst: FindingSeverity;
  readonly grade: Grade;
  readonly filter: Readonly<Record<string, readonly string[]>>;
}

export interface FindingsPage extends Page<FindingRow> {
  readonly facets: readonly Facet[];
  /** One remedy per root cause among the rows that match, what to do first at the head; at most twenty. */
  readonly remedies: readonly RemedyRow[];
  readonly suppressed: number;
  /** Lists of indicators in force, and what was searched for what is on them. */
  readonly searched: {
    readonly lists: readonly SearchedList[];
    readonly files: number;
    readonly hashed: number;
    readonly components: number;
    readonly hits: number;
    /** Of the hits, those that are listed. */
    readonly listed: number;
  };
  /** Reports of other scanners, held against the findings. */
  readonly scans: readonly ScanSummary[];
  /** Rules that were run, and those that are turned off. */
  readonly rules: { readonly run: number; readonly off: readonly string[] };
}

/** A component on which facts stand that nothing suppresses. */
export interface FlaggedComponent {
  readonly component: string;
  /** With its version. */
  readonly name: string;
  readonly worst: FindingSeverity;
  readonly facts: number;
}

export interface FindingDetail {
  readonly row: FindingRow;
  readonly detail: string;
  readonly why: string;
  readonly mayBeWrong: string;
  readonly remedy: string;
  readonly evidence: readonly Evidence[];
  readonly aliases: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly component: string | undefined;
  /** Where the component is, to ask the graph why; an occurrence of the final tree where there is one. */
  readonly place: number | undefined;
  readonly source: SourceId | undefined;
  /** Where the evidence is: the component, the file, the attestation. */
  readonly target: Target | undefined;
  readonly how: readonly HowStep[];
}
