import { linesOf } from '../base/lines.ts';

/** Longest value kept: coordinates are short. */
const LONGEST_VALUE = 1024;

/** `key=value` lines of a properties file, with the line of each; of a key given twice the last counts. */
export function parseProperties(
  text: string,
): Map<string, { readonly value: string; readonly line: number }> {
  const out = new Map<string, { readonly value: string; readonly line: number }>();
  let line = 0;
  for (const full of linesOf(text)) {
    line++;
    const pair = full.trim();
    if (pair === '' || pair.startsWith('#') || pair.startsWith('!')) continue;
    const at = pair.search(/[=:]/);
    if (at <= 0) continue;
    const value = pair.slice(at + 1, at + 1 + LONGEST_VALUE).trim();
    out.set(pair.slice(0, at).trim(), { value: value.replace(/\\(.)/g, '$1'), line });
  }
  return out;
}
