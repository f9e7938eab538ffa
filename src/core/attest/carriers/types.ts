import type { Bytes, Hex } from '../../base/bytes.ts';
import type { DigestAlgorithm } from '../../base/digest.ts';
import type { Limits } from '../../base/limits.ts';
import type { Fault } from '../../base/result.ts';
import type { Envelope } from '../envelope.ts';

/** What was found in a file: signed or unsigned claims, and plain claims of digests. */
export interface CarrierReading {
  readonly envelopes: readonly Envelope[];
  readonly digests: readonly DigestClaim[];
  readonly faults: readonly Fault[];
}

/** "This name has this digest", as a list of checksums says it. Nobody signed it. */
export interface DigestClaim {
  readonly algorithm: DigestAlgorithm;
  readonly hex: Hex;
  /** Empty when the list names no file: the claim is about the file the list lies beside. */
  readonly name: string;
  readonly line: number;
}

/** One JSON document, or one line of a JSON Lines file. */
export interface JsonRecord {
  readonly value: Readonly<Record<string, unknown>> | readonly unknown[];
  /** The bytes it was read from. */
  readonly bytes: Bytes;
  /** 1-based line of a JSON Lines file; 1 for a document. */
  readonly record: number;
}

/** A way to carry envelopes in JSON. The first that recognizes a record reads it. */
export interface JsonCarrier {
  readonly id: string;
  readonly title: string;
  readonly spec: string;
  recognizes(value: JsonRecord['value']): boolean;
  read(record: JsonRecord, limits: Limits): readonly Envelope[];
}

export interface TextFile {
  /** File name without its folders. */
  readonly name: string;
  readonly bytes: Bytes;
  /** The file as text; `undefined` when it is not UTF-8. */
  readonly text: string | undefined;
}

/** A way to carry envelopes or digests in a file that is not JSON. */
export interface TextCarrier {
  readonly id: string;
  readonly title: string;
  readonly spec: string;
  recognizes(file: TextFile): boolean;
  read(file: TextFile, limits: Limits): CarrierReading;
}
