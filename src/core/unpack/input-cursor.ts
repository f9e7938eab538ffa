import type { ByteSource, ByteStream } from '../base/byte-source.ts';

const NOTHING = new Uint8Array(0);

/** The input of a codec, chunk by chunk, with how much of it was consumed. */
export class InputCursor {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #signal: AbortSignal;
  /** The chunk at hand; what stands before `at` is consumed. */
  chunk: Uint8Array = NOTHING;
  at = 0;
  #before = 0;

  constructor(input: ByteSource | ByteStream, signal: AbortSignal) {
    const stream = isSource(input) ? input.stream() : input;
    this.#chunks = stream[Symbol.asyncIterator]();
    this.#signal = signal;
  }

  /** Bytes consumed. */
  get offset(): number {
    return this.#before + this.at;
  }

  /** Makes at least one byte available; false at the end of the input. */
  async more(): Promise<boolean> {
    while (this.at >= this.chunk.length) {
      const next = await this.#next();
      if (next === undefined) return false;
      this.#before += this.chunk.length;
      this.chunk = next;
      this.at = 0;
    }
    return true;
  }

  /** The next `count` bytes, fewer at the end of the input, without consuming them. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.chunk.length - this.at < count) {
      // The rest is copied before the next chunk is asked for: a chunk is only valid until then.
      const rest = new Uint8Array(this.chunk.subarray(this.at));
      const next = await this.#next();
      this.#before += this.at;
      this.at = 0;
      this.chunk = rest;
      if (next === undefined) break;
      this.chunk = new Uint8Array(rest.length + next.length);
      this.chunk.set(rest);
      this.chunk.set(next, rest.length);
    }
    return this.chunk.subarray(this.at, this.at + count);
  }

  /** Consumes `count` bytes; false when the input ends before. */
  async skip(count: number): Promise<boolean> {
    let left = count;
    while (left > 0) {
      if (!(await this.more())) return false;
      const passed = Math.min(left, this.chunk.length - this.at);
      this.at += passed;
      left -= passed;
    }
    return true;
  }

  /** Consumes the rest of the input; tells how long it is and whether it is all zeros. */
  async rest(): Promise<{ readonly length: number; readonly zeros: boolean }> {
    let length = 0;
    let zeros = true;
    while (await this.more()) {
      length += this.chunk.length - this.at;
      for (let i = this.at; zeros && i < this.chunk.length; i++) zeros = this.chunk[i] === 0;
      this.at = this.chunk.length;
    }
    return { length, zeros };
  }

  /** Tells the input that no more is wanted. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #next(): Promise<Uint8Array | undefined> {
    this.#signal.throwIfAborted();
    const { done, value } = await this.#chunks.next();
    return done === true ? undefined : value;
  }
}

export function isSource(input: ByteSource | ByteStream): input is ByteSource {
  return 'slice' in input;
}
