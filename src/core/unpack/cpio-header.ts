import { decodeLatin1 } from '../base/bytes.ts';

/** The ways to write a member's header: `stripped` leaves all but a number to the header of an rpm package. */
export type CpioFormat = 'newc' | 'crc' | 'odc' | 'stripped';

const MAGICS: ReadonlyMap<string, CpioFormat> = new Map([
  ['070701', 'newc'],
  ['070702', 'crc'],
  ['070707', 'odc'],
  ['07070X', 'stripped'],
]);

export const MAGIC_BYTES = 6;

/** Bytes of the header before the name; of a stripped one, there is no name. */
export const HEADER_BYTES: Readonly<Record<CpioFormat, number>> = {
  newc: 110,
  crc: 110,
  odc: 76,
  stripped: 14,
};

export function cpioFormat(bytes: Uint8Array): CpioFormat | undefined {
  return MAGICS.get(decodeLatin1(bytes.subarray(0, MAGIC_BYTES)));
}

/** Headers, names and contents begin at multiples of this. */
export function alignment(format: CpioFormat): number {
  return format === 'odc' ? 1 : 4;
}

/** What a header says of a member. `nameSize` counts the NUL behind the name. */
export interface CpioHeader {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly links: number;
  readonly mtime: number;
  readonly size: number;
  readonly nameSize: number;
  /** Sum of the content's bytes, in the format that has one. */
  readonly sum: number | undefined;
  /** Names the file among its hard links. */
  readonly inode: string;
}

/** Fields of the new formats, of eight hexadecimal digits each. */
const NEW = [
  'ino',
  'mode',
  'uid',
  'gid',
  'nlink',
  'mtime',
  'filesize',
  'devmajor',
  'devminor',
  'rdevmajor',
  'rdevminor',
  'namesize',
  'check',
] as const;

/** Fields of the portable format, in octal, with their lengths (POSIX.1-2001 `pax`, "cpio Interchange Format"). */
const OLD: readonly (readonly [string, number])[] = [
  ['dev', 6],
  ['ino', 6],
  ['mode', 6],
  ['uid', 6],
  ['gid', 6],
  ['nlink', 6],
  ['rdev', 6],
  ['mtime', 11],
  ['namesize', 6],
  ['filesize', 11],
];

/** Reads a header of any format but the stripped one; `undefined` when a field is no number. */
export function parseCpioHeader(bytes: Uint8Array, format: CpioFormat): CpioHeader | undefined {
  const text = decodeLatin1(bytes);
  const fields = format === 'odc' ? octalFields(text) : hexFields(text);
  if (fields === undefined) return undefined;
  const of = (name: string): number => fields.get(name) ?? 0;
  return {
    mode: of('mode'),
    uid: of('uid'),
    gid: of('gid'),
    links: of('nlink'),
    mtime: of('mtime'),
    size: of('filesize'),
    nameSize: of('namesize'),
    sum: format === 'crc' ? of('check') : undefined,
    inode: `${of('dev')}:${of('devmajor')}:${of('devminor')}:${of('ino')}`,
  };
}

/** The file number of a stripped header. */
export function strippedIndex(bytes: Uint8Array): number | undefined {
  const digits = decodeLatin1(bytes.subarray(MAGIC_BYTES, HEADER_BYTES.stripped));
  return /^[0-9a-fA-F]{8}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

function hexFields(text: string): ReadonlyMap<string, number> | undefined {
  const out = new Map<string, number>();
  for (const [i, name] of NEW.entries()) {
    const digits = text.slice(MAGIC_BYTES + 8 * i, MAGIC_BYTES + 8 * i + 8);
    if (!/^[0-9a-fA-F]{8}$/.test(digits)) return undefined;
    out.set(name, Number.parseInt(digits, 16));
  }
  return out;
}

function octalFields(text: string): ReadonlyMap<string, number> | undefined {
  const out = new Map<string, number>();
  let at = MAGIC_BYTES;
  for (const [name, length] of OLD) {
    const digits = text.slice(at, at + length);
    if (digits.length !== length || !/^[0-7]+$/.test(digits)) return undefined;
    out.set(name, Number.parseInt(digits, 8));
    at += length;
  }
  return out;
}
