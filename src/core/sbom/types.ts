import type { Bytes } from '../base/bytes.ts';
import type { Limits } from '../base/limits.ts';
import type { StatedDocument } from '../model/document.ts';
import type { Reading } from '../model/reading.ts';

/** A document, and the components and relations it states. What was read before a fault is kept. */
export interface DocumentReading {
  readonly document: StatedDocument;
  /** Places are `stated`; pointers lead back into the document. */
  readonly reading: Reading;
}

export interface DocumentFile {
  readonly name: string;
  readonly bytes: Bytes;
  readonly limits: Limits;
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
  read(file: DocumentFile): DocumentReading | Promise<DocumentReading>;
}
