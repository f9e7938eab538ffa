import type { ByteSource, ByteStream } from '../base/byte-source.ts';
import { type Bytes, type Hex, toHex } from '../base/bytes.ts';
import type { Hasher } from '../base/digest.ts';

/** Read at once of what nobody else read. */
const PIECE = 4 * 2 ** 20;

/**
 * Hashes a source as somebody reads ranges of it: a range that continues what was hashed so far is hashed on the way.
 * Reading the members of an archive from front to back so leaves little to be read again.
 */
export class HashedReads implements ByteSource {
  readonly #inner: ByteSource;
  readonly #hasher: Hasher;
  #done = 0;

  constructor(inner: ByteSource, hasher: Hasher) {
    this.#inner = inner;
    this.#hasher = hasher;
  }

  get size(): number {
    return this.#inner.size;
  }

  async bytes(start: number, end: number): Promise<Bytes> {
    const bytes = await this.#inner.bytes(start, end);
    const known = this.#done - start;
    if (known >= 0 && known < bytes.length) {
      this.#hasher.update(bytes.subarray(known));
      this.#done = start + bytes.length;
    }
    return bytes;
  }

  stream(start?: number, end?: number): ByteStream {
    return this.#inner.stream(start, end);
  }

  slice(start: number, end: number): ByteSource {
    return this.#inner.slice(start, end);
  }

  /** The digest of the whole source, once: what nobody read in order is read now. */
  async sha256(): Promise<Hex> {
    while (this.#done < this.size) {
      const { length } = await this.bytes(this.#done, this.#done + PIECE);
      if (length === 0) throw new Error('the source is shorter than it said');
    }
    return toHex(this.#hasher.digest());
  }
}
