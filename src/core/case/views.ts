/**
 * What the page can ask of a case, and the rows it gets. Plain data: everything here crosses a worker boundary.
 * Sorting, counting and joining happen in the case; the page draws.
 */
import type { Digests } from '../base/digest.ts';
import type { Severity } from '../base/result.ts';
import type { FindingSeverity, Grade } from '../model/finding.ts';
import type { Knowing } from '../model/knowing.ts';
import type { Absence, How, Scope } from '../model/reading.ts';
import type { ByteRef, Role, SourceId } from '../model/source.ts';
import type { ComponentData } from './advisories/component-data.ts';
import type { OwnRecordRow } from './agreement-rows.ts';
import type { LicenseEvidence } from './license-views.ts';

export type { OwnRecordRow } from './agreement-rows.ts';
export type { FileChoice, FileDetail, FileRow, FilesQuery, TreeChoice } from './file-views.ts';
export type { FocusGraph, GraphEdge, GraphNode, GraphQuery, Way } from './graph-views.ts';
export type {
  Answered,
  ComparedField,
  LinkLabel,
  PathLink,
  PathStop,
  ProvenanceDetail,
  QuestionEvidence,
  ReleaseComparison,
  SaidGroup,
  Threat,
  TrustPath,
} from './provenance-views.ts';
export type { HookGroup, LayerView, RunsView, StoryView } from './story-views.ts';
export type {
  AttestationDetail,
  AttestationRow,
  CheckRow,
  RawText,
  ReferenceRow,
  RootRow,
  TrustPage,
} from './trust-views.ts';

/** Where the page can go from a link in a sentence or a row. */
export type Target =
  | { readonly view: 'overview' | 'graph' | 'diagnostics' }
  | { readonly view: 'trust'; readonly attestation?: string; readonly page?: 'judges' }
  | {
      readonly view: 'documents';
      readonly document?: SourceId;
      readonly page?: 'says' | 'rules' | 'artifact' | 'scan';
      /** The artifact it is held against. */
      readonly tree?: SourceId;
      readonly filter?: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly view: 'compare'; readonly filter?: Readonly<Record<string, readonly string[]>> }
  | {
      readonly view: 'components' | 'findings';
      readonly filter?: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly view: 'files'; readonly tree: SourceId; readonly path?: string; readonly layer?: number }
  | { readonly view: 'source'; readonly source: SourceId }
  | { readonly view: 'component'; readonly component: string };

/** One step of "how do we know": read aloud in order, from what was dropped to what is shown. */
export interface HowStep {
  readonly title: string;
  readonly detail: string;
  readonly target?: Target;
}

/** The case in one look, with what the rules say of it. */
export interface Summary extends CaseSummary {
  /** `undefined` while they are being worked out. */
  readonly findings: FindingSummary | undefined;
}

/** What was read, in one look. Counts read "at least" wherever `notFullyInspected` holds. */
export interface CaseSummary {
  readonly version: number;
  readonly sources: number;
  readonly components: number;
  /** Components by ecosystem (purl type, or component type without purl), most first. */
  readonly ecosystems: readonly {
    readonly ecosystem: string;
    readonly components: number;
    readonly places: number;
  }[];
  readonly removedComponents: number;
  readonly relations: number;
  /** Envelopes in the case: signed or unsigned claims. */
  readonly attestations: number;
  readonly documents: number;
  readonly images: readonly ImageSummary[];
  /** Top-level sources that are not images. */
  readonly others: readonly {
    readonly source: SourceId;
    readonly name: string;
    readonly kindTitle: string;
  }[];
  readonly entries: number;
  readonly diagnostics: Readonly<Record<Severity, number>>;
  /** Why the case is not fully inspected, one sentence each; empty when it is. */
  readonly notFullyInspected: readonly {
    readonly source: SourceId;
    readonly sentence: string;
    /** Bytes are missing or damaged: the file is to be had again. Not so for a limit, or what nothing here reads. */
    readonly incomplete: boolean;
  }[];
  /** Zips whose members wait for a password. */
  readonly locked: readonly { readonly source: SourceId; readonly name: string; readonly entries: number }[];
  readonly map: readonly MapTile[];
  readonly advisories: {
    /** What the data in use say of the components; `undefined` while none are in use. */
    readonly states:
      | {
          readonly matched: number;
          readonly clean: number;
          readonly noData: number;
          readonly pending: number;
        }
      | undefined;
    /** Data that were dropped and are not in use. */
    readonly unused: readonly { readonly source: SourceId; readonly name: string }[];
  };
}

/** What the rules say of the case, in one look. Suppressed findings are counted apart and nowhere else. */
export interface FindingSummary {
  readonly open: number;
  readonly suppressed: number;
  readonly grades: Readonly<Record<Grade, number>>;
  /** Open facts by severity, worst first, without those that are none. */
  readonly facts: readonly { readonly severity: FindingSeverity; readonly count: number }[];
  /** Open facts in which claim and evidence disagree. */
  readonly contradicted: number;
  /** What to do first, in words: at most three remedies. */
  readonly first: readonly {
    readonly remedy: string;
    readonly clears: number;
    readonly filter: Readonly<Record<string, readonly string[]>>;
  }[];
}

/** A tile of the overview's map: components of one layer and ecosystem (or alphabetical share of it). */
export interface MapTile {
  readonly group: string;
  readonly ecosystem: string;
  readonly label: string;
  readonly count: number;
  readonly target: Target;
}

export interface ImageSummary {
  readonly source: SourceId;
  /** Tree of its files; several images of one file have a tree each. */
  readonly tree: SourceId;
  readonly name: string;
  readonly archive: string;
  readonly kindTitle: string;
  readonly platform: string;
  readonly size: number;
  readonly manifestDigest: string | undefined;
  readonly configDigest: string | undefined;
  readonly created: string | undefined;
  /** From os-release: `Debian GNU/Linux 12 (bookworm)`. */
  readonly distro: string | undefined;
  readonly user: string | undefined;
  readonly command: readonly string[];
  readonly layers: readonly LayerSummary[];
  readonly paths: number;
  readonly entries: number;
  readonly replacedOrRemoved: number;
  readonly ladder: readonly LadderGroup[];
  /** `claimed` when every rung holds (consistent with itself), `contradicted` when one fails. Never `proven`. */
  readonly ladderState: Knowing;
}

export interface LayerSummary {
  readonly index: number;
  readonly source: SourceId | undefined;
  readonly digest: string | undefined;
  readonly diffID: string | undefined;
  readonly mediaType: string;
  readonly size: number;
  readonly entries: number;
  readonly createdBy: string | undefined;
  /** Components that it brought, each once however many places it has there. */
  readonly packages: number;
  readonly state: Knowing | undefined;
}

/** Rungs of one kind: how many hold, and those that do not. */
export interface LadderGroup {
  readonly rung: string;
  readonly title: string;
  readonly pass: number;
  readonly total: number;
  readonly odd: readonly {
    readonly of: string;
    readonly status: 'fail' | 'absent';
    readonly expected: string;
    readonly actual: string;
  }[];
}

/** A row of the case tree on the left, in display order. */
export interface SourceRow {
  readonly id: SourceId;
  readonly parent: SourceId | undefined;
  readonly depth: number;
  readonly name: string;
  readonly kind: string;
  readonly kindTitle: string;
  readonly role: Role;
  readonly size: number;
  /** `6.0 MB`, `7 layers`: what stands at the right of the row. */
  readonly aside: string;
  readonly state: Knowing | undefined;
  readonly hasChildren: boolean;
  readonly icon: 'image' | 'layers' | 'layer' | 'file' | 'archive' | 'document' | 'key' | 'folder';
  /** Tree that the Files view opens for it. */
  readonly tree: SourceId | undefined;
}

export interface SourceDetail {
  readonly row: SourceRow;
  readonly path: string;
  readonly digests: Digests;
  readonly facts: readonly {
    readonly label: string;
    readonly value: string;
    readonly copy?: string;
    readonly state?: Knowing;
  }[];
  readonly image: ImageSummary | undefined;
  readonly notInspected: readonly string[];
  readonly diagnostics: readonly DiagnosticRow[];
  readonly how: readonly HowStep[];
  readonly ref: ByteRef | undefined;
}

export interface DiagnosticRow {
  readonly source: SourceId;
  readonly sourceName: string;
  readonly entry: string | undefined;
  readonly offset: number | undefined;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}

export type ComponentColumn = 'name' | 'version' | 'ecosystem' | 'layer' | 'places' | 'flag' | 'state';

export interface ComponentQuery {
  /** Every word must occur in name, version, purl or path. */
  readonly text?: string;
  /** Facet id to the values wanted; values of one facet are alternatives, facets add up. */
  readonly filter?: Readonly<Record<string, readonly string[]>>;
  readonly sort?: { readonly column: ComponentColumn; readonly descending: boolean };
  readonly offset: number;
  readonly limit: number;
}

export interface Facet {
  readonly id: string;
  readonly title: string;
  readonly values: readonly { readonly value: string; readonly label: string; readonly count: number }[];
}

export interface Page<Row> {
  readonly version: number;
  /** Rows that match, and rows in all. */
  readonly total: number;
  readonly all: number;
  readonly offset: number;
  readonly rows: readonly Row[];
}

export interface ComponentPage extends Page<ComponentRow> {
  readonly facets: readonly Facet[];
  /** Layers of the strip; 0 when no image is in the case. */
  readonly layers: number;
  /** Whether the rules have been run: as long as they have not, no row tells a flag. */
  readonly flags: 'known' | 'waiting';
}

export interface ComponentRow {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly ecosystem: string;
  readonly purl: string | undefined;
  /** One mark a layer of the image it is in. */
  readonly strip: readonly LayerMark[];
  readonly places: number;
  /** `present` wins over `removed`, `removed` over `stated`. */
  readonly state: 'present' | 'removed' | 'stated';
  readonly note: string;
  /** Absent where no fact stands on it, and where the rules have not been run (see {@link ComponentPage.flags}). */
  readonly flag?: ComponentFlag;
}

/** Facts that stand on a component and that nothing suppresses; policy and hints do not count. */
export interface ComponentFlag {
  readonly worst: FindingSeverity;
  readonly facts: number;
  /** Place among all when the worst come first; what nobody rated stands among the medium. */
  readonly rank: number;
}

/** What a layer did to a path or package. */
export type LayerMark = 'none' | 'brought' | 'changed' | 'removed';

export interface ComponentDetail {
  readonly row: ComponentRow;
  readonly type: string;
  readonly places: readonly PlaceRow[];
  readonly facts: readonly FactRow[];
  readonly asks: readonly RelationRow[];
  /** The first of them: half of a distribution asks for its C library. */
  readonly askedBy: readonly RelationRow[];
  readonly askedByAll: number;
  /** Its files against what recorded them. */
  readonly records: readonly OwnRecordRow[];
  /** What it declares against the license texts in it; `undefined` where there is neither. */
  readonly licenses: LicenseEvidence | undefined;
  readonly advisories: ComponentData;
  readonly how: readonly HowStep[];
}

export interface PlaceRow {
  /** Id of the occurrence: what the graph is asked about. */
  readonly id: number;
  readonly path: string;
  readonly tree: SourceId;
  readonly sourceName: string;
  readonly state: 'present' | 'removed' | 'stated';
  readonly layer: number | undefined;
  readonly diffID: string | undefined;
  readonly removedIn: number | undefined;
  /** Tree whose layers those are. */
  readonly layersOf: SourceId;
  readonly how: How;
  readonly ownedBy: string | undefined;
}

export interface FactRow {
  readonly label: string;
  readonly value: string;
  readonly absent: Absence | undefined;
  readonly how: How;
  readonly says: string;
  readonly pointer: string | undefined;
  readonly state: Knowing | undefined;
}

export interface RelationRow {
  readonly component: string;
  readonly name: string;
  readonly version: string;
  readonly kind: string;
  readonly scope: Scope | undefined;
  readonly rawKind: string;
  readonly asked: string | undefined;
  readonly how: How;
}

/** Bytes of a window of an entry, after it was opened again; `matches` tells whether they still hash the same. */
export interface Preview {
  readonly size: number;
  readonly start: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly text: boolean;
  readonly matches: boolean | undefined;
}

/** What the page hears at most ten times a second. */
export interface CaseState {
  readonly phase: 'empty' | 'working' | 'done';
  /** Changes whenever an answer may have changed. */
  readonly version: number;
  readonly jobs: readonly {
    readonly source: SourceId;
    readonly name: string;
    readonly stage: string;
    readonly done: number;
    readonly total: number;
    readonly path: string;
    /** No progress for longer than the limit: the page asks whether to go on. */
    readonly silent: boolean;
  }[];
  /** Jobs that have not begun. */
  readonly waiting: number;
  /** Milliseconds from the first job to the last, once done. */
  readonly took: number | undefined;
}
