import type { ComponentType, RelationKind, Scope } from '../model/reading.ts';

/** A component as the reader hands it over. */
export interface StatingComponent {
  readonly type: ComponentType;
  readonly name: string;
  readonly version?: string | undefined;
  /** As written; what cannot be read as a purl is kept as a fact and joins nothing. */
  readonly purl?: string | undefined;
  /** JSON pointer or `line N`. */
  readonly pointer: string;
  /** What the document calls it: `bom-ref`, SPDXID. May repeat in a document that is wrong. */
  readonly localId?: string | undefined;
  /** Something that relations lead to and that the format does not count as a component: a service, a file. */
  readonly uncounted?: boolean;
}

/** What a fact has beside subject, field and value. */
export interface StatingFact {
  readonly role?: string | undefined;
  /** From the component's own pointer on: `/licenses/0`. */
  readonly at?: string | undefined;
  /** Where the fact stands elsewhere in the document. */
  readonly pointer?: string | undefined;
}

export interface StatingRelation {
  readonly kind: RelationKind;
  /** The word the document uses: `dependsOn`, `DEPENDENCY_OF`. */
  readonly rawKind: string;
  readonly scope?: Scope | undefined;
  readonly asked?: string | undefined;
  /** Where it is stated; told where an end of it is not found. */
  readonly pointer?: string | undefined;
  /** Follows from how the document is built (nesting) and is no statement of its own. */
  readonly uncounted?: boolean;
}

/** One end of a relation: the number of a component, or what the document calls it. */
export type End = number | string;
