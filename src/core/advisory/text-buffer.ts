import type { Bytes } from '../base/bytes.ts';

const utf8 = new TextEncoder();

/**
 * Writes a text as UTF-8, for which there must be room, and gives its length. Most texts are ASCII and short: those are
 * written here, since an encoder makes of each a string of its own outside the heap.
 */
export function writeUtf8(text: string, into: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return i + utf8.encodeInto(text.slice(i), into.subarray(at + i)).written;
    into[at + i] = unit;
  }
  return text.length;
}

/** What a line is written of. */
export type Part = string | number;

/** No safe integer has more. */
const DIGITS = 16;

/** Grows as texts and bytes are written behind one another; a buffer for each of them would cost more than they do. */
export class TextBuffer {
  #bytes: Bytes;
  #length = 0;

  /** `room`: bytes that it is to hold without growing, where that is known. */
  constructor(room = 1 << 10) {
    this.#bytes = new Uint8Array(room);
  }

  get length(): number {
    return this.#length;
  }

  /** Writes texts, and numbers (whole, not below 0) in decimal: a number made a text stays in a cache of the engine. */
  write(...parts: readonly Part[]): void {
    for (const part of parts)
      if (typeof part === 'string') this.text(part);
      else this.#number(part);
  }

  text(text: string): void {
    // No UTF-16 unit takes more than three bytes.
    this.#reserve(text.length * 3);
    this.#length += writeUtf8(text, this.#bytes, this.#length);
  }

  /** Writes `length` bytes from `offset`. They are few as a rule: a view of them would be larger. */
  bytes(bytes: Uint8Array, offset = 0, length = bytes.length): void {
    this.#reserve(length);
    for (let i = 0; i < length; i++) this.#bytes[this.#length + i] = bytes[offset + i] ?? 0;
    this.#length += length;
  }

  /** Leaves `length` bytes free, to be filled in later. */
  space(length: number): void {
    this.#reserve(length);
    this.#length += length;
  }

  /** What was written so far; valid until more is written. */
  get written(): Bytes {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Holds these bytes and no others. */
  fill(bytes: Uint8Array, from = 0, to = bytes.length): void {
    this.#length = 0;
    this.bytes(bytes, from, to - from);
  }

  clear(): void {
    this.#length = 0;
  }

  #number(value: number): void {
    this.#reserve(DIGITS);
    let length = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) length++;
    let rest = value;
    for (let at = this.#length + length - 1; at >= this.#length; at--) {
      this.#bytes[at] = 0x30 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.#length += length;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    grown.set(this.written);
    this.#bytes = grown;
  }
}
