import { createCRC32, type IHasher } from 'hash-wasm';
import { type Bytes, concatBytes, equalBytes, hasMagic } from '../base/bytes.ts';
import { createHasher, type Hasher } from '../base/digest.ts';
import { InputCursor } from './input-cursor.ts';
import { STREAM_HEADER, XZ_MAGIC } from './xz-header.ts';

/** Id of SHA-256 among the checks (xz file format 1.2.0, 2.1.1.2), and its length. */
export const SHA256 = 10;
const SHA256_BYTES = 32;
const FOOTER = 12;
/** Bytes of a number in the index, at most. */
const VLI = 9;
const LONGEST_INDEX = 1 << 24;

/**
 * xz streams that are protected by SHA-256, which XZ Embedded cannot verify, and which rpm uses: handed to the decoder
 * as streams without a check. The check behind each block is taken out and verified here; the index and the footer,
 * which count it, are verified and written anew.
 */
export class Sha256Streams {
  readonly #cursor: InputCursor;
  readonly #crc: IHasher;
  readonly #hasher: Hasher;
  /** Blocks whose check was read and whose content may not have come out yet. */
  readonly #blocks: { left: number; readonly check: Bytes }[] = [];
  /** Bytes hashed of a block whose end is not known yet. */
  #hashed = 0;
  /** Sizes of the blocks of this stream, as its index must have them. */
  #sizes: { readonly unpadded: number; readonly size: number }[] = [];
  /** Bytes by which what was handed on is shorter than what was read. */
  shift = 0;
  /** The content of some block did not match its check. */
  mismatch = false;

  private constructor(cursor: InputCursor, crc: IHasher, hasher: Hasher) {
    this.#cursor = cursor;
    this.#crc = crc;
    this.#hasher = hasher;
  }

  static async open(cursor: InputCursor): Promise<Sha256Streams> {
    return new Sha256Streams(cursor, await createCRC32(), await createHasher('sha256'));
  }

  /** Takes what the decoder gave. */
  verify(output: Uint8Array): void {
    for (let at = 0; at < output.length; ) {
      const block = this.#blocks[0];
      const left = block === undefined ? output.length - at : block.left - this.#hashed;
      const part = output.subarray(at, Math.min(output.length, at + left));
      this.#hasher.update(part);
      this.#hashed += part.length;
      at += part.length;
      this.#settle();
    }
  }

  /** Holds the blocks whose content is whole against their checks. */
  #settle(): void {
    for (
      let block = this.#blocks[0];
      block !== undefined && this.#hashed >= block.left;
      block = this.#blocks[0]
    ) {
      this.#blocks.shift();
      this.#hashed = 0;
      if (!equalBytes(this.#hasher.digest(), block.check)) this.mismatch = true;
    }
  }

  /** The streams as the decoder may read them. What is damaged is handed on as it is: the decoder says so. */
  async *rewritten(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const header = await this.#cursor.peek(STREAM_HEADER);
      if (usesSha256(header)) {
        this.#cursor.at += STREAM_HEADER;
        yield this.#header(header);
        if (!(yield* this.#stream())) break;
      } else if (header.length >= 4 && header.subarray(0, 4).every((byte) => byte === 0)) {
        yield* this.#pass(4);
      } else break;
    }
    while (await this.#cursor.more()) yield* this.#pass(this.#cursor.chunk.length - this.#cursor.at);
  }

  /** A header that states no check, with its checksum; one whose own checksum is wrong stays wrong. */
  #header(header: Uint8Array): Bytes {
    const right = equalBytes(this.#crc32(header.subarray(6, 8)), header.subarray(8, 12));
    const flags = Uint8Array.of(0, 0);
    return concatBytes([
      Uint8Array.from(XZ_MAGIC),
      flags,
      right ? this.#crc32(flags) : Uint8Array.of(0, 0, 0, 0),
    ]);
  }

  async *#stream(): AsyncGenerator<Uint8Array, boolean> {
    this.#sizes = [];
    for (;;) {
      const [units] = await this.#cursor.peek(1);
      if (units === undefined) return false;
      if (units === 0) return yield* this.#index();
      if (!(yield* this.#block((units + 1) * 4))) return false;
    }
  }

  /** Passes a block on, but for its check. Its LZMA2 chunks tell where it ends. */
  async *#block(headerBytes: number): AsyncGenerator<Uint8Array, boolean> {
    if (!(yield* this.#pass(headerBytes))) return false;
    let packed = 0;
    let size = 0;
    for (;;) {
      const chunk = lzma2Chunk(await this.#cursor.peek(6));
      if (chunk === undefined || !(yield* this.#pass(chunk.packed))) return false;
      packed += chunk.packed;
      size += chunk.size;
      if (chunk.size === 0) break;
    }
    const unpadded = headerBytes + packed;
    if (!(yield* this.#pass((4 - (packed % 4)) % 4))) return false;
    const check = new Uint8Array(await this.#cursor.peek(SHA256_BYTES));
    if (check.length < SHA256_BYTES) return false;
    this.#cursor.at += SHA256_BYTES;
    this.shift += SHA256_BYTES;
    this.#blocks.push({ left: size, check });
    this.#sizes.push({ unpadded, size });
    this.#settle();
    return true;
  }

  /** The index and the footer without the checks that they count; false when they are not as they must be. */
  async *#index(): AsyncGenerator<Uint8Array, boolean> {
    const stated = this.#indexOf(SHA256_BYTES);
    const written = this.#indexOf(0);
    if (stated.length > LONGEST_INDEX) return false;
    const found = await this.#cursor.peek(stated.length + FOOTER);
    const expected = concatBytes([stated, this.#footer(stated.length, SHA256)]);
    if (!equalBytes(found, expected)) return false;
    this.#cursor.at += found.length;
    yield concatBytes([written, this.#footer(written.length, 0)]);
    this.shift += stated.length - written.length;
    return true;
  }

  /** The index (4) of the blocks that were read, each of which has a check of `checkBytes`. */
  #indexOf(checkBytes: number): Bytes {
    const records = this.#sizes.flatMap(({ unpadded, size }) => [vli(unpadded + checkBytes), vli(size)]);
    const body = concatBytes([Uint8Array.of(0), vli(this.#sizes.length), ...records]);
    const padded = concatBytes([body, new Uint8Array((4 - (body.length % 4)) % 4)]);
    return concatBytes([padded, this.#crc32(padded)]);
  }

  /** The footer (2.1.2) of a stream with an index of `indexBytes`. */
  #footer(indexBytes: number, check: number): Bytes {
    const body = new Uint8Array(6);
    new DataView(body.buffer).setUint32(0, indexBytes / 4 - 1, true);
    body[5] = check;
    return concatBytes([this.#crc32(body), body, Uint8Array.of(0x59, 0x5a)]);
  }

  async *#pass(count: number): AsyncGenerator<Uint8Array, boolean> {
    for (let left = count; left > 0; ) {
      if (!(await this.#cursor.more())) return false;
      const { chunk, at } = this.#cursor;
      const part = chunk.subarray(at, at + left);
      this.#cursor.at += part.length;
      left -= part.length;
      yield part;
    }
    return true;
  }

  #crc32(bytes: Uint8Array): Bytes {
    this.#crc.init();
    this.#crc.update(bytes);
    return Uint8Array.from(this.#crc.digest('binary')).reverse();
  }
}

/** A cursor over rewritten streams that tells offsets of what was read. */
export class RewrittenCursor extends InputCursor {
  readonly #streams: Sha256Streams;

  constructor(streams: Sha256Streams, signal: AbortSignal) {
    super(streams.rewritten(), signal);
    this.#streams = streams;
  }

  override get offset(): number {
    return super.offset + this.#streams.shift;
  }
}

/** Whether a stream begins here that is protected by SHA-256. */
export function usesSha256(header: Uint8Array): boolean {
  return hasMagic(header, XZ_MAGIC) && header[7] === SHA256;
}

/** Bytes of an LZMA2 chunk, header included, and of its content (xz file format, 5.3.1; LZMA2 end marker: 1 and 0). */
function lzma2Chunk(head: Uint8Array): { readonly packed: number; readonly size: number } | undefined {
  const [control, a = 0, b = 0, c = 0, d = 0] = head;
  if (control === undefined) return undefined;
  if (control === 0) return { packed: 1, size: 0 };
  const low = a * 256 + b + 1;
  if (control < 3) return { packed: 3 + low, size: low };
  if (control < 0x80) return undefined;
  return { packed: (control < 0xc0 ? 5 : 6) + c * 256 + d + 1, size: ((control & 0x1f) << 16) + low };
}

/** A number of the index (1.2). */
function vli(value: number): Uint8Array {
  const out: number[] = [];
  let rest = value;
  for (; rest >= 0x80 && out.length < VLI; rest = Math.floor(rest / 128)) out.push((rest % 128) | 0x80);
  out.push(rest);
  return Uint8Array.from(out);
}
