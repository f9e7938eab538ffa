import type { Role } from '../model/source.ts';

/** The first bytes of a source (up to {@link HEAD_BYTES}), its name and its size. */
export interface Head {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly size: number;
  /** The head as text when it looks like text in UTF-8 (a byte order mark taken off), else the empty string. */
  readonly text: string;
}

/** Enough for an ISO 9660 volume descriptor (32,769) and for the first keys of any document. */
export const HEAD_BYTES = 36_864;

/** What a kind is to the rest of the engine. */
export type Family =
  /** `reader` is a codec id: the bytes hold other bytes. */
  | 'codec'
  /** `reader` is a container id: the bytes hold members. */
  | 'container'
  /** A file with facts of its own and nothing inside that Loupe opens: executables, images, text. */
  | 'leaf'
  /** A document that says something about artifacts. */
  | 'document'
  /** Recognized, but no reader yet: named, and not inspected. */
  | 'unsupported';

/**
 * One kind of source. Rows are tried in table order, magic bytes before structure before text, and the first that
 * gives a reason wins: what the bytes are decides, never the name.
 */
export interface SniffRow {
  readonly id: string;
  /** For people: `zip archive`. */
  readonly title: string;
  readonly family: Family;
  readonly role: Role;
  readonly reader?: string;
  /** Endings, with dot, that this kind usually has; for the mismatch note only. */
  readonly extensions: readonly string[];
  /** Media types that name this kind. */
  readonly mediaTypes?: readonly string[];
  /** Why the head is of this kind: `1f 8b at byte 0`. `undefined` when it is not. */
  match(head: Head): string | undefined;
}
