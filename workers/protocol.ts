/** What crosses the worker boundary: types only (DESIGN §6). `File` objects are posted, not bytes. */

import type { JsonObject } from '../src/core/base/json-shape.ts';
import type { Limits } from '../src/core/base/limits.ts';
import type { Progress } from '../src/core/base/progress.ts';
import type { Severity } from '../src/core/base/result.ts';
import type { LookUpOrder, LookUpResult } from '../src/core/case/advisories/lookups.ts';
import type { DataPage } from '../src/core/case/advisories/views.ts';
import type { Glimpse, Harvest, Job, JobResult } from '../src/core/case/jobs.ts';
import type { VerifyOrder } from '../src/core/case/verify-claim.ts';
import type {
  AttestationDetail,
  CaseState,
  ComponentDetail,
  ComponentPage,
  ComponentQuery,
  DiagnosticRow,
  FileDetail,
  FileRow,
  FilesQuery,
  FocusGraph,
  GraphQuery,
  Page,
  Preview,
  ProvenanceDetail,
  SourceDetail,
  SourceRow,
  StoryView,
  Summary,
  TreeChoice,
  TrustPage,
} from '../src/core/case/views.ts';
import type { ShippedDataUse } from '../src/core/flag/shipped-data.ts';
import type { FindingDetail, FindingsPage, FindingsQuery, FlaggedComponent } from '../src/core/flag/views.ts';
import type { Placed } from '../src/core/graph/layered.ts';
import type { FileKey, SourceId } from '../src/core/model/source.ts';
import type {
  ComparePage,
  CompareQuery,
  DocumentDetail,
  DocumentRow,
  FailingQuery,
  FailingRow,
  ReconciledPage,
  ReconciledQuery,
  ScanPage,
  ScanQuery,
  SideChoice,
} from '../src/core/profiles/views.ts';
import type { ExportId } from '../src/core/report/sbom-exporter.ts';
import type { SchemaError } from '../src/core/sbom/schema-errors.ts';
import type { SchemaVersion } from '../src/core/sbom/types.ts';
import type { PieceElsewhere } from '../src/core/unpack/elsewhere.ts';
import type { DeflateFormat } from '../src/core/unpack/inflate.ts';
import type { Expectations } from '../src/core/verify/expectations.ts';
import type { AttestationResult } from '../src/core/verify/result.ts';

/** A dropped file with its path within a dropped folder (its name otherwise). */
export interface Dropped {
  readonly file: File;
  readonly path: string;
}

/** What the page asks of the case worker. */
export interface CaseApi {
  watch(listener: (state: CaseState) => void): void;
  add(dropped: readonly Dropped[]): Promise<void>;
  remove(source: SourceId): Promise<void>;
  clear(): Promise<void>;
  /** Stops all work; what was read is kept and marked as interrupted. */
  cancel(): Promise<void>;
  setPassword(source: SourceId, password: string): Promise<void>;
  summary(): Promise<Summary>;
  sources(): Promise<readonly SourceRow[]>;
  source(id: SourceId): Promise<SourceDetail | undefined>;
  components(query: ComponentQuery): Promise<ComponentPage>;
  component(id: string): Promise<ComponentDetail | undefined>;
  trees(): Promise<readonly TreeChoice[]>;
  files(query: FilesQuery): Promise<Page<FileRow>>;
  /** What an image runs, and how its layers made it. */
  story(tree: SourceId): Promise<StoryView | undefined>;
  file(tree: SourceId, layer: number, index: number): Promise<FileDetail | undefined>;
  diagnostics(query: {
    readonly text?: string;
    readonly severity?: Severity;
    readonly offset: number;
    readonly limit: number;
  }): Promise<Page<DiagnosticRow>>;
  findings(query: FindingsQuery): Promise<FindingsPage>;
  finding(id: string): Promise<FindingDetail | undefined>;
  flagged(components?: readonly string[]): Promise<readonly FlaggedComponent[]>;
  /** Turns a rule off, or on again. */
  turnRule(id: string, on: boolean): Promise<void>;
  documents(): Promise<readonly DocumentRow[]>;
  document(source: SourceId): Promise<DocumentDetail | undefined>;
  /** Components that a rule of a profile is not met by. */
  failing(query: FailingQuery): Promise<Page<FailingRow>>;
  /** A document held against an artifact, row by row. */
  reconciled(query: ReconciledQuery): Promise<ReconciledPage>;
  /** A scanner's report held against the findings, row by row. */
  scanned(query: ScanQuery): Promise<ScanPage>;
  sides(): Promise<readonly SideChoice[]>;
  compare(query: CompareQuery): Promise<ComparePage>;
  trust(): Promise<TrustPage>;
  attestation(id: string): Promise<AttestationDetail | undefined>;
  /** The path, the fifteen questions and the comparisons of one claim. */
  provenance(id: string): Promise<ProvenanceDetail | undefined>;
  /** The explicit act (DESIGN §1): from here on the dropped root, key or policy counts; or no longer. */
  accept(source: SourceId, accepted: boolean): Promise<void>;
  /** Advisory data and VEX: what is there, what it covers, what counts. */
  advisories(): Promise<DataPage>;
  /** Tables that ship with Loupe, how old at a time (RFC 3339), and what the user put in their place. */
  shippedData(at: string): Promise<readonly ShippedDataUse[]>;
  /** The index made of dropped advisory data, to be kept; `undefined` where there is none. */
  advisoryIndex(source: SourceId): Promise<Blob | undefined>;
  /** The user says that dropped advisory data hold all of an ecosystem, or no longer. */
  confirmCoverage(source: SourceId, ecosystem: string, covers: boolean): Promise<void>;
  /** The explicit act by which statements of an author of VEX count, or no longer. */
  acceptVexAuthor(author: string, accepted: boolean): Promise<void>;
  expect(expectations: Expectations): Promise<void>;
  /** The expectations as a policy file that can be dropped again. */
  policy(): Promise<Blob>;
  graph(query: GraphQuery): Promise<FocusGraph | undefined>;
  /** A window of a source or entry. */
  preview(at: Place, start: number, length: number): Promise<Preview | { readonly failed: string }>;
  /** The bytes under a neutral name, or inside a zip encrypted with `infected`. */
  save(
    at: Place,
    as: 'neutral' | 'encrypted-zip',
  ): Promise<{ readonly name: string; readonly blob: Blob } | { readonly failed: string }>;
  /** `loupe.report/1` as a JSON file. */
  report(entries: boolean): Promise<Blob>;
  /** The catalogue of the case in a standard format, as a JSON file; or the license texts in it, as text. */
  exported(format: ExportId): Promise<{ readonly name: string; readonly blob: Blob }>;
}

/** A source, or an entry of a tree. */
export type Place =
  | { readonly source: SourceId }
  | { readonly tree: SourceId; readonly layer: number; readonly index: number };

/** What the page asks of the layout worker. */
export interface LayoutApi {
  layout(graph: {
    readonly nodes: readonly { readonly id: number; readonly width: number; readonly height: number }[];
    /** Long edges of one `kind` to one node run as one where they meet. */
    readonly edges: readonly { readonly from: number; readonly to: number; readonly kind?: number }[];
  }): Promise<Placed>;
}

/** What the page tells the case worker about the others. */
export interface CaseControl {
  /** `width`: how many job workers there will be. */
  start(width: number, supervisor: Supervisor): void;
  /** A job worker for a slot: the first, or one in place of one that was ended. */
  attach(slot: number, port: MessagePort): void;
  /** The verify worker. */
  attachVerifier(port: MessagePort): void;
}

/** What the case worker asks of the page, which alone can start and end workers. */
export interface Supervisor {
  replace(slot: number): void;
}

/** What a job worker is started with: a port to the case worker, and one to the inflate worker. */
export interface JobPorts {
  readonly jobs: MessagePort;
  readonly inflate: MessagePort;
}

/** One job for a job worker: the file is posted, not its bytes. */
export interface JobMessage {
  readonly job: Job;
  readonly file: File;
  readonly limits: Limits;
  readonly used: { readonly expanded: number; readonly entries: number };
}

/** What a job tells while it runs. */
export interface JobNews {
  readonly progress?: Progress;
  readonly glimpse?: Glimpse;
  /** Rows that need not wait for the job's end; their buffers are transferred. */
  readonly early?: Harvest;
}

/** What the case worker asks of a job worker. */
export interface JobApi {
  run(message: JobMessage, tell: (news: JobNews) => void): Promise<JobResult>;
  abort(): void;
}

/** What a job worker asks of the inflate worker, over a port of their own. */
export type InflateAsk = { readonly id: number } & (
  | { readonly format: DeflateFormat; readonly blob: Blob }
  | { readonly taken: true }
  | { readonly cancel: true }
);

export type InflateAnswer = { readonly id: number } & PieceElsewhere;

/** What a job worker says to the page when a document is to be held against its schema: it is answered with a port. */
export type NeedsSchemas = 'needs-schemas';

/** What a job worker asks of the schema worker, over a port of their own. */
export interface SchemaAsk {
  readonly id: number;
  readonly version: SchemaVersion;
  readonly value: JsonObject;
}

export type SchemaAnswer = { readonly id: number } & (
  | { readonly errors: readonly SchemaError[] }
  | { readonly failed: string }
);

/** What the case worker asks of the verify worker. */
export interface VerifyApi {
  lookUp(order: LookUpOrder, files: readonly (readonly [FileKey, File])[]): Promise<LookUpResult>;
  verify(
    order: VerifyOrder,
    files: readonly (readonly [FileKey, File])[],
  ): Promise<readonly AttestationResult[]>;
}
