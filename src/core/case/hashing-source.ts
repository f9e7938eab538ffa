import type { ByteSource, ByteStream } from '../base/byte-source.ts';
import { type Bytes, type Hex, toHex } from '../base/bytes.ts';
import type { Hasher } from '../base/digest.ts';

/**
 * Hashes a source while somebody else reads it from front to back, so that a file is read once. `sha256` is known
 * only after one whole pass; the first pass counts, and later ones are left alone. Without a hasher it only counts.
 */
export class HashingSource implements ByteSource {
  readonly #inner: ByteSource;
  readonly #hasher: Hasher | undefined;
  readonly #onBytes: (done: number) => void;
  #started = false;
  #sha256: Hex | undefined;

  constructor(inner: ByteSource, hasher: Hasher | undefined, onBytes: (done: number) => void) {
    this.#inner = inner;
    this.#hasher = hasher;
    this.#onBytes = onBytes;
  }

  get size(): number {
    return this.#inner.size;
  }

  get sha256(): Hex | undefined {
    return this.#sha256;
  }

  get blob(): Blob | undefined {
    return this.#started ? undefined : this.#inner.blob;
  }

  heard(done: number, sha256?: Hex): void {
    if (sha256 !== undefined) {
      this.#sha256 = sha256;
      this.#started = true;
    }
    this.#onBytes(done);
  }

  bytes(start: number, end: number): Promise<Bytes> {
    return this.#inner.bytes(start, end);
  }

  slice(start: number, end: number): ByteSource {
    return this.#inner.slice(start, end);
  }

  stream(start = 0, end = this.size): ByteStream {
    if (this.#started || start !== 0 || end < this.size) return this.#inner.stream(start, end);
    this.#started = true;
    return this.#hashed();
  }

  async *#hashed(): AsyncGenerator<Uint8Array> {
    let done = 0;
    for await (const chunk of this.#inner.stream()) {
      this.#hasher?.update(chunk);
      done += chunk.length;
      // Known with the last chunk: a decoder that has seen its trailer asks for no more.
      if (done === this.size && this.#hasher !== undefined) this.#sha256 = toHex(this.#hasher.digest());
      this.#onBytes(done);
      yield chunk;
    }
  }
}
