import { type Bytes, concatBytes } from '../base/bytes.ts';
import { TAG } from './der.ts';

/** Encodes one DER value: identifier octet, minimal length, content. */
export function encodeDer(tag: number, ...content: readonly Uint8Array[]): Bytes {
  const body = concatBytes(content);
  return concatBytes([Uint8Array.of(tag, ...encodeLength(body.length)), body]);
}

/** INTEGER of a non-negative number given as big-endian bytes. */
export function encodeUnsigned(bytes: Uint8Array): Bytes {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const value = bytes.subarray(start);
  const sign = (value[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(0);
  return encodeDer(TAG.integer, sign, value);
}

/** OBJECT IDENTIFIER of a dotted text. */
export function encodeOid(text: string): Bytes {
  const [root = 0n, first = 0n, ...rest] = text.split('.').map((arc) => BigInt(arc));
  const bytes = [root * 40n + first, ...rest].flatMap((arc) => {
    const groups = [Number(arc & 0x7fn)];
    for (let high = arc >> 7n; high > 0n; high >>= 7n) groups.unshift(Number(high & 0x7fn) | 0x80);
    return groups;
  });
  return encodeDer(TAG.oid, Uint8Array.from(bytes));
}

function encodeLength(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}
