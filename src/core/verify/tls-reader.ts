/** Reads the fixed and variable length values of TLS structures (RFC 8446 §3) in order. */
export class TlsReader {
  failed = false;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Exactly `length` bytes; none once anything failed. */
  bytes(length: number): Uint8Array {
    if (this.failed || this.#at + length > this.#bytes.length) {
      this.failed = true;
      return new Uint8Array(0);
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** A big-endian number of `length` bytes. */
  uint(length: number): bigint {
    return this.bytes(length).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  }

  /** A vector with a length field of `length` bytes. */
  vector(length: number): Uint8Array {
    return this.bytes(Number(this.uint(length)));
  }
}
