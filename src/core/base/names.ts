import { decodeUtf8, toHex } from './bytes.ts';

/**
 * Text for a name read from a file. UTF-8 is decoded; bytes that are not UTF-8 are shown as `\xNN`, so that two
 * different names never look alike.
 */
export function nameFromBytes(bytes: Uint8Array): { readonly text: string; readonly raw?: Uint8Array } {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return { text };
  let out = '';
  for (const byte of bytes)
    out += byte < 0x80 ? String.fromCharCode(byte) : `\\x${toHex(Uint8Array.of(byte))}`;
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

/** A name as a person may see it: invisible and bidirectional characters escaped, nothing else changed. */
export function displayName(name: string): string {
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
