import type { Hex } from '../base/bytes.ts';
import type { Digests } from '../base/digest.ts';

/**
 * What a source can do in a case (DESIGN §1). A reference changes a verdict only when it was dropped at top level and
 * the user said *use it*; nested in an archive it is a file like any other.
 */
export type Role = 'subject' | 'claim' | 'reference';

/** Id of a source inside one case: private, built from the order of drops. The report numbers sources anew. */
export type SourceId = string;

/** Key of a top-level file of the case, under which its bytes can be asked for again. */
export type FileKey = string;

/** One step from the bytes of a file (or of the step before) to the bytes named. */
export type Step =
  /** Bytes `[start, end)`. `name` is the entry's path when the slice is an archive member. */
  | { readonly op: 'slice'; readonly start: number; readonly end: number; readonly name?: string }
  /** The output of a codec of the `unpack` registry. */
  | { readonly op: 'decode'; readonly codec: string }
  /** A sparse file: the input holds the `map`'s segments end to end, `[offset, length]` each; holes are zeros. */
  | { readonly op: 'sparse'; readonly map: readonly (readonly [number, number])[]; readonly size: number }
  /**
   * An encrypted zip member: `[start, end)` runs from its local header to the end of its data. Gives what was
   * encrypted, which a `decode` step expands if the member is compressed; `size` and `crc32` are of the content.
   */
  | {
      readonly op: 'unzip-encrypted';
      readonly start: number;
      readonly end: number;
      readonly scheme: 'zipcrypto' | 'winzip-aes';
      readonly size: number;
      readonly crc32: number;
      readonly name: string;
    };

/**
 * Names bytes anywhere in the nesting of a dropped file; any worker can open it again. `sha256`, once known, is what
 * the bytes must hash to before a verdict or a save.
 */
export interface ByteRef {
  readonly file: FileKey;
  readonly steps: readonly Step[];
  readonly sha256?: Hex;
}

/** One dropped file, or a file inside another that Loupe opened. */
export interface Source {
  readonly id: SourceId;
  readonly parent: SourceId | undefined;
  /** Archive chain from the dropped file, segments joined by `!/`; the dropped file's own name when top level. */
  readonly path: string;
  readonly name: string;
  /** Id of a row of the sniff table. */
  readonly kind: string;
  readonly role: Role;
  readonly size: number;
  readonly digests: Digests;
  readonly ref: ByteRef;
  /** Why something in this source was not looked at; empty when all was. Sentences. */
  readonly notInspected: readonly string[];
}
