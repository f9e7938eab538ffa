import type { Bytes } from '../base/bytes.ts';
import type { Fault } from '../base/result.ts';

const CHUNK = 1 << 17;

/**
 * What the bzip2 decoder gives, a byte at a time, gathered into chunks. A block whose checksum fails is taken back;
 * bytes are admitted before they are kept.
 */
export class BlockOutput {
  readonly #admit: (length: number) => Fault | undefined;
  #full: Bytes[] = [];
  #chunk: Bytes = new Uint8Array(CHUNK);
  #at = 0;
  #begun = { full: 0, at: 0 };
  /** Why the last byte was not taken. */
  refused: Fault | undefined;

  constructor(admit: (length: number) => Fault | undefined) {
    this.#admit = admit;
  }

  /** Bytes kept and not handed on. */
  get length(): number {
    return this.#full.length * CHUNK + this.#at;
  }

  /** A block begins: what comes until the next call belongs to it. */
  begin(): void {
    this.#begun = { full: this.#full.length, at: this.#at };
  }

  /** Takes the block back. */
  undo(): void {
    const { full, at } = this.#begun;
    this.#chunk = this.#full[full] ?? this.#chunk;
    this.#full.length = full;
    this.#at = at;
  }

  /** @throws when it is too much, which {@link refused} tells. */
  readonly put = (byte: number): void => {
    this.#chunk[this.#at++] = byte;
    if (this.#at === CHUNK) this.#turn();
  };

  /** Gives the full chunks away. */
  full(): readonly Bytes[] {
    if (this.#full.length === 0) return this.#full;
    const out = this.#full;
    this.#full = [];
    return out;
  }

  /** No more comes: the last chunk is full as it is. Gives why it was not taken. */
  close(): Fault | undefined {
    const length = this.#at;
    this.#at = 0;
    if (length === 0) return undefined;
    const refused = this.#admit(length);
    if (refused === undefined) this.#full.push(this.#chunk.subarray(0, length));
    return refused;
  }

  #turn(): void {
    this.refused = this.#admit(CHUNK);
    if (this.refused !== undefined) {
      this.#at = 0;
      throw new Error('refused');
    }
    this.#full.push(this.#chunk);
    this.#chunk = new Uint8Array(CHUNK);
    this.#at = 0;
  }
}
