import type { Bytes } from '../base/bytes.ts';
import type { JsonObject } from '../base/json-shape.ts';
import type { Limits } from '../base/limits.ts';
import type { Fault } from '../base/result.ts';
import type { StatedDocument } from '../model/document.ts';
import type { StatedColumns } from '../model/stated.ts';
import type { SchemaError } from './schema-errors.ts';

/** What is known of a document's validity: valid, invalid, or not checkable, with the reason. */
export type Validity = Pick<StatedDocument, 'valid' | 'validity' | 'errors'>;

/** Versions of CycloneDX whose JSON schemas are compiled into Loupe. */
export type SchemaVersion = '1.2' | '1.3' | '1.4' | '1.5' | '1.6' | '1.7';

/**
 * Holds a value against the schema of a version: no errors, or what the schema has against it. Where the compiled
 * schemas are code of their own that is loaded only when needed, this asks for them.
 */
export type Schemas = (version: SchemaVersion, value: JsonObject) => Promise<readonly SchemaError[]>;

/** What a check found out, and what it has to say of the text itself. */
export interface Checked extends Validity {
  readonly faults?: readonly Fault[];
}

/** A document, and what it states. What was read before a fault is kept. */
export interface DocumentReading {
  readonly document: StatedDocument;
  /** Its components, facts and relations, by column. */
  readonly stated: StatedColumns;
  readonly diagnostics: readonly Fault[];
  /**
   * Finds out whether the document is valid. Called once what it states has been handed on, so that a large document's
   * rows do not wait for it; until then the document's `valid` is `undefined` and `validity` says why.
   */
  check?(schemas: Schemas): Checked | Promise<Checked>;
}

export interface DocumentFile {
  readonly name: string;
  readonly bytes: Bytes;
  readonly limits: Limits;
  /** Takes what the components of a large document say before its relations are read. Not complete. */
  readonly onListed?: (stated: StatedColumns) => void;
}

/** Reads one format of documents that state components. One file each, one line in `registry.ts`. */
export interface DocumentReader {
  /** `sbom.cyclonedx-json` */
  readonly id: string;
  readonly title: string;
  /** Where the format is specified. */
  readonly spec: string;
  /** Ids of the rows of the sniff table that it reads. */
  readonly kinds: readonly string[];
  /** Everything that can be told is in the reading, a syntax error included; never throws but for bugs. */
  read(file: DocumentFile): DocumentReading | Promise<DocumentReading>;
}
