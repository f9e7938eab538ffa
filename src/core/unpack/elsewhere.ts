import type { Hex } from '../base/bytes.ts';
import type { DeflateFormat } from './inflate.ts';

/** Decoding on another thread, where whoever runs the job has one to spare. */
export interface Elsewhere {
  /** Inflates a blob natively there and hashes it on the way, while its output is read here. */
  inflate(format: DeflateFormat, blob: Blob): InflatedElsewhere;
}

/** Output in order. `cancel` ends it at any time, and must be called in the end. */
export interface InflatedElsewhere {
  next(): Promise<PieceElsewhere>;
  cancel(): void;
}

export type PieceElsewhere =
  /** `fed`: bytes of input handed to the decoder so far. */
  | { readonly state: 'piece'; readonly chunks: readonly Uint8Array[]; readonly fed: number }
  /** All of it; `sha256` is of the input. */
  | { readonly state: 'whole'; readonly fed: number; readonly sha256: Hex }
  /** The decoder refused the input. What it is, it does not say. */
  | { readonly state: 'failed' }
  /** The thread has other work: nothing was decoded. */
  | { readonly state: 'busy' };

/** Below this the way to the other thread costs more than it gives. */
export const WORTH_ELSEWHERE = 1 << 20;

/** A file up to this size is hashed beside the decoder, in one call, by code and on a thread of the browser's own. */
export const HASHED_WHOLE = 16 * 2 ** 20;
