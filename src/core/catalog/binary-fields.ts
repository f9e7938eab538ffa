/** Integers and short texts at offsets of a file. What lies beyond its end reads as zero, or as nothing. */
export class BinaryFields {
  readonly bytes: Uint8Array;
  readonly bigEndian: boolean;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, bigEndian = false) {
    this.bytes = bytes;
    this.bigEndian = bigEndian;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(at: number): number {
    return this.#holds(at, 1) ? this.#view.getUint8(at) : 0;
  }

  u16(at: number): number {
    return this.#holds(at, 2) ? this.#view.getUint16(at, !this.bigEndian) : 0;
  }

  u32(at: number): number {
    return this.#holds(at, 4) ? this.#view.getUint32(at, !this.bigEndian) : 0;
  }

  /** As a number: exact up to 2^53, which no offset or size of a file that was read exceeds. */
  u64(at: number): number {
    return this.#holds(at, 8) ? Number(this.#view.getBigUint64(at, !this.bigEndian)) : 0;
  }

  /** An address or size of the given width. */
  word(at: number, bits: 32 | 64): number {
    return bits === 64 ? this.u64(at) : this.u32(at);
  }

  /** ASCII up to a zero byte, at most `most` bytes; other bytes as the character of their number. */
  text(at: number, most: number): string {
    let out = '';
    for (let i = at; i < Math.min(at + most, this.bytes.length) && this.bytes[i] !== 0; i++)
      out += String.fromCharCode(this.bytes[i] ?? 0);
    return out;
  }

  /** The bytes of a range, cut at the end of the file. */
  range(at: number, size: number): Uint8Array {
    return this.#holds(at, 0) && size > 0 ? this.bytes.subarray(at, at + size) : new Uint8Array(0);
  }

  #holds(at: number, size: number): boolean {
    return Number.isSafeInteger(at) && at >= 0 && at + size <= this.bytes.length;
  }
}
