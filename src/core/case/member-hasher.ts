import type { Bytes } from '../base/bytes.ts';
import { createHasher, type Hasher, webCrypto } from '../base/digest.ts';

/** Members of at most this size go to WebCrypto: nine tenths of the bytes of a system image. */
const MOST_WHOLE = 1 << 20;

/** Below this a promise and the way to another thread cost more than the hash: most files of a system image. */
const LEAST_WHOLE = 2048;

/** Bytes handed to WebCrypto that have not come back as digests. */
const MOST_WAITING = 1 << 20;

/**
 * SHA-256 of members as they pass. WebCrypto is more than twice as fast as WebAssembly and works on a thread of its own,
 * but takes messages whole: it gets what fits, where it is there (secure contexts), and the rest is hashed as it comes.
 */
export class MemberHasher {
  readonly #stream: Hasher;
  readonly #subtle: SubtleCrypto | undefined;
  #gathered = new Uint8Array(0);
  #length = 0;
  #whole = false;
  #waiting = 0;
  readonly #running = new Set<Promise<void>>();

  private constructor(stream: Hasher, subtle: SubtleCrypto | undefined) {
    this.#stream = stream;
    this.#subtle = subtle;
  }

  static async create(): Promise<MemberHasher> {
    return new MemberHasher(await createHasher('sha256'), webCrypto());
  }

  /** A member of about this size begins. */
  begin(size: number): void {
    this.#whole = this.#subtle !== undefined && size >= LEAST_WHOLE && size <= MOST_WHOLE;
    this.#length = 0;
  }

  /** The chunk is only used during the call. */
  update(chunk: Uint8Array): void {
    if (this.#whole && this.#length + chunk.length <= MOST_WHOLE) {
      if (this.#gathered.length < this.#length + chunk.length) this.#grow(this.#length + chunk.length);
      this.#gathered.set(chunk, this.#length);
      this.#length += chunk.length;
      return;
    }
    if (this.#whole) this.#stream.update(this.#gathered.subarray(0, this.#length));
    this.#whole = false;
    this.#stream.update(chunk);
  }

  /** Ends the member: `tell` is given its digest now, or before {@link settled} resolves. */
  end(tell: (digest: Bytes) => void): void {
    if (this.#subtle === undefined || !this.#whole) {
      tell(this.#stream.digest());
      return;
    }
    const length = this.#length;
    this.#waiting += length;
    // `digest` copies before it returns (WebCrypto §14.3.5), so the buffer is free for the next member.
    const running: Promise<void> = this.#subtle
      .digest('SHA-256', this.#gathered.subarray(0, length))
      .then((digest) => {
        tell(new Uint8Array(digest));
        this.#waiting -= length;
        this.#running.delete(running);
      });
    this.#running.add(running);
  }

  /** So much waits that the reader should let it come back first. */
  get crowded(): boolean {
    return this.#waiting > MOST_WAITING || this.#running.size > 256;
  }

  /** Every digest was told. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  #grow(length: number): void {
    const larger = new Uint8Array(Math.min(MOST_WHOLE, Math.max(length, this.#gathered.length * 2, 1 << 16)));
    larger.set(this.#gathered.subarray(0, this.#length));
    this.#gathered = larger;
  }
}
