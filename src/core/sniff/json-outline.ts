import { decodeUtf8Lossy } from '../base/bytes.ts';

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [0x7b, 0x7d, 0x5b, 0x5d];
/** Of a text at most; what tells a kind is shorter. */
const MOST_TEXT = 200;
const MOST = 16_384;

/**
 * A JSON object with its own members and nothing of what they hold: `{"components":[],"bomFormat":"CycloneDX"}`. What a
 * document says of itself may stand behind all that it lists. Linear, and of bounded size; the JSON is not checked.
 */
export class JsonOutline {
  readonly #out = new Uint8Array(MOST);
  #length = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;
  #text = 0;

  write(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (this.#inText) this.#inside(byte);
      else if (byte === QUOTE) {
        this.#inText = true;
        this.#text = 0;
        this.#keep(byte);
      } else if (byte === BRACE || byte === BRACKET) {
        this.#keep(byte);
        this.#depth++;
      } else if (byte === BRACE_END || byte === BRACKET_END) {
        this.#depth--;
        this.#keep(byte);
      } else if (this.#depth === 1) this.#keep(byte);
    }
  }

  get text(): string {
    return decodeUtf8Lossy(this.#out.subarray(0, this.#length));
  }

  #inside(byte: number): void {
    const ends = byte === QUOTE && !this.#escaped;
    this.#escaped = byte === BACKSLASH && !this.#escaped;
    if (ends) this.#inText = false;
    if (ends || this.#text++ < MOST_TEXT) this.#keep(byte);
  }

  /** What stands in the object itself, and the brackets of what it holds. */
  #keep(byte: number): void {
    if (this.#depth <= 1 && this.#length < MOST) this.#out[this.#length++] = byte;
  }
}
