import { hasMagic } from '../base/bytes.ts';
import type { SniffRow } from './types.ts';

/** tar: POSIX and GNU magic at 257, or a V7 header whose checksum holds (IEEE 1003.1-2017, pax, "ustar"). */
export const TAR_ROW: SniffRow = {
  id: 'tar',
  title: 'tar archive',
  family: 'container',
  role: 'subject',
  reader: 'tar',
  extensions: ['.tar', '.gem', '.ova', '.ustar', '.layer'],
  mediaTypes: ['application/x-tar', 'application/tar'],
  match: ({ bytes }) => {
    if (hasMagic(bytes, 'ustar', 257)) return '"ustar" at byte 257';
    return checksumHolds(bytes) ? 'a V7 header whose checksum holds' : undefined;
  },
};

function checksumHolds(bytes: Uint8Array): boolean {
  if (bytes.length < 512 || bytes[0] === 0) return false;
  let text = '';
  for (const byte of bytes.subarray(148, 156)) text += String.fromCharCode(byte);
  const stated = /^ *([0-7]+)[ \0]*$/.exec(text)?.[1];
  if (stated === undefined) return false;
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < 512; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : (bytes[i] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const sum = Number.parseInt(stated, 8);
  return sum === unsigned || sum === signed;
}
