/** What the Documents and Compare views ask, and the rows they get. Plain data: everything crosses a worker boundary. */
import type { Change, CompareState, Side } from '../case/compare/types.ts';
import type { ExternalState } from '../case/external-documents.ts';
import type {
  DescribedBy,
  Difference,
  JoinedBy,
  ReconciledNote,
  ReconciledState,
} from '../case/reconcile/types.ts';
import type { ScanState } from '../case/scans/types.ts';
import type { ScanSummary } from '../case/scans/views.ts';
import type { Facet, HowStep, Page } from '../case/views.ts';
import type { Circles } from '../graph/circles.ts';
import type { Verdict } from '../model/check.ts';
import type { DocumentError, DocumentFormat, Serialization } from '../model/document.ts';
import type { Knowing } from '../model/knowing.ts';
import type { SourceId } from '../model/source.ts';
import type { Denominator, RuleLevel, RuleStatus } from './types.ts';

export type Filter = Readonly<Record<string, readonly string[]>>;

/** One line of the list of documents. */
export interface DocumentRow {
  readonly source: SourceId;
  readonly name: string;
  readonly format: DocumentFormat;
  readonly version: string;
  readonly serialization: Serialization;
  readonly title: string | undefined;
  readonly valid: boolean | undefined;
  readonly errors: number;
  readonly components: number;
  readonly relations: number;
  /** What it says of vulnerabilities: statements of VEX. */
  readonly statements: number;
  /** Only a part of it was read: it states more than these. */
  readonly partlyRead: boolean;
  /** What it describes and is held against. */
  readonly reconciliations: readonly ReconciliationSummary[];
  readonly signature: SignatureSummary;
  /** Of a scanner's report: how it stands against the findings. */
  readonly scan: ScanSummary | undefined;
}

export interface SignatureSummary {
  readonly state: Knowing;
  readonly sentence: string;
  readonly parts: readonly {
    readonly pointer: string;
    readonly verdict: Verdict;
    readonly sentence: string;
    readonly key: string;
  }[];
}

export interface ReconciliationSummary {
  readonly document: SourceId;
  readonly tree: SourceId;
  readonly artifact: string;
  readonly by: DescribedBy;
  readonly otherDigests: readonly string[];
  readonly complete: boolean;
  readonly documentComplete: boolean;
  readonly claimed: number;
  readonly matched: number;
  readonly weaker: number;
  readonly disagrees: number;
  readonly onlyClaimed: number;
  readonly onlyFound: number;
  readonly covered: number;
  readonly files:
    | {
        readonly matched: number;
        readonly onlyClaimed: number;
        readonly disagrees: number;
        readonly unnamed: number;
      }
    | undefined;
}

export interface ScanQuery {
  readonly document: SourceId;
  readonly filter?: Filter;
  readonly text?: string;
  readonly offset: number;
  readonly limit: number;
}

export interface ScanPageRow {
  readonly id: number;
  readonly state: ScanState;
  readonly component: string | undefined;
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly name: string;
  readonly version: string;
  /** The scanner's own word; empty where it has none. */
  readonly severity: string;
  readonly fixed: string;
  /** Why only one side says so, else how both were joined. */
  readonly why: string;
}

export interface ScanPage extends Page<ScanPageRow> {
  readonly facets: readonly Facet[];
}

/** Everything on one document, tables apart. */
/** Another document that one names, resolved among what was dropped. */
export interface ExternalRow {
  readonly ref: string;
  readonly outcome: ExternalState;
  readonly state: Knowing;
  /** The document of the case that is meant, or that is called so. */
  readonly target: SourceId | undefined;
  readonly name: string;
}

export interface DocumentDetail {
  readonly row: DocumentRow;
  readonly id: string | undefined;
  readonly created: string | undefined;
  readonly authors: readonly string[];
  readonly tools: readonly string[];
  readonly lifecycles: readonly string[];
  readonly completeness: readonly { readonly facet: string; readonly word: string; readonly count: number }[];
  /** What it does not say, one sentence each; of a document that lists no components, nothing is missed. */
  readonly silent: readonly string[] | undefined;
  readonly validity: string;
  /** The first errors; all of them are in the report. */
  readonly errors: readonly DocumentError[];
  /** Documents that it names, and what became of each. */
  readonly external: readonly ExternalRow[];
  /** The first of its VEX statements. */
  readonly statements: readonly StatementRow[];
  readonly dangling: number;
  /** Dependencies that lead back to where they start. */
  readonly circles: Circles;
  readonly profiles: readonly ProfileTable[];
  readonly how: readonly HowStep[];
}

/** One VEX statement, as the document makes it. */
export interface StatementRow {
  readonly vulnerability: string;
  readonly status: string;
  readonly justification: string;
  /** The first of its products. */
  readonly products: readonly string[];
  readonly moreProducts: number;
  /** Why it changes nothing here; `undefined` where it does. */
  readonly without: string | undefined;
}

export interface ProfileTable {
  readonly id: string;
  readonly title: string;
  readonly issuer: string;
  readonly version: string;
  readonly published: string;
  readonly force: string;
  readonly checked: string;
  readonly source: string;
  /** How many rules come to what. */
  readonly counts: Readonly<Partial<Record<RuleStatus, number>>>;
  readonly rules: readonly RuleRow[];
}

export interface RuleRow {
  readonly id: string;
  readonly title: string;
  readonly level: RuleLevel;
  readonly clause: string;
  readonly status: RuleStatus;
  readonly pass: number;
  readonly of: number;
  readonly unknown: number;
  readonly withheld: number;
  readonly denominator: Denominator;
  readonly detail: string;
  /** Where this format keeps it; absent where it has no place. */
  readonly path: string | undefined;
  readonly remedy: string;
  readonly failing: number;
  /** Of those failing: how many Loupe can tell from the artifact. */
  readonly measured: number;
}

export interface FailingQuery {
  readonly document: SourceId;
  readonly profile: string;
  readonly rule: string;
  readonly offset: number;
  readonly limit: number;
}

/** A component that a rule is not met by. */
export interface FailingRow {
  readonly id: number;
  readonly component: string;
  readonly name: string;
  readonly version: string;
  readonly pointer: string;
  /** What Loupe measured in the artifact, where the document does not say it. */
  readonly measured: string | undefined;
}

export interface ReconciledQuery {
  readonly document: SourceId;
  readonly tree: SourceId;
  readonly filter?: Filter;
  readonly text?: string;
  readonly offset: number;
  readonly limit: number;
}

export interface ReconciledPageRow {
  readonly id: number;
  readonly state: ReconciledState;
  readonly component: string;
  readonly name: string;
  readonly claimedVersion: string;
  readonly foundVersion: string;
  readonly ecosystem: string;
  readonly join: JoinedBy | undefined;
  readonly differences: readonly Difference[];
  readonly notes: readonly ReconciledNote[];
  /** Where it was found, else where it is stated. */
  readonly where: string;
}

export interface ReconciledPage extends Page<ReconciledPageRow> {
  readonly facets: readonly Facet[];
}

/** Something that can be one side of a comparison. */
export interface SideChoice {
  /** Short, stable within a case: stands in the address. */
  readonly id: string;
  readonly side: Side;
  readonly name: string;
  readonly what: string;
  readonly components: number;
  /** It lies inside another choice: nothing to compare that with unasked. */
  readonly nested: boolean;
  /** Only a part of it was read. */
  readonly partlyRead: boolean;
}

export interface CompareQuery {
  readonly first: string;
  readonly second: string;
  readonly filter?: Filter;
  readonly text?: string;
  readonly offset: number;
  readonly limit: number;
}

export interface ComparePageRow {
  readonly id: number;
  readonly state: CompareState;
  readonly component: string;
  readonly name: string;
  readonly firstVersion: string;
  readonly secondVersion: string;
  readonly ecosystem: string;
  readonly join: JoinedBy | undefined;
  readonly changes: readonly Change[];
}

export interface ComparePage extends Page<ComparePageRow> {
  readonly facets: readonly Facet[];
  readonly counts: Readonly<Record<CompareState, number>>;
}
