import { decodeUtf8, toHex } from './bytes.ts';

/**
 * Text for a name read from a file. UTF-8 is decoded. In a name that is not UTF-8 every byte above 0x7f, and the
 * backslash, is shown as `\xNN`, so that no two such names read alike; `raw` tells it from a name that is spelled so.
 */
export function nameFromBytes(bytes: Uint8Array): { readonly text: string; readonly raw?: Uint8Array } {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return { text };
  let out = '';
  for (const byte of bytes) {
    out += byte < 0x80 && byte !== 0x5c ? String.fromCharCode(byte) : `\\x${toHex(Uint8Array.of(byte))}`;
  }
  return { text: out, raw: new Uint8Array(bytes) };
}

// Controls, bidirectional formatting, zero-width and other ignorable characters, separators, lone surrogates.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Whether a name holds characters that are not seen or that reorder text. */
export function hasInvisible(name: string): boolean {
  INVISIBLE.lastIndex = 0;
  return INVISIBLE.test(name);
}

const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

/** Nearly every name: looking for a class of Unicode takes many times as long. */
const PLAIN = /^[ -~]*$/;

/** A name as a person may see it: invisible and bidirectional characters escaped, nothing else changed. */
export function displayName(name: string): string {
  if (PLAIN.test(name)) return name;
  return name.replace(INVISIBLE, (character) => {
    const known = SHORT[character];
    if (known !== undefined) return known;
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Path of an entry with leading `/` and `./` taken off and empty or `.` segments folded; `..` is kept as it stands. */
export function normalizePath(path: string): string {
  if (!/(^|\/)\.?(\/|$)/.test(path)) return path;
  return path
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/');
}
