import type { InputCursor } from './input-cursor.ts';

/**
 * Longest block that a compressor writes: 900,001 symbols of 20 bits, 18,002 selectors of 6, and six code tables. A
 * crafted block may be longer, and is called damaged.
 */
const LONGEST_BLOCK = 2_400_000;

/** Thrown when a block asks for more than {@link LONGEST_BLOCK} or than there is. */
export class WindowEnd extends Error {}

const NOTHING = new Uint8Array(0);

/** The input of the bzip2 decoder: blocks begin at any bit, and are decoded in one go, so a whole one must be at hand. */
export class Bzip2Bits {
  readonly #cursor: InputCursor;
  #window: Uint8Array = NOTHING;
  /** Next byte of the window, and how many of its bits were read. */
  #at = 0;
  #bit = 0;
  /** What `#at` was when the window was taken from the cursor. */
  #from = 0;
  /** The window reaches to the end of the input. */
  ended = false;

  constructor(cursor: InputCursor) {
    this.#cursor = cursor;
  }

  /** Bytes of the input that were read from. */
  get offset(): number {
    return this.#cursor.offset + this.#at - this.#from + (this.#bit > 0 ? 1 : 0);
  }

  /** Makes the longest block available. Twice that is taken at once, so that small blocks do not copy it each. */
  async fill(least = LONGEST_BLOCK): Promise<void> {
    if (this.ended || this.#window.length - this.#at >= least) return;
    this.#cursor.at += this.#at - this.#from;
    this.#window = await this.#cursor.peek(2 * LONGEST_BLOCK);
    this.ended = this.#window.length < 2 * LONGEST_BLOCK;
    this.#at = 0;
    this.#from = 0;
  }

  /** The next bytes without reading them; the position must be at a whole byte. */
  async peekBytes(count: number): Promise<Uint8Array> {
    await this.fill();
    return this.#window.subarray(this.#at, this.#at + count);
  }

  /** Reads the rest of the input; tells how long it is and whether it is all zeros. */
  async rest(): Promise<{ readonly length: number; readonly zeros: boolean }> {
    this.#cursor.at += this.#at - this.#from;
    this.#window = NOTHING;
    this.#at = 0;
    this.#from = 0;
    return this.#cursor.rest();
  }

  /** Gives `count` bits, at most 32; `null` skips to the next whole byte. */
  readonly read = (count: number | null): number => {
    if (count === null) {
      if (this.#bit > 0) this.#at++;
      this.#bit = 0;
      return 0;
    }
    let value = 0;
    for (let left = count; left > 0; ) {
      if (this.#at >= this.#window.length) throw new WindowEnd();
      const free = 8 - this.#bit;
      const take = left < free ? left : free;
      const byte = this.#window[this.#at] ?? 0;
      value = (value << take) | ((byte >> (free - take)) & ((1 << take) - 1));
      left -= take;
      this.#bit += take;
      if (this.#bit === 8) {
        this.#bit = 0;
        this.#at++;
      }
    }
    return value;
  };
}
