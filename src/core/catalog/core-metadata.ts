import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';

/** One header of a metadata file. */
export interface Header {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

/** More than any header section holds: what follows is not read. */
const LONGEST_HEADERS = 2 ** 20;

/**
 * Headers of a `METADATA` or `PKG-INFO` file (Python core metadata specification: the format of e-mail headers). Folded
 * lines are joined by newlines; the body, which holds the description, is not read, nor is anything past 1 MiB.
 */
export function parseCoreMetadata(bytes: Uint8Array): readonly Header[] {
  const headers: { name: string; value: string; line: number }[] = [];
  let line = 0;
  for (const raw of linesOf(decodeUtf8Lossy(headersOnly(bytes.subarray(0, LONGEST_HEADERS))))) {
    line++;
    const text = line === 1 ? raw.replace(/^\ufeff/, '') : raw;
    const last = headers.at(-1);
    if (text.startsWith(' ') || text.startsWith('\t')) {
      if (last !== undefined) last.value += `\n${text.trim()}`;
      continue;
    }
    const colon = text.indexOf(':');
    if (colon <= 0) continue;
    headers.push({
      name: text.slice(0, colon).trim().toLowerCase(),
      value: text.slice(colon + 1).trim(),
      line,
    });
  }
  return headers;
}

/** Everything before the first empty line. */
function headersOnly(bytes: Uint8Array): Uint8Array {
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    const next = bytes[at + 1] === 0x0d ? at + 2 : at + 1;
    if (bytes[next] === 0x0a) return bytes.subarray(0, at);
  }
  return bytes;
}
