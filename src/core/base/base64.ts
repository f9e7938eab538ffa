import type { Bytes } from './bytes.ts';

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;

function table(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  return values;
}

const VALUES = { standard: table(STANDARD), url: table(URL_SAFE) };

export type Base64Alphabet = keyof typeof VALUES;

/**
 * Strict base64 (RFC 4648 §3.2–§3.5): one alphabet, no white space, padding complete and only at the end, unused bits
 * zero; so one text for one value. With `padding: 'none'` the padding must be left out (RFC 4648 §5, JOSE).
 *
 * @returns `undefined` for anything else.
 */
export function fromBase64(
  text: string,
  alphabet: Base64Alphabet = 'standard',
  padding: 'required' | 'none' = 'required',
): Bytes | undefined {
  let length = text.length;
  if (padding === 'required') {
    if (length % 4 !== 0) return undefined;
    if (text.endsWith('==')) length -= 2;
    else if (text.endsWith('=')) length -= 1;
  }
  const rest = length % 4;
  if (rest === 1) return undefined;
  const values = VALUES[alphabet];
  const out = new Uint8Array(Math.floor((length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? (values[code] ?? -1) : -1;
    if (value < 0) return undefined;
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (buffer >> bits) & 0xff;
    }
  }
  if ((buffer & ((1 << bits) - 1)) !== 0) return undefined;
  return out;
}

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const a = bytes[i] ?? 0;
    const b = bytes[i + 1];
    const c = bytes[i + 2];
    out += STANDARD[a >> 2];
    out += STANDARD[((a & 3) << 4) | ((b ?? 0) >> 4)];
    out += b === undefined ? '=' : STANDARD[((b & 15) << 2) | ((c ?? 0) >> 6)];
    out += c === undefined ? '=' : STANDARD[c & 63];
  }
  return out;
}
