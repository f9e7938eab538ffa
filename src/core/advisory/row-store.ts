import { type TextBuffer, writeUtf8 } from './text-buffer.ts';

const CHUNK = 1 << 20;
const NOTHING = new Uint8Array(0);

/** Very many short texts, kept as UTF-8 in a few large buffers instead of as an object each. */
export class RowStore {
  readonly #chunks: Uint8Array[] = [];
  #room = 0;
  #chunkOf = new Uint32Array(1024);
  #offsets = new Uint32Array(1024);
  #lengths = new Uint32Array(1024);
  #count = 0;

  /** Keeps a text and gives its number. Numbers rise by one. */
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
    const written = writeUtf8(text, chunk, offset);
    this.#room -= written;
    const number = this.#count++;
    if (number >= this.#lengths.length) this.#grow(number + (number >> 1));
    this.#chunkOf[number] = this.#chunks.length - 1;
    this.#offsets[number] = offset;
    this.#lengths[number] = written;
    return number;
  }

  /** Appends a text to a buffer. */
  write(number: number, to: TextBuffer): void {
    to.bytes(this.#chunk(number), this.#offsets[number], this.#lengths[number]);
  }

  /** A view; empty for a number that was not given out. */
  bytes(number: number): Uint8Array {
    const offset = this.#offsets[number] ?? 0;
    return this.#chunk(number).subarray(offset, offset + (this.#lengths[number] ?? 0));
  }

  /** Orders two texts as `<` orders strings: by UTF-16 units. */
  compare(a: number, b: number): number {
    const [left, right] = [this.#chunk(a), this.#chunk(b)];
    const [from, to] = [this.#offsets[a] ?? 0, this.#offsets[b] ?? 0];
    const [lengthA, lengthB] = [this.#lengths[a] ?? 0, this.#lengths[b] ?? 0];
    const shared = Math.min(lengthA, lengthB);
    for (let i = 0; i < shared; i++) {
      const [one = 0, other = 0] = [left[from + i], right[to + i]];
      if (one !== other) return rank(one) - rank(other);
    }
    return lengthA - lengthB;
  }

  #chunk(number: number): Uint8Array {
    return this.#chunks[this.#chunkOf[number] ?? 0] ?? NOTHING;
  }

  #grow(to: number): void {
    this.#chunkOf = grown(this.#chunkOf, new Uint32Array(to));
    this.#offsets = grown(this.#offsets, new Uint32Array(to));
    this.#lengths = grown(this.#lengths, new Uint32Array(to));
  }
}

/** Bytes of UTF-8 in the order of UTF-16: what takes a surrogate pair there comes before U+E000. */
function rank(byte: number): number {
  if (byte < 0xee) return byte;
  return byte >= 0xf0 ? byte - 2 : byte + 5;
}

function grown(from: Uint32Array, to: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  to.set(from);
  return to;
}
