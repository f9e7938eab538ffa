import type { ByteSource } from '../base/byte-source.ts';
import type { Bytes } from '../base/bytes.ts';

const PIECE = 1 << 20;

/**
 * Reads many small ranges that lie close together, in rising order, with few reads of the source: the last piece read
 * is kept. Views it gives are valid until the next `load`.
 */
export class Window {
  readonly #source: ByteSource;
  #piece: Bytes = new Uint8Array(0);
  #start = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** `[start, end)` when it lies in the piece at hand: the way that does not wait. */
  cached(start: number, end: number): Uint8Array | undefined {
    if (start < this.#start || end > this.#start + this.#piece.length) return undefined;
    return this.#piece.subarray(start - this.#start, end - this.#start);
  }

  /** `[start, end)`, shorter at the end of the source. A miss reads on to `ahead`, one mebibyte at most. */
  async load(start: number, end: number, ahead = end): Promise<Uint8Array> {
    const last = Math.min(end, this.#source.size);
    const hit = this.cached(start, last);
    if (hit !== undefined) return hit;
    this.#piece = await this.#source.bytes(start, Math.max(last, Math.min(ahead, start + PIECE)));
    this.#start = start;
    return this.#piece.subarray(0, Math.max(0, last - start));
  }
}
