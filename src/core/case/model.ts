import type { Rung } from '../image/ladder.ts';
import type { PlannedImage } from '../image/plan.ts';
import type { SquashedTree } from '../image/squashed-tree.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { StatedDocument } from '../model/document.ts';
import type { EntryTable } from '../model/entry-table.ts';
import type { Observation } from '../model/observation.ts';
import type { ComponentType, FactOf, How, Ownership, RelationKind, Scope } from '../model/reading.ts';
import type { FileKey, Source, SourceId, Step } from '../model/source.ts';
import type { DocumentSignature } from '../verify/document-signature.ts';
import type { AttestationResult } from '../verify/result.ts';
import type { TrustRoot } from '../verify/trust-root.ts';
import type { CaseAdvisories } from './advisories/conclude.ts';
import type { AdvisoryData } from './advisories/data.ts';
import type { Claim } from './claims.ts';
import type { Contents } from './contents.ts';
import type { External } from './external-documents.ts';
import type { MeasuredBlob } from './jobs.ts';
import type { Reference } from './references.ts';
import type { Settings } from './settings.ts';

/** Id of a tree: of the source whose entries it shows, and the number of the image where a source holds several. */
export type TreeId = string;

/** A source of the case, with all names its bytes were dropped under. */
export interface CaseSource extends Source {
  readonly names: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly entries: number;
  readonly locked: number;
  readonly layer: MeasuredBlob | undefined;
  readonly claim: Claim | undefined;
  readonly document: StatedDocument | undefined;
  readonly reference: Reference | undefined;
  readonly advisories: AdvisoryData | undefined;
}

/** One envelope of a source, with what verification made of it. */
export interface CaseAttestation extends AttestationResult {
  readonly source: SourceId;
}

/** One layer of a tree: what it holds and where its bytes are. */
export interface CaseLayer {
  readonly source: SourceId;
  readonly table: EntryTable;
  readonly diffID: string | undefined;
  readonly file: FileKey;
  /** From the dropped file to the bytes that the entries' offsets count in. */
  readonly steps: readonly Step[];
}

export interface CaseImage {
  readonly tree: TreeId;
  readonly source: SourceId;
  readonly plan: PlannedImage;
  readonly ladder: readonly Rung[];
  /** By layer index; `undefined` where the blob is not in the file or was not read. */
  readonly layers: readonly (CaseLayer | undefined)[];
}

/** A tree of files within which relations hold: an image, an archive, or a single file. */
export interface CaseTree {
  readonly id: TreeId;
  readonly source: SourceId;
  readonly name: string;
  readonly image: CaseImage | undefined;
  readonly layers: readonly CaseLayer[];
  readonly squashed: SquashedTree;
  readonly complete: boolean;
}

/** Identity only: everything else is a fact of a source (DESIGN §5). */
export interface Component {
  /** Canonical purl, or type, name and version where none can be made. */
  readonly key: string;
  readonly type: ComponentType;
  readonly name: string;
  readonly version: string | undefined;
  readonly purl: string | undefined;
  /** Indices of {@link CaseModel.occurrences}. */
  readonly occurrences: readonly number[];
}

export interface Occurrence {
  readonly component: number;
  /** {@link Found.ref}: what the facts, the description and the completeness of a document name it by. */
  readonly ref: string;
  /** What a document calls what it states: `bom-ref`, SPDXID. */
  readonly localId?: string | undefined;
  readonly tree: TreeId;
  readonly source: SourceId;
  readonly path: string;
  readonly state: 'present' | 'removed' | 'stated';
  readonly layer: number | undefined;
  readonly removedIn: number | undefined;
  /** Tree whose layers those are, where it is not `tree`: the image in which the archive lies. */
  readonly layersOf?: TreeId;
  readonly pointer: string | undefined;
  readonly how: How;
  /** Occurrence whose record claims this one's files. */
  readonly ownedBy: number | undefined;
  readonly cataloger: string;
  readonly facts: readonly FactOf[];
}

/** Edges between occurrences, by column. Codes are indices into the name lists. */
export interface Relations {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly kind: readonly RelationKind[];
  readonly scope: readonly (Scope | undefined)[];
  readonly rawKind: readonly string[];
  readonly how: readonly How[];
  readonly asked: readonly (string | undefined)[];
}

/** Files that a package's own record claims, and what the record says of them. */
export interface PackageRecord extends Omit<Ownership, 'owner'> {
  /** Index of {@link CaseModel.occurrences}. */
  readonly occurrence: number;
}

/** What a reader saw in a file of a tree, with what became of the file. */
export interface CaseObservation extends Omit<Observation, 'subject'> {
  readonly tree: TreeId;
  readonly source: SourceId;
  readonly path: string;
  readonly layer: number | undefined;
  readonly state: 'present' | 'removed';
  /** Index of {@link CaseModel.occurrences}: the component it belongs to. */
  readonly occurrence: number | undefined;
}

/**
 * A document of the case. What it states are occurrences: component `n` of the document is occurrence `first + n`, for
 * `n` below `count` (fewer than the document has where a limit cut the case).
 */
export interface CaseDocument extends StatedDocument {
  readonly source: SourceId;
  readonly occurrences: { readonly first: number; readonly count: number };
  /** Signatures that stand in the document; absent where there are none. */
  readonly signature?: DocumentSignature;
}

/** What the facts of a case amount to. Derived, never changed in place. */
export interface CaseModel {
  readonly sources: readonly CaseSource[];
  readonly trees: readonly CaseTree[];
  readonly images: readonly CaseImage[];
  readonly components: readonly Component[];
  readonly occurrences: readonly Occurrence[];
  readonly relations: Relations;
  /** Of packages that are present. */
  readonly records: readonly PackageRecord[];
  /** Digests of files that some record asks for, as far as they were computed. */
  readonly contents: Contents;
  readonly documents: readonly CaseDocument[];
  /** Documents that these name, resolved among them. */
  readonly externals: readonly External[];
  readonly observations: readonly CaseObservation[];
  readonly attestations: readonly CaseAttestation[];
  /** What the advisory data in use say of the components. */
  readonly advisories: CaseAdvisories;
  /** Trusted roots in force: shipped, and accepted by the user. */
  readonly roots: readonly TrustRoot[];
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
}
