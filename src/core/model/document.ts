/** What a document claims as a whole. Components, relations and facts it states are its `StatedColumns`. */
import type { RelationKind } from './reading.ts';
import type { ScanReport } from './scan.ts';

export type DocumentFormat =
  | 'CycloneDX'
  | 'SPDX'
  | 'Syft'
  | 'GitHub'
  | 'OpenVEX'
  | 'CSAF'
  | 'Trivy'
  | 'Grype'
  | 'OSV-Scanner'
  | 'SARIF';

/** Formats that list no components by their nature: what they state is about vulnerabilities. */
export function statesNoComponents(format: DocumentFormat): boolean {
  return !['CycloneDX', 'SPDX', 'Syft', 'GitHub'].includes(format);
}

export type Serialization = 'json' | 'xml' | 'tag-value' | 'yaml' | 'rdf' | 'protobuf';

/** A violation of the format's schema or own rules. */
export interface DocumentError {
  /** Dotted, lower case, never renamed: `schema.required`, `spdx.dangling-element`. */
  readonly code: string;
  /** JSON pointer; `line N` for line-based formats. */
  readonly pointer: string;
  readonly message: string;
}

/** A person, an organization or a tool that a document names. */
export interface Party {
  readonly role: 'author' | 'manufacturer' | 'supplier' | 'tool';
  readonly kind: 'person' | 'organization' | 'tool' | 'unknown';
  readonly name?: string;
  readonly version?: string;
  readonly email?: string;
  readonly url?: string;
}

/** What a document says of how complete it is. Absent: nothing is said, which is not the same as `unknown`. */
export interface Completeness {
  /** {@link Found.ref} it speaks of; absent for the whole document. */
  readonly subject?: string;
  readonly facet: 'dependencies' | 'assemblies' | 'vulnerabilities';
  /** The format's own word in `raw`. */
  readonly state: 'complete' | 'incomplete' | 'unknown' | 'none';
  readonly raw: string;
  readonly pointer: string;
}

/** Another document that this one names; resolved only among what was dropped. */
export interface ExternalDocument {
  readonly ref: string;
  /** What this document calls it in its relations: `DocumentRef-tools`. */
  readonly localId?: string;
  /** `alg:hex`, as stated. */
  readonly digests: readonly string[];
  readonly pointer: string;
}

/** An end of a relation that the document does not hold. Never a component. */
export interface UnresolvedReference {
  /** What the document calls it. */
  readonly ref: string;
  /** It should be in this document (it dangles); else it is in another one. */
  readonly inside: boolean;
  readonly end: 'from' | 'to';
  /** Number of the component at the other end, where that one is known. */
  readonly other: number | undefined;
  readonly kind: RelationKind;
  readonly rawKind: string;
  readonly pointer: string;
}

/** One statement of a VEX document or of the vulnerability part of an SBOM. */
export interface VexStatement {
  /** Id of the vulnerability, and its other names. */
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  /** Purls, or refs of the document, of the products it speaks of. */
  readonly products: readonly string[];
  /** Parts of the products; empty when the products themselves are meant. */
  readonly subcomponents: readonly string[];
  /** Versions and `vers:` ranges of the products that it speaks of; absent: whatever version the products name. */
  readonly versions?: readonly string[];
  readonly status: 'not_affected' | 'affected' | 'fixed' | 'under_investigation';
  readonly justification?: string;
  readonly statement?: string;
  /** When it was said, RFC 3339, as stated. */
  readonly timestamp?: string;
  /** Other times at which it, or its document, is said to have been made or changed: a warning is as new as the last. */
  readonly touched?: readonly string[];
  readonly pointer: string;
}

/** Everything a document says that is not said of one component. */
export interface StatedDocument {
  readonly format: DocumentFormat;
  /** Version of the format: `1.6`, `SPDX-2.3`. */
  readonly version: string;
  readonly serialization: Serialization;
  /** Serial number with version, document namespace, or IRI. */
  readonly id?: string;
  readonly title?: string;
  /** Which version of the document it is, of those that have its {@link id}, where the id does not tell. */
  readonly revision?: string;
  /** RFC 3339, as stated. */
  readonly created?: string;
  readonly parties: readonly Party[];
  /** `build`, `operations`, ...: the phase the document was made in. */
  readonly lifecycles: readonly string[];
  /** {@link Found.ref}s of what it describes: its roots. */
  readonly describes: readonly string[];
  readonly completeness: readonly Completeness[];
  readonly external: readonly ExternalDocument[];
  /** The first thousand of them. */
  readonly unresolved: readonly UnresolvedReference[];
  readonly vex: readonly VexStatement[];
  /** What a scanner found, where the document is its report. */
  readonly scan?: ScanReport;
  /** Counts at every depth, the described root included; relations as stated, those that dangle included. */
  readonly counts: { readonly components: number; readonly relations: number };
  /** A limit or a fault kept a part of it from being read: it states more than what is kept. */
  readonly partlyRead?: true;
  /** `undefined`: validity cannot be checked, for the reason given. */
  readonly valid: boolean | undefined;
  readonly validity: string;
  readonly errors: readonly DocumentError[];
  /** It gives keys twice in one object: what is read of it is one of two readings. */
  readonly ambiguous?: true;
  /** Set as long as nobody has looked for signatures in it: that none is known says nothing then. */
  readonly signaturesUnread?: true;
}
