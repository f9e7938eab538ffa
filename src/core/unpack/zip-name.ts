import { decodeUtf8, equalBytes } from '../base/bytes.ts';
import { nameFromBytes, normalizePath } from '../base/names.ts';
import { type FaultLog, quoted } from './zip-faults.ts';
import { Bit, type Header } from './zip-records.ts';

/** A member's name. */
export interface Name {
  /** As written. */
  readonly text: string;
  /** The path it is listed under. */
  readonly path: string;
  /** Its bytes are not UTF-8. */
  readonly raw: boolean;
}

/**
 * Reads the name of a member: UTF-8 where the bytes are UTF-8 (many writers forget bit 11), else code page 437
 * (APPNOTE appendix D), unless bit 11 promised UTF-8. A Unicode path extra field speaks for a name that is not UTF-8;
 * one that contradicts a readable name is reported, not believed: tools differ in which of the two they use.
 *
 * `crc32` computes the CRC-32 that ties the extra field to the name.
 */
export function readName(
  header: Header,
  offset: number,
  crc32: (bytes: Uint8Array) => number,
  log: FaultLog,
): Name {
  const plain = plainName(header);
  const other = header.extra.unicodePath;
  if (other === undefined || equalBytes(other.rawName, header.rawName)) return plain;
  const text = decodeUtf8(other.rawName);
  // A stale field (its name was changed without it) is ignored by tools and here.
  if (text === undefined || crc32(header.rawName) !== other.nameCrc32) return plain;
  if (plain.raw) return named(text, false);
  log.add(
    'zip.unicode-path-differs',
    'error',
    `${quoted(plain.text)} has a Unicode path field that calls it ${quoted(text)}; tools differ in which they use. The name in the central directory is shown.`,
    { entry: plain.path, offset },
  );
  return plain;
}

/** The name field alone, without extra fields. */
export function plainName(header: Header): Name {
  const text = decodeUtf8(header.rawName);
  if (text !== undefined) return named(text, false);
  const promised = (header.flags & Bit.utf8) !== 0;
  return named(promised ? nameFromBytes(header.rawName).text : decodeCp437(header.rawName), true);
}

function named(text: string, raw: boolean): Name {
  return { text, path: normalizePath(text), raw };
}

const CP437_HIGH =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

function decodeCp437(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += byte < 0x80 ? String.fromCharCode(byte) : CP437_HIGH[byte - 0x80];
  return out;
}

/** Reports what in a name could lead an extractor astray. */
export function checkName(name: Name, header: Header, offset: number, log: FaultLog): void {
  const { text } = name;
  const where = { entry: name.path, offset };
  const warn = (code: string, message: string): void => log.add(code, 'warning', message, where);
  const shown = quoted(text);
  if (name.raw && (header.flags & Bit.utf8) !== 0) {
    warn(
      'zip.name-not-utf8',
      `${shown} is marked as UTF-8 and is not; the bytes that are not are shown as \\xNN.`,
    );
  }
  if (text === '') warn('zip.name-empty', 'A member has no name.');
  if (text.includes('\0')) {
    warn('zip.name-nul', `${shown} holds a zero byte, at which some tools end the name.`);
  }
  // Where bytes are shown escaped, the text has backslashes that the name has not.
  if (name.raw ? header.rawName.includes(0x5c) : text.includes('\\')) {
    warn(
      'zip.name-backslash',
      `${shown} holds a backslash, which Windows takes as a path separator and others do not.`,
    );
  }
  if (isAbsolute(text))
    warn('zip.name-absolute', `${shown} is an absolute path; it is listed below the root.`);
  if (climbs(text))
    warn('zip.name-traversal', `${shown} has a ".." that leads out of the directory it is unpacked in.`);
}

/** `/x`, `\x`, `C:x`. */
function isAbsolute(path: string): boolean {
  return /^[/\\]|^[A-Za-z]:/.test(path);
}

/** Whether a `..` segment takes the path above where it starts, by the separators of either system. */
export function climbs(path: string): boolean {
  let depth = 0;
  for (const segment of path.split(/[/\\]/)) {
    if (segment === '..') depth -= 1;
    else if (segment !== '' && segment !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
