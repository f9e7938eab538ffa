import { BlobSource } from '../base/byte-source.ts';
import type { Budget } from '../base/limits.ts';

const PIECE = 16 * 2 ** 20;

/**
 * Holds decoded bytes so that they can be read at random. Pieces become `Blob`s early: a browser keeps those outside
 * the heap of the page and may put them on disk.
 */
export class Spool {
  readonly #budget: Budget;
  readonly #limit: number;
  #pieces: Blob[] = [];
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #pending = 0;
  #size = 0;
  /** True once a chunk did not fit: what came before is kept. */
  full = false;

  constructor(budget: Budget, limit: number) {
    this.#budget = budget;
    this.#limit = limit;
  }

  write(chunk: Uint8Array): void {
    if (this.full) return;
    if (this.#size + chunk.length > this.#limit || !this.#budget.take('held', chunk.length)) {
      this.full = true;
      return;
    }
    this.#size += chunk.length;
    this.#chunks.push(new Uint8Array(chunk));
    this.#pending += chunk.length;
    if (this.#pending >= PIECE) this.#seal();
  }

  source(): BlobSource {
    this.#seal();
    return new BlobSource(new Blob(this.#pieces));
  }

  /** Gives the bytes back to the budget; the source must not be used any more. */
  release(): void {
    this.#budget.release('held', this.#size);
    this.#pieces = [];
  }

  #seal(): void {
    if (this.#pending > 0) this.#pieces.push(new Blob(this.#chunks));
    this.#chunks = [];
    this.#pending = 0;
  }
}
