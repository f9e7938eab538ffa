import type { Digests } from '../base/digest.ts';
import type { Severity } from '../base/result.ts';
import type { LinkFault } from '../case/advisories/bom-links.ts';
import type { Superseded } from '../case/advisories/superseded.ts';
import type { VexUnmatched } from '../case/advisories/vex.ts';
import type { ExternalState } from '../case/external-documents.ts';
import type { DescribedBy, Difference, JoinedBy, ReconciledNote } from '../case/reconcile/types.ts';
import type { SearchedList } from '../flag/indicator-search.ts';
import type { ShippedDataUse } from '../flag/shipped-data.ts';
import type { Circles } from '../graph/circles.ts';
import type { CheckStatus, Evidence, Verdict } from '../model/check.ts';
import type { DocumentError, DocumentFormat, Serialization, VexStatement } from '../model/document.ts';
import type { EntryType } from '../model/entry-table.ts';
import type { FindingSeverity, Grade } from '../model/finding.ts';
import type { Absence, ComponentType, How, RelationKind, Scope } from '../model/reading.ts';
import type { Role } from '../model/source.ts';
import type { Denominator, RuleStatus } from '../profiles/types.ts';
import type { ArtifactKind } from '../verify/options.ts';
import type { AcceptedLevel, AttestationResult, FieldComparison } from '../verify/result.ts';
import type { ReportLicenseTexts } from './license-texts.ts';
import type { ReportOwnRecords } from './own-records.ts';
import type { ReportScan } from './scans.ts';

/**
 * `loupe.report/1` (DESIGN §8): stable and versioned. Sources are numbered by (sha256, name) of the dropped files,
 * then in archive order, and every array is sorted, so that the report does not depend on the order or timing of
 * drops. `evaluatedAt` is its only time.
 */
export interface Report {
  readonly schema: 'loupe.report/1';
  readonly tool: { readonly name: 'loupe'; readonly version: string };
  readonly evaluatedAt: string;
  /** Limits that were raised. */
  readonly limits: Readonly<Record<string, number>>;
  readonly trustRoots: readonly ReportTrustRoot[];
  readonly sources: readonly ReportSource[];
  readonly images: readonly ReportImage[];
  readonly components: readonly ReportComponent[];
  readonly relations: readonly ReportRelation[];
  readonly documents: readonly ReportDocument[];
  readonly reconciliations: readonly ReportReconciliation[];
  /** Whether packages' files are what their own records say: counts by kind of record, and every exception. */
  readonly ownRecords: readonly ReportOwnRecords[];
  readonly attestations: readonly ReportAttestation[];
  readonly entries?: readonly ReportEntry[];
  readonly findings: readonly ReportFinding[];
  /** Lists of indicators in force, and what was searched for what is on them. The hits are findings. */
  readonly indicators: {
    readonly lists: readonly SearchedList[];
    readonly files: number;
    readonly hashed: number;
    readonly components: number;
    readonly hits: number;
    /** Of the hits, those that are findings here: the first of very many. */
    readonly listed: number;
  };
  readonly advisoryData: readonly ReportAdvisoryData[];
  /** Tables that ship with Loupe, how old at `evaluatedAt`, and what was named in their place. */
  readonly shippedData: readonly ShippedDataUse[];
  readonly vex: readonly ReportVex[];
  /** Reports of other scanners, held against the findings. */
  readonly scans: readonly ReportScan[];
  readonly licenseTexts: readonly ReportLicenseTexts[];
  readonly diagnostics: readonly ReportDiagnostic[];
}

export interface ReportTrustRoot {
  readonly name: string;
  readonly origin: 'shipped' | 'given';
  readonly sha256: string;
  readonly expires?: string;
}

export interface ReportSource {
  readonly id: string;
  readonly parent: string | null;
  readonly path: string;
  readonly name: string;
  /** Further names the same bytes were dropped under. */
  readonly otherNames?: readonly string[];
  readonly kind: string;
  readonly role: Role;
  readonly size: number;
  readonly digests: Digests;
  readonly notFullyInspected: boolean;
}

export interface ReportImage {
  readonly source: string;
  readonly ref: string | null;
  readonly tags: readonly string[];
  readonly manifestDigest: string | null;
  readonly configDigest: string | null;
  readonly platform: string | null;
  readonly layers: readonly {
    readonly digest: string | null;
    readonly diffID: string | null;
    readonly mediaType: string;
    readonly size: number | null;
    readonly createdBy: string | null;
  }[];
  readonly ladder: readonly {
    readonly rung: string;
    readonly of: string;
    readonly status: 'pass' | 'fail' | 'absent';
    readonly expected: string;
    readonly actual: string | null;
    readonly reason?: string;
  }[];
}

export interface ReportComponent {
  readonly id: string;
  readonly type: ComponentType;
  readonly name: string;
  readonly version: string | null;
  readonly purl: string | null;
  readonly digests: Readonly<Record<string, string>>;
  readonly licenses: readonly {
    readonly value: string | { readonly absent: Absence };
    readonly role: string;
    readonly how: How;
    readonly source: string;
  }[];
  /** Id of the package whose record claims its files. */
  readonly owner: string | null;
  readonly occurrences: readonly ReportOccurrence[];
  readonly data: readonly ReportDataState[];
}

/** `clean` only against data that state their coverage; `asOf` is the newest record of the ecosystem in them. */
export interface ReportDataState {
  readonly question: 'vulnerability';
  readonly state: 'matched' | 'clean' | 'no-data';
  readonly asOf: string | null;
  /** Set for `no-data`. */
  readonly why?: string;
  /** Records that name this version in older data in use, and whose newer state in others does not. */
  readonly superseded?: readonly Superseded[];
}

export interface ReportVex {
  readonly source: string;
  /** As the document names them. */
  readonly authors: readonly string[];
  /** The one that the user accepted. */
  readonly accepted: string | null;
  readonly signed: boolean;
  readonly statements: number;
  readonly unmatched: readonly {
    readonly vulnerability: string;
    readonly products: readonly string[];
    readonly status: VexStatement['status'];
    readonly pointer: string;
    readonly why: VexUnmatched;
  }[];
  /** References to products that name nothing for certain, of whatever statement. */
  readonly unresolved: readonly { readonly product: string; readonly why: LinkFault }[];
}

export interface ReportAdvisoryData {
  readonly name: string;
  readonly sha256: string;
  /** Of signatures over it that were dropped too. */
  readonly signature: 'verified' | 'failed' | 'unproven' | 'unsigned';
  /** Whether what it states of itself was held against all that it holds; what did not hold is among the faults. */
  readonly checked: 'made' | 'held' | 'not-yet';
  readonly faults: readonly string[];
  /** Ecosystems that the user said it holds in full. */
  readonly confirmed: readonly string[];
  readonly records: number;
  readonly withdrawn: number;
  readonly licenses: readonly string[];
  readonly ecosystems: readonly {
    readonly name: string;
    readonly records: number;
    readonly newest: string;
    readonly coverage: 'complete' | 'partial';
  }[];
}

export interface ReportOccurrence {
  readonly source: string;
  readonly path: string;
  /** diffID of the layer that brought it. */
  readonly layer: string | null;
  /** diffID of the layer that took it away. */
  readonly removedIn?: string;
  readonly state: 'present' | 'removed' | 'stated';
  readonly how: How;
  readonly pointer?: string;
}

export interface ReportRelation {
  readonly from: string;
  readonly to: string;
  readonly kind: RelationKind;
  readonly scope?: Scope;
  readonly rawKind: string;
  readonly how: How;
  readonly asked?: string;
  readonly source: string;
  /** What the relation holds within: the image or archive, or the document that states it. */
  readonly context: string;
  /** Places of the two ends, since one component may occur many times. */
  readonly fromPath: string;
  readonly toPath: string;
}

export interface ReportEntry {
  readonly source: string;
  readonly path: string;
  readonly type: EntryType;
  readonly mode: string;
  readonly size: number;
  readonly link: string | null;
  readonly sha256: string | null;
  readonly layer: string | null;
  readonly state: 'present' | 'removed';
  readonly removedIn?: string;
}

/** One envelope: its verdict, what it is about, whether expectations are met, and every check with its result. */
export interface ReportAttestation {
  readonly source: string;
  /** 1-based line or element of the source. */
  readonly line: number;
  readonly mediaType: string;
  readonly predicateType: string | null;
  readonly verdict: Verdict;
  readonly about: readonly {
    readonly subject: string;
    readonly digest: string;
    readonly source: string;
    /** Which bytes of the source it is: `file`, `layer`, `manifest`, ... */
    readonly kind?: ArtifactKind;
    /** The signed list of digests that names it, where it is not signed itself. */
    readonly via?: string;
  }[];
  readonly unmatched: readonly { readonly subject: string; readonly digests: readonly string[] }[];
  readonly signer: Readonly<Record<string, unknown>>;
  readonly expected: 'met' | 'unmet' | 'none-stated';
  readonly trustRoot: ReportTrustRoot | null;
  readonly time: AttestationResult['time'];
  readonly certificateVsStatement: readonly {
    readonly field: string;
    readonly certificate: string | null;
    readonly statement: string | null;
    readonly status: FieldComparison['status'];
  }[];
  /** Empty where there is no provenance. */
  readonly level: AcceptedLevel | Readonly<Record<string, never>>;
  /** A statement that says no, one sentence each. */
  readonly against: readonly string[];
  readonly checks: readonly {
    readonly id: string;
    readonly status: CheckStatus;
    readonly against: string;
    readonly detail: string;
    readonly spec: string;
    readonly limits: string;
  }[];
}

export interface ReportDocument {
  readonly source: string;
  readonly format: DocumentFormat;
  readonly version: string;
  readonly serialization: Serialization;
  /** `null` where validity cannot be checked. */
  readonly valid: boolean | null;
  readonly errors: readonly DocumentError[];
  /** Counts at every depth, the described root included. */
  readonly components: number;
  readonly relations: number;
  /** Only a part of it was read: it states more than these. */
  readonly partlyRead: boolean;
  /** Dependencies that lead back to where they start. */
  readonly circles: Circles;
  /** Documents that it names, resolved among those of the case. */
  readonly external: readonly {
    readonly ref: string;
    readonly pointer: string;
    readonly state: ExternalState;
    readonly by: 'digest' | 'id' | null;
    readonly target: string | null;
  }[];
  /** Of the signatures that stand in the document. */
  readonly signature: {
    /** Over the document as a whole. */
    readonly verdict: Verdict;
    readonly detail: string;
    readonly parts: readonly {
      /** JSON pointer to the signature, and to the object it is over. */
      readonly pointer: string;
      readonly over: string;
      readonly verdict: Verdict;
      readonly detail: string;
      readonly algorithm: string;
      /** SHA-256 of the SubjectPublicKeyInfo of the key it was held against. */
      readonly key: string | null;
      readonly keyId: string | null;
      /** Properties that the signature leaves out. */
      readonly excludes: readonly string[];
    }[];
  };
  /** What profiles make of it; empty for a document that lists no components by its nature. */
  readonly profiles: readonly { readonly id: string; readonly rules: readonly ReportRule[] }[];
}

/** One rule of a profile. No score: `pass` of `of`, and what `of` counts. */
export interface ReportRule {
  readonly id: string;
  readonly status: RuleStatus;
  readonly pass: number;
  readonly of: number;
  /** Of those that do not pass: said to be unknown, withheld. */
  readonly unknown: number;
  readonly withheld: number;
  readonly denominator: Denominator;
  readonly detail: string;
  /** The first thousand that do not pass. */
  readonly failing: readonly { readonly component: string; readonly pointer: string }[];
}

/** A document held against the artifact it describes (DESIGN §8). */
export interface ReportReconciliation {
  readonly document: string;
  readonly artifact: string;
  /** Manifest digest of the image, where the artifact holds images. */
  readonly image: string | null;
  /** How it is known that the document describes the artifact. Only `digest` binds. */
  readonly join: DescribedBy;
  /** Digests that the document gives what it describes, none of which is in the case. */
  readonly otherDigests: readonly string[];
  readonly notFullyInspected: boolean;
  /** Only a part of the document was read: what it seems not to list may be in its rest. */
  readonly documentPartlyRead: boolean;
  readonly matched: readonly ReportReconciled[];
  readonly onlyClaimed: readonly ReportReconciled[];
  readonly onlyFound: readonly ReportReconciled[];
  readonly disagrees: readonly ReportReconciled[];
  /** Found and not claimed, but part of a package that is. */
  readonly covered: readonly ReportReconciled[];
  /** `null` where the document names no files. */
  readonly files: {
    readonly matched: number;
    readonly onlyClaimed: readonly string[];
    readonly disagrees: readonly {
      readonly path: string;
      readonly claimed: string;
      readonly found: string;
    }[];
    /** Files of the artifact that it does not name. */
    readonly unnamed: number;
  } | null;
}

export interface ReportReconciled {
  /** Ids of components: as claimed, and as found. */
  readonly claimed: readonly string[];
  readonly found: readonly string[];
  readonly name: string;
  readonly version: string | null;
  readonly purl: string | null;
  readonly join: JoinedBy | null;
  readonly differences: readonly Difference[];
  readonly notes: readonly ReconciledNote[];
}

export interface ReportFinding {
  readonly id: string;
  readonly rule: string;
  readonly grade: Grade;
  readonly severity: FindingSeverity;
  /** Id of the component it speaks of. */
  readonly component: string | null;
  readonly source: string | null;
  readonly path: string | null;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly evidence: readonly Evidence[];
  readonly aliases: readonly string[];
  /** What else is to be known of it: who disagrees with whom. */
  readonly notes: readonly string[];
  readonly fixed: string | null;
  readonly suppressedBy: string | null;
}

export interface ReportDiagnostic {
  readonly source: string;
  readonly entry: string | null;
  readonly offset: number | null;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}
