/** WinZip AES extra field 0x9901 (https://www.winzip.com/en/support/aes-encryption/). */
export interface AesExtra {
  /** 1 (AE-1) keeps the CRC-32, 2 (AE-2) leaves it 0. */
  readonly vendorVersion: number;
  /** 1, 2, 3 for keys of 128, 192, 256 bits. */
  readonly strength: number;
  /** The compression method behind the encryption. */
  readonly method: number;
}

/** Info-ZIP Unicode Path extra field 0x7075 (APPNOTE 4.6.9). */
export interface UnicodePath {
  /** CRC-32 of the name field it stands for. */
  readonly nameCrc32: number;
  readonly rawName: Uint8Array;
}

/** The extra fields that change how a member is read. Others are skipped. */
export interface ExtraFields {
  readonly zip64?: DataView;
  readonly aes?: AesExtra;
  readonly unicodePath?: UnicodePath;
  /** Modification time, seconds since 1970. */
  readonly mtime?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** A field runs past the end of its block. */
  readonly damaged: boolean;
}

const NONE: ExtraFields = { damaged: false };

/** Reads the extra block `[at, end)` of a header (APPNOTE 4.5). Of a field that occurs twice, the first counts. */
export function parseExtra(bytes: Uint8Array, view: DataView, at: number, end: number): ExtraFields {
  if (at >= end) return NONE;
  const fields: Mutable<ExtraFields> = { damaged: false };
  const times: Times = {};
  let seen = 0;
  let next = at;
  while (next + 4 <= end) {
    const reader = READERS.get(view.getUint16(next, true));
    const start = next + 4;
    next = start + view.getUint16(next + 2, true);
    if (next > end) {
      fields.damaged = true;
      break;
    }
    if (reader === undefined || (seen & reader.bit) !== 0) continue;
    seen |= reader.bit;
    // Copied: the block belongs to a buffer that is let go.
    reader.read(new DataView(bytes.slice(start, next).buffer), fields, times);
  }
  const mtime = times.extended ?? times.ntfs ?? times.unix;
  if (mtime !== undefined) fields.mtime = mtime;
  return fields;
}

type Read = (view: DataView, fields: Mutable<ExtraFields>, times: Times) => void;

const READERS: ReadonlyMap<number, { readonly bit: number; readonly read: Read }> = new Map(
  (
    [
      [0x0001, readZip64],
      [0x9901, readAes],
      [0x7075, readUnicodePath],
      [0x7875, readOwner],
      [0x5455, readExtendedTimestamp],
      [0x000a, readNtfsTimes],
      [0x5855, readInfoZipUnix1],
    ] as const
  ).map(([id, read], i) => [id, { bit: 1 << i, read }]),
);

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Times {
  extended?: number;
  ntfs?: number;
  unix?: number;
}

function readZip64(view: DataView, fields: Mutable<ExtraFields>): void {
  fields.zip64 = view;
}

function readAes(view: DataView, fields: Mutable<ExtraFields>): void {
  if (view.byteLength < 7) return;
  fields.aes = {
    vendorVersion: view.getUint16(0, true),
    strength: view.getUint8(4),
    method: view.getUint16(5, true),
  };
}

function readUnicodePath(view: DataView, fields: Mutable<ExtraFields>): void {
  if (view.byteLength < 5 || view.getUint8(0) !== 1) return;
  fields.unicodePath = { nameCrc32: view.getUint32(1, true), rawName: new Uint8Array(view.buffer, 5) };
}

/** 0x5455: a byte of flags, then modification time if bit 0 is set (also in the central copy). */
function readExtendedTimestamp(view: DataView, _fields: ExtraFields, times: Times): void {
  if (view.byteLength >= 5 && (view.getUint8(0) & 1) === 1) times.extended = view.getInt32(1, true);
}

/** 0x000a: four reserved bytes, then tagged attributes; tag 1 starts with the modification time. */
function readNtfsTimes(view: DataView, _fields: ExtraFields, times: Times): void {
  const TO_UNIX_SECONDS = 11_644_473_600;
  for (let at = 4; at + 4 <= view.byteLength; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1 || at + 12 > view.byteLength) continue;
    times.ntfs = Math.floor(Number(view.getBigUint64(at + 4, true)) / 1e7) - TO_UNIX_SECONDS;
  }
}

/** 0x5855: access time, modification time, and in local headers the owner in 16 bits. */
function readInfoZipUnix1(view: DataView, _fields: ExtraFields, times: Times): void {
  if (view.byteLength >= 8) times.unix = view.getInt32(4, true);
}

/** 0x7875: version 1, then user and group id, each with its size in bytes. */
function readOwner(view: DataView, fields: Mutable<ExtraFields>): void {
  if (view.byteLength < 3 || view.getUint8(0) !== 1) return;
  const uidBytes = view.getUint8(1);
  const gidAt = 2 + uidBytes;
  if (gidAt >= view.byteLength) return;
  const gidBytes = view.getUint8(gidAt);
  if (gidAt + 1 + gidBytes > view.byteLength) return;
  fields.uid = littleEndian(view, 2, uidBytes);
  fields.gid = littleEndian(view, gidAt + 1, gidBytes);
}

function littleEndian(view: DataView, at: number, bytes: number): number {
  let value = 0;
  for (let i = Math.min(bytes, 6) - 1; i >= 0; i--) value = value * 256 + view.getUint8(at + i);
  return value;
}
