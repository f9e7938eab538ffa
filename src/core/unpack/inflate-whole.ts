import { Z_FINISH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from 'pako';
import type { Bytes } from '../base/bytes.ts';

/** zlib's `windowBits`: negative for no wrapper. */
const WINDOW_BITS = { raw: -15, zlib: 15 } as const;

/** Decompresses many short streams of known length, one at a time, with one decoder. */
export class WholeInflater {
  readonly #stream = new ZStream();
  /** The decoder before its first byte. */
  readonly #fresh: { readonly state: object; readonly adler: number };
  #scratch: Bytes = new Uint8Array(0);

  constructor(wrapper: keyof typeof WINDOW_BITS) {
    const status = zlibInflateInit2(this.#stream, WINDOW_BITS[wrapper]);
    if (status !== Z_OK) throw new Error(`inflate could not start: ${status}`);
    this.#fresh = { state: { ...this.#stream.state }, adler: this.#stream.adler };
  }

  /** The `size` bytes that `input` holds; `undefined` when it is damaged, or holds more or fewer. */
  inflate(input: Uint8Array, size: number): Bytes | undefined {
    const output = new Uint8Array(size);
    return this.inflateInto(output, input, size) ? output : undefined;
  }

  /** The same in a buffer that the next call uses again: for very many, of which one is needed at a time. */
  inflateBriefly(input: Uint8Array, size: number): Bytes | undefined {
    if (size > this.#scratch.length) this.#scratch = new Uint8Array(Math.max(1 << 16, size));
    return this.inflateInto(this.#scratch, input, size) ? this.#scratch.subarray(0, size) : undefined;
  }

  /** The same at the start of a buffer of the caller's; `false` when `input` is damaged, or holds more or fewer. */
  inflateInto(output: Bytes, input: Uint8Array, size: number): boolean {
    const stream = this.#stream;
    // pako's own reset makes tables of 6 kB each time, outside the heap: a gigabyte of them for an archive of npm.
    Object.assign(stream.state, this.#fresh.state);
    stream.adler = this.#fresh.adler;
    stream.total_in = 0;
    stream.total_out = 0;
    stream.input = input;
    stream.next_in = 0;
    stream.avail_in = input.length;
    stream.output = output;
    stream.next_out = 0;
    stream.avail_out = size;
    const status = zlibInflate(stream, Z_FINISH);
    return status === Z_STREAM_END && stream.next_out === size;
  }
}
