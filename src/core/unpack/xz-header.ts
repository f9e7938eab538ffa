import { hasMagic } from '../base/bytes.ts';

/** Bytes that hold the stream header and the longest block header behind it. */
export const XZ_HEADERS = 12 + 1024;

export const XZ_MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] as const;
/** Bytes of a stream header. */
export const STREAM_HEADER = 12;

/** What the headers of an xz stream say before anything is decoded (xz file format 1.2.0, 2.1.1 and 3.1). */
export interface XzHeaders {
  /** Id of the integrity check. */
  readonly check: number;
  /** Bytes of the dictionary of the first block, 0 when there is no block. */
  readonly dictionary: number;
  /** Ids of the filters of the first block, the last of which is LZMA2. */
  readonly filters: readonly number[];
}

/** Names of the checks (2.1.1.2). */
export const XZ_CHECKS: ReadonlyMap<number, string> = new Map([
  [0, 'none'],
  [1, 'CRC-32'],
  [4, 'CRC-64'],
  [10, 'SHA-256'],
]);

/** Reads the headers at the start of `bytes`; a word says why not. */
export function xzHeaders(bytes: Uint8Array): XzHeaders | 'other' | 'cut' | 'damaged' {
  if (!hasMagic(bytes, XZ_MAGIC)) return 'other';
  if (bytes.length <= STREAM_HEADER) return 'cut';
  if (bytes[6] !== 0 || (bytes[7] ?? 0) > 15) return 'damaged';
  const check = bytes[7] ?? 0;
  const units = bytes[STREAM_HEADER] ?? 0;
  // A zero stands for the index: there are no blocks.
  if (units === 0) return { check, dictionary: 0, filters: [] };
  const end = STREAM_HEADER + (units + 1) * 4 - 4;
  if (bytes.length < end) return 'cut';
  const filters = blockFilters(bytes.subarray(STREAM_HEADER + 1, end));
  return filters === undefined ? 'damaged' : { check, ...filters };
}

const LZMA2 = 0x21;
const MOST_DICTIONARY = 40;

function blockFilters(header: Uint8Array): { dictionary: number; filters: number[] } | undefined {
  const flags = header[0] ?? 0;
  const reader = new VliReader(header, 1);
  if ((flags & 0x40) !== 0) reader.next();
  if ((flags & 0x80) !== 0) reader.next();
  const filters: number[] = [];
  let dictionary = 0;
  for (let i = 0; i <= (flags & 3); i++) {
    const id = reader.next();
    const length = reader.next();
    if (id === undefined || length === undefined || reader.at + length > header.length) return undefined;
    filters.push(id);
    if (id === LZMA2) {
      const bits = header[reader.at] ?? 0xff;
      if (length !== 1 || bits > MOST_DICTIONARY) return undefined;
      dictionary = bits === MOST_DICTIONARY ? 2 ** 32 - 1 : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
    }
    reader.at += length;
  }
  return { dictionary, filters };
}

/** Variable-length integers (1.2): seven bits a byte, at most nine bytes. */
class VliReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number | undefined {
    let value = 0;
    for (let i = 0; i < 9; i++) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) return undefined;
      value += (byte & 0x7f) * 2 ** (7 * i);
      if ((byte & 0x80) === 0) return value;
    }
    return undefined;
  }
}
