import type { ByteSource, ByteStream } from '../base/byte-source.ts';
import { type Bytes, type Hex, toHex } from '../base/bytes.ts';
import type { Hasher } from '../base/digest.ts';

/**
 * Hashes a source as somebody reads it: what continues what was hashed so far is hashed on the way. Reading the members
 * of an archive from front to back so leaves little to be read again.
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
    this.#pass(start, bytes);
    return bytes;
  }

  async *stream(start = 0, end = this.size): AsyncGenerator<Uint8Array> {
    let at = start;
    for await (const chunk of this.#inner.stream(start, end)) {
      this.#pass(at, chunk);
      at += chunk.length;
      yield chunk;
    }
  }

  slice(start: number, end: number): ByteSource {
    return this.#inner.slice(start, end);
  }

  /** The digest of the whole source, once: what nobody read in order is read now. */
  async sha256(): Promise<Hex> {
    await drain(this.stream(this.#done));
    if (this.#done < this.size) throw new Error('the source is shorter than it said');
    return toHex(this.#hasher.digest());
  }

  #pass(start: number, bytes: Uint8Array): void {
    const known = this.#done - start;
    if (known < 0 || known >= bytes.length) return;
    this.#hasher.update(bytes.subarray(known));
    this.#done = start + bytes.length;
  }
}

async function drain(stream: ByteStream): Promise<void> {
  const chunks = stream[Symbol.asyncIterator]();
  while ((await chunks.next()).done !== true);
}
