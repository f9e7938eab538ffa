import { BlobSource, type ByteSource, HeldSource } from '../base/byte-source.ts';
import { type Bytes, concatBytes } from '../base/bytes.ts';
import type { Budget } from '../base/limits.ts';

const PIECE = 16 * 2 ** 20;

/**
 * Holds decoded bytes so that they can be read at random. Pieces become `Blob`s early: a browser keeps those outside
 * the heap of the page and may put them on disk. Up to `inMemory` bytes stay where they are: for what is going to be
 * read as a whole, the way there and back costs as much as decoding it.
 */
export class Spool {
  readonly #budget: Budget;
  readonly #limit: number;
  readonly #inMemory: number;
  #pieces: Blob[] = [];
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #pending = 0;
  #size = 0;
  /** Room for all, where it was said how much that is. What does not fit it goes into chunks, it with them. */
  #room: Bytes | undefined;
  /** True once a chunk did not fit: what came before is kept. */
  full = false;

  /** `expected`: bytes that are likely to come. Untouched room takes no memory. */
  constructor(budget: Budget, limit: number, inMemory = 0, expected = 0) {
    this.#budget = budget;
    this.#limit = limit;
    this.#inMemory = inMemory;
    if (expected > 0 && expected <= Math.min(limit, inMemory)) this.#room = new Uint8Array(expected);
  }

  write(chunk: Uint8Array): void {
    if (this.full) return;
    if (this.#size + chunk.length > this.#limit || !this.#budget.take('held', chunk.length)) {
      this.full = true;
      return;
    }
    const at = this.#size;
    this.#size += chunk.length;
    this.#pending += chunk.length;
    if (this.#room !== undefined && this.#size <= this.#room.length) {
      this.#room.set(chunk, at);
      return;
    }
    if (this.#room !== undefined) this.#chunks.push(this.#room.subarray(0, at));
    this.#room = undefined;
    this.#chunks.push(new Uint8Array(chunk));
    if (this.#pending >= PIECE && this.#size > this.#inMemory) this.#seal();
  }

  source(): ByteSource {
    if (this.#pieces.length === 0 && this.#inMemory > 0) {
      const whole = this.#room?.subarray(0, this.#size) ?? concatBytes(this.#chunks);
      this.#room = undefined;
      this.#chunks = [];
      return new HeldSource(whole);
    }
    this.#seal();
    return new BlobSource(new Blob(this.#pieces));
  }

  /** Gives the bytes back to the budget; the source must not be used any more. */
  release(): void {
    this.#budget.release('held', this.#size);
    this.#pieces = [];
    this.#chunks = [];
    this.#room = undefined;
  }

  #seal(): void {
    if (this.#pending > 0) this.#pieces.push(new Blob(this.#chunks));
    this.#chunks = [];
    this.#pending = 0;
  }
}
