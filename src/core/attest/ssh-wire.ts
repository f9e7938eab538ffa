import { type Bytes, decodeUtf8 } from '../base/bytes.ts';

/** Reads the data types of RFC 4251 §5 in order. After the first that does not fit, `failed` holds and all are empty. */
export class SshWire {
  failed = false;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  raw(length: number): Bytes {
    if (this.failed || this.#at + length > this.#bytes.length) {
      this.failed = true;
      return new Uint8Array(0);
    }
    this.#at += length;
    return new Uint8Array(this.#bytes.subarray(this.#at - length, this.#at));
  }

  uint32(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.raw(4);
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  }

  string(): Bytes {
    return this.raw(this.uint32());
  }

  text(): string {
    const text = decodeUtf8(this.string());
    if (text === undefined) this.failed = true;
    return text ?? '';
  }
}
