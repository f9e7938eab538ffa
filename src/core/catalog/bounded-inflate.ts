import { Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from 'pako';
import { type Bytes, concatBytes } from '../base/bytes.ts';

/** What came out of a short compressed text. */
export type Inflated =
  | { readonly state: 'whole'; readonly bytes: Bytes }
  | { readonly state: 'damaged' }
  | { readonly state: 'too-long' };

/** zlib's `windowBits`: 32 more tells the zlib and the gzip wrapper apart. */
const ZLIB_OR_GZIP = 15 + 32;
const OUTPUT = 1 << 16;

/** Decompresses a zlib or gzip stream that a file holds beside other things, to `most` bytes and no further. */
export function inflateBounded(input: Uint8Array, most: number): Inflated {
  const stream = new ZStream();
  if (zlibInflateInit2(stream, ZLIB_OR_GZIP) !== Z_OK) throw new Error('inflate could not start');
  stream.input = input;
  stream.avail_in = input.length;
  const parts: Uint8Array[] = [];
  for (let length = 0; ; ) {
    stream.output = new Uint8Array(OUTPUT);
    stream.next_out = 0;
    stream.avail_out = OUTPUT;
    const status = zlibInflate(stream, Z_NO_FLUSH);
    const made = stream.next_out;
    length += made;
    if (length > most) return { state: 'too-long' };
    parts.push(stream.output.subarray(0, made));
    if (status === Z_STREAM_END) return { state: 'whole', bytes: concatBytes(parts) };
    if (status !== Z_OK || (made === 0 && stream.avail_in === 0)) return { state: 'damaged' };
  }
}
