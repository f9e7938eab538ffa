import type { ByteSource } from '../base/byte-source.ts';
import { type Bytes, concatBytes } from '../base/bytes.ts';
import { Bit, FIXED, MAX32, SIGNATURE } from './zip-records.ts';

/** How the data are encrypted, as far as headers say it. */
export type Encryption =
  | { readonly scheme: 'zipcrypto'; readonly check: number }
  /** `strength` 1, 2, 3 for keys of 128, 192, 256 bits. */
  | { readonly scheme: 'winzip-aes'; readonly strength: number };

/**
 * A zip made of one member's encrypted data and headers written around them, in the shape the zip library reads. The
 * member is declared as stored, so that what comes out is what was encrypted: nothing of the original headers, hostile
 * or damaged as they may be, reaches the library, and decompression stays with our codecs and their limits.
 */
export class SoleMember {
  readonly #head: Bytes;
  readonly #data: ByteSource;
  readonly #tail: Bytes;

  /** `undefined` when the data are shorter than the encryption's own bytes or need zip64 (4 GiB). */
  static of(data: ByteSource, encryption: Encryption): SoleMember | undefined {
    const own = encryption.scheme === 'zipcrypto' ? 12 : (AES_OWN_BYTES[encryption.strength] ?? MAX32);
    if (data.size < own || data.size >= MAX32 - 1024) return undefined;
    return new SoleMember(data, encryption, data.size - own);
  }

  private constructor(data: ByteSource, encryption: Encryption, size: number) {
    const common = commonFields(data.size, size, encryption);
    const extra = encryption.scheme === 'zipcrypto' ? new Uint8Array(0) : aesExtra(encryption.strength);
    this.#data = data;
    this.#head = concatBytes([u32(SIGNATURE.local), common, NAME, extra]);
    const central = concatBytes([u32(SIGNATURE.central), u16(51), common, new Uint8Array(14), NAME, extra]);
    const end = new Uint8Array(FIXED.end);
    const view = new DataView(end.buffer);
    view.setUint32(0, SIGNATURE.end, true);
    view.setUint16(8, 1, true);
    view.setUint16(10, 1, true);
    view.setUint32(12, central.length, true);
    view.setUint32(16, this.#head.length + data.size, true);
    this.#tail = concatBytes([central, end]);
  }

  get size(): number {
    return this.#head.length + this.#data.size + this.#tail.length;
  }

  async readUint8Array(offset: number, length: number): Promise<Bytes> {
    const parts: Uint8Array[] = [];
    for (const [start, part] of this.#parts()) {
      const from = Math.max(0, offset - start);
      const to = Math.min(part.size, offset + length - start);
      if (from < to) parts.push(await part.bytes(from, to));
    }
    return concatBytes(parts);
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.createReadable({ offset: 0, size: this.size });
  }

  /** Streams `size` bytes from `offset` on, in pieces that hold the encryption's own bytes whole. */
  createReadable({
    offset,
    size,
  }: {
    readonly offset: number;
    readonly size: number;
  }): ReadableStream<Uint8Array> {
    const PIECE = 1 << 18;
    let at = offset;
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const piece = await this.readUint8Array(at, Math.min(PIECE, offset + size - at));
        at += piece.length;
        if (piece.length > 0) controller.enqueue(piece);
        if (piece.length === 0 || at >= offset + size) controller.close();
      },
    });
  }

  *#parts(): Generator<[number, Pick<ByteSource, 'size' | 'bytes'>]> {
    const inMemory = (bytes: Bytes): Pick<ByteSource, 'size' | 'bytes'> => ({
      size: bytes.length,
      bytes: async (start, end) => bytes.slice(start, end),
    });
    yield [0, inMemory(this.#head)];
    yield [this.#head.length, this.#data];
    yield [this.#head.length + this.#data.size, inMemory(this.#tail)];
  }
}

/** Salt, two bytes that verify the password, ten that authenticate the data. */
const AES_OWN_BYTES: Readonly<Record<number, number>> = { 1: 8 + 12, 2: 12 + 12, 3: 16 + 12 };

const NAME = Uint8Array.of(0x78);

function u16(value: number): Bytes {
  return Uint8Array.of(value & 0xff, value >>> 8);
}

function u32(value: number): Bytes {
  return concatBytes([u16(value & 0xffff), u16(value >>> 16)]);
}

/** The 26 bytes that both headers share: from the version needed to the length of the extra block. */
function commonFields(packedSize: number, size: number, encryption: Encryption): Bytes {
  const aes = encryption.scheme === 'winzip-aes';
  const fields = new Uint8Array(26);
  const view = new DataView(fields.buffer);
  view.setUint16(0, aes ? 51 : 20, true);
  view.setUint16(2, Bit.encrypted, true);
  view.setUint16(4, aes ? 99 : 0, true);
  view.setUint16(8, 0x21, true);
  // Of this field only the byte is read that verifies a password.
  if (encryption.scheme === 'zipcrypto') view.setUint32(10, (encryption.check << 24) >>> 0, true);
  view.setUint32(14, packedSize, true);
  view.setUint32(18, size, true);
  view.setUint16(22, NAME.length, true);
  view.setUint16(24, aes ? 11 : 0, true);
  return fields;
}

/** AE-2, since the CRC-32 is checked elsewhere, with method 0. */
function aesExtra(strength: number): Bytes {
  return Uint8Array.of(0x01, 0x99, 7, 0, 2, 0, 0x41, 0x45, strength, 0, 0);
}
