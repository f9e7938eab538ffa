import { hasMagic } from '../base/bytes.ts';
import { nameFromBytes } from '../base/names.ts';

/** Bytes of a header and of every block of content (POSIX.1-2017, pax, "ustar Interchange Format"). */
export const BLOCK = 512;

/** Bytes that `size` bytes of content take in the archive. */
export function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

/** Where each field of a header lies, and how long it is. */
export const FIELD = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  link: [157, 100],
  prefix: [345, 155],
  /** star keeps access and change time behind a shorter prefix. */
  starPrefix: [345, 131],
  /** Old GNU sparse: four segments, "more blocks follow", and the expanded size. */
  sparse: [386, 96],
  sparseMore: 482,
  sparseSize: [483, 12],
} as const;

export const TYPE_AT = 156;

/** Sum of the 512 bytes of a block, as stored. 0 means that every byte is zero. */
export function blockSum(view: DataView, at: number): number {
  // Two 16-bit lanes at a time: 128 words of at most 2 * 255 a lane cannot overflow.
  let lanes = 0;
  for (let i = at; i < at + BLOCK; i += 4) {
    const word = view.getUint32(i);
    lanes = (lanes + (word & 0xff00ff) + ((word >>> 8) & 0xff00ff)) | 0;
  }
  return (lanes >>> 16) + (lanes & 0xffff);
}

/**
 * Whether the stated checksum is the sum of the header with its own field taken as spaces. Old writers summed signed
 * bytes; both are accepted.
 */
export function checksumHolds(bytes: Uint8Array, at: number, sum: number): boolean {
  const [start, length] = FIELD.checksum;
  const stated = readNumber(bytes, at + start, length);
  let unsigned = sum + length * 0x20;
  for (let i = at + start; i < at + start + length; i++) unsigned -= bytes[i] ?? 0;
  if (stated === unsigned) return true;
  let high = 0;
  for (let i = at; i < at + BLOCK; i++) {
    if ((bytes[i] ?? 0) > 127 && (i < at + start || i >= at + start + length)) high++;
  }
  return stated === unsigned - 256 * high;
}

/** Which conventions a header follows: they differ in the bytes from 257 on. */
export type Dialect = 'ustar' | 'star' | 'gnu' | 'v7';

export function dialectOf(bytes: Uint8Array, at: number): Dialect {
  if (!hasMagic(bytes, 'ustar', at + 257)) return 'v7';
  if (bytes[at + 262] === 0x20) return 'gnu';
  return hasMagic(bytes, 'tar\0', at + 508) ? 'star' : 'ustar';
}

/**
 * A number field: octal text, or base-256 when the first bit is set (GNU). An empty field is 0. The result is `NaN`
 * for what is neither, and not a safe integer when too large to count with.
 */
export function readNumber(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at] ?? 0;
  if (first & 0x80) return readBase256(bytes, at, length);
  const end = at + length;
  let i = at;
  while (i < end && isBlank(bytes[i] ?? 0)) i++;
  let value = 0;
  for (; i < end; i++) {
    const digit = (bytes[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  return i === end || isBlank(bytes[i] ?? 0) ? value : Number.NaN;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0;
}

function readBase256(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at] ?? 0;
  const negative = (first & 0x40) !== 0;
  const flip = negative ? 0xff : 0;
  let value = (first ^ flip) & 0x3f;
  for (let i = at + 1; i < at + length; i++) value = value * 256 + ((bytes[i] ?? 0) ^ flip);
  return negative ? -value - 1 : value;
}

/** A name as text, with its length in bytes and whether it was not UTF-8. */
export interface Name {
  readonly text: string;
  readonly bytes: number;
  readonly raw: boolean;
}

export function nameOf(bytes: Uint8Array): Name {
  const { text, raw } = nameFromBytes(bytes);
  return { text, bytes: bytes.length, raw: raw !== undefined };
}

/** The bytes of a text field up to its first NUL. */
export function fieldBytes(bytes: Uint8Array, at: number, length: number): Uint8Array {
  let end = at;
  while (end < at + length && bytes[end] !== 0) end++;
  return bytes.subarray(at, end);
}

/** Access and change time of a GNU header, which lie where ustar has its prefix. */
const GNU_TIMES = [345, 357] as const;

/**
 * Whether the header has a prefix to its name. GNU headers have none, but Go before 1.8 wrote them with one: there the
 * times are no numbers.
 */
function hasPrefix(bytes: Uint8Array, at: number, dialect: Dialect): boolean {
  if (dialect === 'v7' || bytes[at + FIELD.prefix[0]] === 0) return false;
  return dialect !== 'gnu' || GNU_TIMES.some((start) => Number.isNaN(readNumber(bytes, at + start, 12)));
}

/** The member's name from the header alone: `prefix/name` where there is a prefix. */
export function headerName(bytes: Uint8Array, at: number, dialect: Dialect): Name {
  const name = fieldBytes(bytes, at, FIELD.name[1]);
  const [start, length] = dialect === 'star' ? FIELD.starPrefix : FIELD.prefix;
  if (!hasPrefix(bytes, at, dialect)) return nameOf(name);
  const prefix = fieldBytes(bytes, at + start, length);
  const joined = new Uint8Array(prefix.length + 1 + name.length);
  joined.set(prefix);
  joined[prefix.length] = 0x2f;
  joined.set(name, prefix.length + 1);
  return nameOf(joined);
}
