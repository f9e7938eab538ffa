const utf8 = new TextEncoder();

const CHUNK = 1 << 20;

/** Very many short texts, kept as UTF-8 in a few large buffers instead of as an object each. */
export class RowStore {
  readonly #chunks: Uint8Array[] = [];
  #room = 0;
  #starts = new Float64Array(1024);
  #lengths = new Uint32Array(1024);
  #count = 0;

  /** Keeps a text and gives its number. */
  add(text: string): number {
    // No UTF-16 unit takes more than three bytes.
    const most = text.length * 3;
    if (most > this.#room) {
      const size = Math.max(CHUNK, most);
      this.#chunks.push(new Uint8Array(size));
      this.#room = size;
    }
    const chunk = this.#chunks.at(-1);
    if (chunk === undefined) throw new Error('no chunk');
    const offset = chunk.length - this.#room;
    const { written } = utf8.encodeInto(text, chunk.subarray(offset));
    this.#room -= written;
    const number = this.#count++;
    if (number >= this.#starts.length) {
      this.#starts = grown(this.#starts, new Float64Array(number * 2));
      this.#lengths = grown(this.#lengths, new Uint32Array(number * 2));
    }
    this.#starts[number] = (this.#chunks.length - 1) * 2 ** 32 + offset;
    this.#lengths[number] = written;
    return number;
  }

  /** A view; empty for a number that was not given out. */
  bytes(number: number): Uint8Array {
    const start = this.#starts[number] ?? 0;
    const offset = start % 2 ** 32;
    const chunk = this.#chunks[Math.floor(start / 2 ** 32)] ?? new Uint8Array(0);
    return chunk.subarray(offset, offset + (this.#lengths[number] ?? 0));
  }
}

function grown<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
