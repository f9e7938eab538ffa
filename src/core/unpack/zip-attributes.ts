import type { EntryType } from '../model/entry-table.ts';
import type { Header } from './zip-records.ts';

/** `S_IFMT` values of a unix mode that have an {@link EntryType}. */
const UNIX_TYPES: Readonly<Record<number, EntryType>> = { 1: 'p', 2: 'c', 4: 'd', 6: 'b', 8: 'f', 10: 'l' };

/** Type that the unix mode in the external attributes states, whichever system the header says it was made on. */
export function unixType(header: Header): EntryType | undefined {
  return UNIX_TYPES[header.externalAttributes >>> 28];
}

/** Type and permission bits. A name that ends in `/` is a directory to every tool, whatever its mode. */
export function typeAndMode(header: Header): { readonly type: EntryType; readonly mode: number } {
  const DOS_DIRECTORY = 0x10;
  const stated = unixType(header);
  const directory =
    header.rawName.at(-1) === 0x2f ||
    (stated === undefined && (header.externalAttributes & DOS_DIRECTORY) !== 0);
  const type = stated === 'l' ? 'l' : directory ? 'd' : (stated ?? 'f');
  return { type, mode: (header.externalAttributes >>> 16) & 0o7777 };
}

/** Seconds since 1970 from the extra fields, else from the DOS time taken as UTC; 0 when it is no date. */
export function modified(header: Header): number {
  if (header.extra.mtime !== undefined) return header.extra.mtime;
  const time = header.dosTime & 0xffff;
  const date = header.dosTime >>> 16;
  const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 15, date & 31];
  if (month < 1 || month > 12 || day < 1) return 0;
  return Date.UTC(year, month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2) / 1000;
}
