import { type Bytes, decodeLatin1, decodeUtf8, hasMagic } from '../base/bytes.ts';
import { err, type Fault, fault, ok, type Result } from '../base/result.ts';
import { inWords } from './wording.ts';

/** First bytes of a header structure in a package file (RPM, "Package format", header). */
export const RPM_HEADER_MAGIC = [0x8e, 0xad, 0xe8, 0x01] as const;
/** Bytes before the index: magic, four reserved, number of index entries, bytes of data. */
export const RPM_HEADER_INTRO = 16;
const INDEX_ENTRY = 16;

/** Tags in use (rpmtag.h). */
export const RpmTag = {
  sigMd5: 1004,
  sha1Header: 269,
  sha256Header: 273,
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  summary: 1004,
  buildTime: 1006,
  installTime: 1008,
  size: 1009,
  distribution: 1010,
  vendor: 1011,
  license: 1014,
  packager: 1015,
  group: 1016,
  url: 1020,
  arch: 1022,
  oldFileNames: 1027,
  fileSizes: 1028,
  fileStates: 1029,
  fileModes: 1030,
  fileMtimes: 1034,
  fileDigests: 1035,
  fileLinkTos: 1036,
  fileFlags: 1037,
  sourceRpm: 1044,
  provideName: 1047,
  requireFlags: 1048,
  requireName: 1049,
  requireVersion: 1050,
  fileDevices: 1095,
  fileInodes: 1096,
  sourcePackage: 1106,
  provideFlags: 1112,
  provideVersion: 1113,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  payloadFormat: 1124,
  payloadCompressor: 1125,
  longFileSizes: 5008,
  longSize: 5009,
  fileDigestAlgo: 5011,
  recommendName: 5046,
  recommendVersion: 5047,
  recommendFlags: 5048,
  suggestName: 5049,
  suggestVersion: 5050,
  suggestFlags: 5051,
  payloadSha256: 5092,
  payloadDigestAlgo: 5093,
  modularityLabel: 5096,
} as const;

/** Type numbers of index entries that hold text. */
const TEXT_TYPES: ReadonlySet<number> = new Set([6, 8, 9]);
/** Bytes of a number, by type: char, and integers of 8 to 64 bits. */
const NUMBER_BYTES: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 4],
  [5, 8],
]);

interface IndexEntry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/**
 * A header: values by tag. What an entry claims beyond the data is not there: a value that does not fit is read as far
 * as it does.
 */
export class RpmHeader {
  readonly #data: Uint8Array;
  readonly #view: DataView;
  readonly #index: ReadonlyMap<number, IndexEntry>;

  constructor(data: Uint8Array, index: ReadonlyMap<number, IndexEntry>) {
    this.#data = data;
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.#index = index;
  }

  has(tag: number): boolean {
    return this.#index.has(tag);
  }

  /** The first text of an entry. */
  text(tag: number): string | undefined {
    return this.texts(tag, 1)[0];
  }

  /** All texts of an entry. Text that is not UTF-8 is read byte by byte, as old packages have it. */
  texts(tag: number, most = Number.POSITIVE_INFINITY): readonly string[] {
    const entry = this.#index.get(tag);
    if (entry === undefined || !TEXT_TYPES.has(entry.type)) return [];
    const out: string[] = [];
    for (let at = entry.offset; out.length < Math.min(entry.count, most) && at < this.#data.length; ) {
      const end = this.#data.indexOf(0, at);
      if (end < 0) break;
      const bytes = this.#data.subarray(at, end);
      out.push(decodeUtf8(bytes) ?? decodeLatin1(bytes));
      at = end + 1;
    }
    return out;
  }

  number(tag: number): number | undefined {
    return this.numbers(tag, 1)[0];
  }

  /** All numbers of an entry, unsigned; of 64 bits as near as a number can be. */
  numbers(tag: number, most = Number.POSITIVE_INFINITY): readonly number[] {
    const entry = this.#index.get(tag);
    const width = NUMBER_BYTES.get(entry?.type ?? 0);
    if (entry === undefined || width === undefined) return [];
    const fits = Math.max(0, Math.floor((this.#data.length - entry.offset) / width));
    return Array.from({ length: Math.min(entry.count, most, fits) }, (_, i) => {
      const at = entry.offset + i * width;
      if (width === 1) return this.#view.getUint8(at);
      if (width === 2) return this.#view.getUint16(at);
      const high = this.#view.getUint32(at);
      return width === 4 ? high : high * 2 ** 32 + this.#view.getUint32(at + 4);
    });
  }

  /** Bytes of an entry of binary data. */
  binary(tag: number): Uint8Array | undefined {
    const entry = this.#index.get(tag);
    if (entry?.type !== 7) return undefined;
    return this.#data.subarray(entry.offset, entry.offset + entry.count);
  }
}

/** Sizes that an intro states; `undefined` when they are more than rpm itself allows (header.c, hdrblob checks). */
export function rpmHeaderSizes(
  bytes: Uint8Array,
  at: number,
): { readonly entries: number; readonly data: number } | undefined {
  if (bytes.length < at + 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  const entries = view.getUint32(0);
  const data = view.getUint32(4);
  return entries === 0 || entries > 0xffff || data > 0x0fffffff ? undefined : { entries, data };
}

/** Bytes of a whole header in a package file, told from its intro. */
export function rpmHeaderLength(intro: Uint8Array): number | undefined {
  const sizes = hasMagic(intro, RPM_HEADER_MAGIC) ? rpmHeaderSizes(intro, 8) : undefined;
  return sizes === undefined ? undefined : RPM_HEADER_INTRO + sizes.entries * INDEX_ENTRY + sizes.data;
}

/** Reads a header of a package file, which begins with its magic. */
export function parseRpmHeader(bytes: Bytes): Result<RpmHeader> {
  if (!hasMagic(bytes, RPM_HEADER_MAGIC)) return err(damaged('does not begin with its magic', 0));
  return parseRpmBlob(bytes.subarray(8));
}

/** Reads a header as databases keep it: without the magic. */
export function parseRpmBlob(bytes: Uint8Array): Result<RpmHeader> {
  const sizes = rpmHeaderSizes(bytes, 0);
  if (sizes === undefined) return err(damaged('states impossible sizes', 0));
  const dataStart = 8 + sizes.entries * INDEX_ENTRY;
  if (dataStart + sizes.data > bytes.length) {
    return err(
      damaged(
        `states ${inWords(dataStart + sizes.data)} bytes, of which ${inWords(bytes.length)} are there`,
        bytes.length,
      ),
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const index = new Map<number, IndexEntry>();
  for (let at = 8; at < dataStart; at += INDEX_ENTRY) {
    const tag = view.getUint32(at);
    const offset = view.getUint32(at + 8);
    // Of a tag given twice the first counts, as in rpm.
    if (offset < sizes.data && !index.has(tag)) {
      index.set(tag, { type: view.getUint32(at + 4), offset, count: view.getUint32(at + 12) });
    }
  }
  return ok(new RpmHeader(bytes.subarray(dataStart, dataStart + sizes.data), index));
}

function damaged(why: string, offset: number): Fault {
  return fault('rpm.header', 'error', `The rpm header ${why}.`, { offset });
}
