/** Data that ship with Loupe: made of what others publish, and as old as that. */
export interface BundledData {
  readonly id: string;
  readonly title: string;
  /** Where it is published. */
  readonly url: string;
  /** SPDX expression. */
  readonly license: string;
  readonly copyright: string;
  /** As its publisher names it; its day where the publisher does not. */
  readonly version: string;
  /** When it was published: a day or a time (RFC 3339). */
  readonly released: string;
  /** SHA-256 of the file it was made of; of a folder: of its lines of `sha256sum`, sorted by name. */
  readonly sha256: string;
  readonly count: number;
  /** What is counted, in the singular. */
  readonly counted: string;
}
