import { encodeUtf8 } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';

/** One tag with its value; `line` is 1-based. */
export interface TagLine {
  readonly tag: string;
  readonly value: string;
  readonly line: number;
}

const TAG = /^[ \t]*([A-Za-z][A-Za-z0-9]{0,63})[ \t]*:[ \t]*/;
/** A text in which nothing is a tag is told about by its first lines. */
const MOST_FAULTS = 100;
const OPEN = '<text>';
const CLOSE = '</text>';

/**
 * The tags of a tag-value text (SPDX 2.3, clause 6 and annex on tag-value) in the order they stand. A value that starts
 * with `<text>` goes on to `</text>`, over lines; nothing within it is a tag. Lines that start with `#` are comments.
 *
 * Faults: `spdx.tag-line` (a line that is no tag), `spdx.text-open` (a text that never ends).
 */
export function* tagLines(text: string, name: string, faults: Fault[]): Generator<TagLine> {
  let line = 0;
  for (let at = 0; at < text.length; ) {
    line++;
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const raw = text.slice(at, end).replace(/\r$/, '');
    const start = at;
    at = end + 1;
    if (/^\s*(?:#|$)/.test(raw)) continue;
    const found = TAG.exec(raw);
    const tag = found?.[1];
    if (found === null || tag === undefined) {
      if (faults.length >= MOST_FAULTS) continue;
      faults.push(
        fault(
          'spdx.tag-line',
          'warning',
          `"${displayName(name)}" has a line that is no tag, which is left out: line ${line}, "${displayName(raw.trim().slice(0, 40))}".`,
          { offset: encodeUtf8(text.slice(0, start)).length },
        ),
      );
      continue;
    }
    const value = raw.slice(found[0].length);
    if (!value.startsWith(OPEN)) {
      yield { tag, value: value.trimEnd(), line };
      continue;
    }
    const from = start + found[0].length + OPEN.length;
    const close = text.indexOf(CLOSE, from);
    if (close < 0) {
      faults.push(
        fault(
          'spdx.text-open',
          'error',
          `"${displayName(name)}" starts a text at line ${line} that never ends; what follows is not read. What was read before it is kept.`,
          { offset: encodeUtf8(text.slice(0, start)).length },
        ),
      );
      return;
    }
    yield { tag, value: text.slice(from, close).replace(/\r\n/g, '\n'), line };
    const rest = text.indexOf('\n', close);
    for (let next = text.indexOf('\n', from); next >= 0 && next < close; next = text.indexOf('\n', next + 1))
      line++;
    at = rest < 0 ? text.length : rest + 1;
  }
}
