import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako';
import type { Fault } from '../base/result.ts';
import type { ExpansionMeter } from './expansion.ts';
import type { InputCursor } from './input-cursor.ts';

/** zlib's `windowBits`: 16 more asks for the gzip wrapper, negative for none. */
const WINDOW_BITS = { gzip: 31, 'deflate-raw': -15 } as const;

/** The two wrappers of deflate that are decoded here and natively. */
export type DeflateFormat = keyof typeof WINDOW_BITS;

/** How one deflate stream (a gzip member) ended. */
export type InflateEnd =
  | { readonly state: 'whole' }
  | { readonly state: 'cut' }
  | { readonly state: 'damaged'; readonly why: string }
  | { readonly state: 'limit'; readonly fault: Fault };

const OUTPUT = 1 << 17;

/**
 * Deflate streams one behind the other, decoded by pako with exact accounting of the input. The first `skip` bytes of
 * output are not handed on: another decoder did that already.
 */
export class Inflater {
  readonly #stream = new ZStream();
  readonly #cursor: InputCursor;
  readonly #write: (chunk: Uint8Array) => void | Promise<void>;
  readonly #meter: ExpansionMeter;
  #skip: number;

  constructor(
    format: DeflateFormat,
    cursor: InputCursor,
    write: (chunk: Uint8Array) => void | Promise<void>,
    meter: ExpansionMeter,
    skip: number,
  ) {
    this.#cursor = cursor;
    this.#write = write;
    this.#meter = meter;
    this.#skip = skip;
    this.#stream.avail_out = 0;
    const status = zlibInflateInit2(this.#stream, WINDOW_BITS[format]);
    if (status !== Z_OK) throw new Error(`inflate could not start: ${status}`);
  }

  /** Bytes that the current stream has produced. */
  get produced(): number {
    return this.#stream.total_out;
  }

  /** Begins the next stream. Output that is not yet handed on stays. */
  reset(): void {
    zlibInflateReset(this.#stream);
  }

  /** Decodes one stream to its end. Output is handed on when a chunk is full, and by {@link flush}. */
  async run(): Promise<InflateEnd> {
    const stream = this.#stream;
    const cursor = this.#cursor;
    for (;;) {
      if (!(await cursor.more())) return { state: 'cut' };
      if (stream.avail_out === 0) {
        stream.output = new Uint8Array(OUTPUT);
        stream.next_out = 0;
        stream.avail_out = OUTPUT;
      }
      stream.input = cursor.chunk;
      stream.next_in = cursor.at;
      stream.avail_in = cursor.chunk.length - cursor.at;
      const status = zlibInflate(stream, Z_NO_FLUSH);
      cursor.at = stream.next_in;
      if (stream.avail_out === 0) {
        const fault = await this.flush();
        if (fault !== undefined) return { state: 'limit', fault };
      }
      if (status === Z_STREAM_END) return { state: 'whole' };
      const stuck = status === Z_BUF_ERROR && cursor.at < cursor.chunk.length && stream.avail_out > 0;
      if ((status !== Z_OK && status !== Z_BUF_ERROR) || stuck) {
        return { state: 'damaged', why: stream.msg || `zlib status ${status}` };
      }
    }
  }

  /** Hands on what was produced and not yet written. */
  async flush(): Promise<Fault | undefined> {
    const stream = this.#stream;
    const length = stream.next_out;
    if (length === 0) return undefined;
    const chunk = stream.output.subarray(0, length);
    stream.next_out = 0;
    stream.avail_out = 0;
    const fault = this.#meter.admit(length, this.#cursor.offset);
    if (fault !== undefined) return fault;
    const fresh = chunk.subarray(Math.min(this.#skip, length));
    this.#skip -= length - fresh.length;
    if (fresh.length > 0) await this.#write(fresh);
    return undefined;
  }
}
