import type { ByteSource } from '../base/byte-source.ts';
import type { Bytes } from '../base/bytes.ts';

/** Read and passed over, rather than that a new pass begins. */
const GAP = 1 << 20;

/**
 * Reads very many small ranges in rising order with one pass over a source: what a browser gives for a range of its own
 * lies outside the heap, and stays there until all of the heap is collected. A range that lies behind the one before, or
 * far ahead, begins a new pass. A view it gives is valid until the next call.
 */
export class ForwardReads {
  readonly #source: ByteSource;
  #pass: AsyncIterator<Uint8Array> | undefined;
  /** The chunk at hand. */
  #chunk: Uint8Array = new Uint8Array(0);
  #chunkStart = 0;
  /** A range that begins before the chunk at hand. */
  #joined: Bytes = new Uint8Array(0);
  #joinedStart = 0;
  #joinedEnd = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get #chunkEnd(): number {
    return this.#chunkStart + this.#chunk.length;
  }

  /** `[start, end)` when it is at hand: the way that does not wait. */
  cached(start: number, end: number): Uint8Array | undefined {
    if (start >= this.#chunkStart && end <= this.#chunkEnd)
      return this.#chunk.subarray(start - this.#chunkStart, end - this.#chunkStart);
    if (start >= this.#joinedStart && end <= this.#joinedEnd)
      return this.#joined.subarray(start - this.#joinedStart, end - this.#joinedStart);
    return undefined;
  }

  /** `[start, end)`, shorter at the end of the source. */
  async load(start: number, end: number): Promise<Uint8Array> {
    const last = Math.min(end, this.#source.size);
    const hit = this.cached(start, last);
    if (hit !== undefined) return hit;
    const joins = start >= this.#joinedStart && start < this.#joinedEnd && this.#joinedEnd > this.#chunkStart;
    if (!joins) {
      await this.#reach(start);
      this.#joinedStart = start;
      this.#joinedEnd = start;
    }
    do this.#join(last);
    while (this.#joinedEnd < last && (await this.#next()));
    return this.#joined.subarray(start - this.#joinedStart, this.#joinedEnd - this.#joinedStart);
  }

  /** Ends the pass. */
  async close(): Promise<void> {
    const pass = this.#pass;
    this.#pass = undefined;
    await pass?.return?.();
  }

  /** Goes on until the chunk at hand holds the byte at `start`, or there is no more. */
  async #reach(start: number): Promise<void> {
    if (this.#pass === undefined || start < this.#chunkStart || start > this.#chunkEnd + GAP) {
      await this.close();
      this.#pass = this.#source.stream(start)[Symbol.asyncIterator]();
      this.#chunk = new Uint8Array(0);
      this.#chunkStart = start;
    }
    while (this.#chunkEnd <= start && (await this.#next()));
  }

  async #next(): Promise<boolean> {
    const start = this.#chunkEnd;
    const next = await this.#pass?.next();
    if (next === undefined || next.done === true) return false;
    this.#chunk = next.value;
    this.#chunkStart = start;
    return true;
  }

  /** Adds what the chunk at hand holds of the joined range, which is to end at `last`. */
  #join(last: number): void {
    const from = this.#joinedEnd;
    const to = Math.min(last, this.#chunkEnd);
    if (to <= from) return;
    const length = to - this.#joinedStart;
    if (length > this.#joined.length) {
      const grown = new Uint8Array(2 * length);
      grown.set(this.#joined.subarray(0, from - this.#joinedStart));
      this.#joined = grown;
    }
    this.#joined.set(
      this.#chunk.subarray(from - this.#chunkStart, to - this.#chunkStart),
      from - this.#joinedStart,
    );
    this.#joinedEnd = to;
  }
}
