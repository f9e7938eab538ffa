/** Bytes backed by a plain `ArrayBuffer`: transferable, accepted by WebCrypto and `Blob`. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Lower-case hexadecimal of whole bytes. */
export type Hex = string & { readonly __brand: 'Hex' };

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function toHex(bytes: Uint8Array): Hex {
  let out = '';
  for (const byte of bytes) out += HEX[byte];
  return out as Hex;
}

/** Strict: an even number of hex digits, either case; `undefined` otherwise. */
export function fromHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
}

export function concatBytes(parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Whether `bytes` holds `magic` at `offset`. */
export function hasMagic(bytes: Uint8Array, magic: readonly number[] | string, offset = 0): boolean {
  if (bytes.length < offset + magic.length) return false;
  for (let i = 0; i < magic.length; i++) {
    const want = typeof magic === 'string' ? magic.charCodeAt(i) : magic[i];
    if (bytes[offset + i] !== want) return false;
  }
  return true;
}

/** An owned copy whose buffer can be transferred or kept while the original is reused. */
export function copyBytes(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

const utf8 = new TextEncoder();

export function encodeUtf8(text: string): Bytes {
  return utf8.encode(text) as Bytes;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Longest text that is made here when it is ASCII. */
const SHORT = 4096;

/** UTF-8 to text, or `undefined` when the bytes are not UTF-8. A byte order mark stays in the text. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (bytes.length <= SHORT && isAscii(bytes)) return Reflect.apply(String.fromCharCode, undefined, bytes);
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) > 0x7f) return false;
  return true;
}

/** Whether bytes hold an ASCII text, without making a string of them (Horspool's search). */
export function includesAscii(bytes: Uint8Array, text: string): boolean {
  const last = text.length - 1;
  const skip = new Uint8Array(256).fill(Math.min(255, text.length));
  for (let i = 0; i < last; i++) skip[text.charCodeAt(i)] = Math.min(255, last - i);
  for (let end = last; end < bytes.length; end += skip[bytes[end] ?? 0] ?? 1) {
    let i = 0;
    while (i <= last && bytes[end - i] === text.charCodeAt(last - i)) i++;
    if (i > last) return true;
  }
  return false;
}

const lenientUtf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** UTF-8 to text with U+FFFD for what does not decode: for parsers whose input may be damaged in places. */
export function decodeUtf8Lossy(bytes: Uint8Array): string {
  return lenientUtf8.decode(bytes);
}

const latin1 = new TextDecoder('latin1');

/** One character a byte (windows-1252 above 0x7f): for ASCII formats read leniently. */
export function decodeLatin1(bytes: Uint8Array): string {
  return latin1.decode(bytes);
}
