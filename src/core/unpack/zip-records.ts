import { type ExtraFields, parseExtra } from './zip-extra.ts';

/** Record signatures as little-endian numbers (APPNOTE 4.3). All begin with the bytes `PK`. */
export const SIGNATURE = {
  local: 0x04034b50,
  descriptor: 0x08074b50,
  central: 0x02014b50,
  digitalSignature: 0x05054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  end: 0x06054b50,
} as const;

/** Bytes of each record before its variable part. */
export const FIXED = { local: 30, central: 46, end64: 56, locator64: 20, end: 22 } as const;

/** General purpose bits (APPNOTE 4.4.4). */
export const Bit = {
  encrypted: 1,
  descriptor: 1 << 3,
  strong: 1 << 6,
  utf8: 1 << 11,
  masked: 1 << 13,
} as const;

export const MAX16 = 0xffff;
export const MAX32 = 0xffffffff;

/** What a central and a local header both say of a member. Zip64 values are already in place. */
export interface Header {
  readonly flags: number;
  readonly method: number;
  /** DOS time in the low 16 bits, DOS date in the high ones. */
  readonly dosTime: number;
  readonly crc32: number;
  readonly packedSize: number;
  readonly size: number;
  /** DOS attributes in the low byte, unix mode in the high half; only central headers have them, 0 elsewhere. */
  readonly externalAttributes: number;
  readonly rawName: Uint8Array;
  readonly extra: ExtraFields;
  /** The zip64 extra field is absent or too short for the values that point to it. */
  readonly zip64Short: boolean;
  /** Bytes of the whole record. */
  readonly length: number;
}

/** Central directory header (APPNOTE 4.3.12). */
export interface CentralHeader extends Header {
  readonly disk: number;
  /** As written; the real offset may be a prefix further on. */
  readonly localOffset: number;
  /** Where this record stands. */
  readonly offset: number;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes of the record at `at`, or `undefined` when its fixed part is cut. */
export function centralLength(view: DataView, at: number): number | undefined {
  if (at + FIXED.central > view.byteLength) return undefined;
  return (
    FIXED.central +
    view.getUint16(at + 28, true) +
    view.getUint16(at + 30, true) +
    view.getUint16(at + 32, true)
  );
}

/** Parses the central header at `at`; the caller has seen its signature and that it is whole. Copies the name. */
export function parseCentral(bytes: Uint8Array, view: DataView, at: number, offset: number): CentralHeader {
  const nameEnd = at + FIXED.central + view.getUint16(at + 28, true);
  const extra = parseExtra(bytes, view, nameEnd, nameEnd + view.getUint16(at + 30, true));
  const widen = widener(extra.zip64);
  const size = widen(view.getUint32(at + 24, true), MAX32);
  const packedSize = widen(view.getUint32(at + 20, true), MAX32);
  const localOffset = widen(view.getUint32(at + 42, true), MAX32);
  const disk = widen(view.getUint16(at + 34, true), MAX16);
  return {
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    dosTime: view.getUint32(at + 12, true),
    crc32: view.getUint32(at + 16, true),
    packedSize,
    size,
    disk,
    externalAttributes: view.getUint32(at + 38, true),
    localOffset,
    rawName: bytes.slice(at + FIXED.central, nameEnd),
    extra,
    zip64Short: widen.short(),
    length: centralLength(view, at) ?? FIXED.central,
    offset,
  };
}

/** Bytes of the local header whose fixed part starts `bytes`, or `undefined` when that is not a local header. */
export function localLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < FIXED.local) return undefined;
  const view = viewOf(bytes);
  if (view.getUint32(0, true) !== SIGNATURE.local) return undefined;
  return FIXED.local + view.getUint16(26, true) + view.getUint16(28, true);
}

/** Parses a whole local header (APPNOTE 4.3.7). The name is a view into `bytes`. */
export function parseLocal(bytes: Uint8Array): Header {
  const view = viewOf(bytes);
  const nameEnd = FIXED.local + view.getUint16(26, true);
  const length = nameEnd + view.getUint16(28, true);
  const extra = parseExtra(bytes, view, nameEnd, length);
  const widen = widener(extra.zip64);
  const size = widen(view.getUint32(22, true), MAX32);
  const packedSize = widen(view.getUint32(18, true), MAX32);
  return {
    flags: view.getUint16(6, true),
    method: view.getUint16(8, true),
    dosTime: view.getUint32(10, true),
    crc32: view.getUint32(14, true),
    packedSize,
    size,
    externalAttributes: 0,
    rawName: bytes.subarray(FIXED.local, nameEnd),
    extra,
    zip64Short: widen.short(),
    length,
  };
}

/**
 * Takes wide values from a zip64 extra field (APPNOTE 4.5.3) in its fixed order, each only where the narrow field is
 * filled with ones. Values past 2^53 lose precision, which does not matter: no source is that large.
 */
function widener(zip64: DataView | undefined): {
  (narrow: number, full: number): number;
  short(): boolean;
} {
  let at = 0;
  let short = false;
  const widen = (narrow: number, full: number): number => {
    if (narrow !== full) return narrow;
    const bytes = full === MAX16 ? 4 : 8;
    if (zip64 === undefined || at + bytes > zip64.byteLength) {
      // A disk number of 0xffff without a wide one is another matter than sizes that are not there.
      if (full === MAX32) short = true;
      return narrow;
    }
    const wide = bytes === 4 ? zip64.getUint32(at, true) : Number(zip64.getBigUint64(at, true));
    at += bytes;
    return wide;
  };
  return Object.assign(widen, { short: () => short });
}
