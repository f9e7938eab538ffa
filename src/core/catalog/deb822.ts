import { linesOf } from '../base/lines.ts';

/** One paragraph of a control file. */
export interface Stanza {
  /** Line of its first field, from 1. */
  readonly line: number;
  /** By lower-case field name. Continuation lines are joined by newlines, their first blank taken off. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Something in a control file that is no field. */
export interface Deb822Error {
  readonly line: number;
  readonly what: 'not a field' | 'a field given twice' | 'one field too many' | 'a field of more than 1 MiB';
}

/** No paragraph has more fields; a description is shorter. */
const MOST_FIELDS = 1000;
const LONGEST_VALUE = 2 ** 20;

/**
 * Reads a control file (Debian Policy section 5.1, deb822(5)), paragraph by paragraph: `Name: value` lines, separated
 * by empty ones. A line that is no field is told and left out; of a field given twice the first counts.
 */
export function* parseDeb822(
  text: string,
  onError: (error: Deb822Error) => void = () => {},
): Generator<Stanza> {
  let fields = new Map<string, string>();
  let first = 0;
  let current: string | undefined;
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    if (line.trim() === '') {
      if (fields.size > 0) yield { line: first, fields };
      fields = new Map();
      current = undefined;
    } else if (line.startsWith(' ') || line.startsWith('\t')) {
      const before = current === undefined ? undefined : (fields.get(current) ?? '');
      if (before === undefined) {
        if (fields.size === 0) onError({ line: number, what: 'not a field' });
      } else if (current !== undefined && before.length < LONGEST_VALUE) {
        fields.set(current, `${before}\n${line.slice(1)}`);
      }
    } else if (!line.startsWith('#')) {
      const colon = line.indexOf(':');
      const name = colon > 0 ? line.slice(0, colon).toLowerCase() : '';
      current = undefined;
      if (!/^[!-,.-~][!-~]*$/.test(name)) onError({ line: number, what: 'not a field' });
      else if (fields.has(name)) onError({ line: number, what: 'a field given twice' });
      else if (fields.size >= MOST_FIELDS) onError({ line: number, what: 'one field too many' });
      else {
        if (fields.size === 0) first = number;
        current = name;
        const value = line.slice(colon + 1, colon + 1 + LONGEST_VALUE);
        if (line.length > colon + 1 + LONGEST_VALUE)
          onError({ line: number, what: 'a field of more than 1 MiB' });
        fields.set(name, value.trim());
      }
    }
  }
  if (fields.size > 0) yield { line: first, fields };
}

/** The first line of a field with continuation lines. */
export function firstLine(value: string | undefined): string | undefined {
  return value?.split('\n', 1)[0];
}
