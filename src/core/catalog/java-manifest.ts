import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';

/** A value longer than this is a list of packages, not a name. */
const LONGEST_VALUE = 65_536;

/** Attributes of a manifest's main section by lower-case name (JAR File Specification); lines that go on are joined. */
export function parseManifest(bytes: Uint8Array): Map<string, string> {
  const out = new Map<string, string>();
  let key = '';
  let parts: string[] = [];
  let length = 0;
  const settle = (): void => {
    if (key !== '' && !out.has(key)) out.set(key, parts.join('').trim());
    key = '';
    parts = [];
    length = 0;
  };
  for (const line of linesOf(decodeUtf8Lossy(bytes))) {
    if (line === '') {
      settle();
      if (out.size > 0) break;
      continue;
    }
    if (line.startsWith(' ')) {
      length += line.length;
      if (length <= LONGEST_VALUE) parts.push(line.slice(1));
      continue;
    }
    settle();
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    key = line.slice(0, colon).toLowerCase();
    parts.push(line.slice(colon + 1));
  }
  settle();
  return out;
}
