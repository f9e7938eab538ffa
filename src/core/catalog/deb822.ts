import { decodeUtf8Lossy } from '../base/bytes.ts';

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
  readonly what: 'not a field' | 'a field given twice';
}

/**
 * Reads a control file (Debian Policy section 5.1, deb822(5)): paragraphs of `Name: value` separated by empty lines.
 * A line that is no field is told and left out; of a field given twice the first counts.
 */
export function parseDeb822(bytes: Uint8Array): {
  readonly stanzas: readonly Stanza[];
  readonly errors: readonly Deb822Error[];
  /** Where the last line starts (byte offset) when it has no line end: the file may have been cut there. */
  readonly unended: number | undefined;
} {
  const stanzas: Stanza[] = [];
  const errors: Deb822Error[] = [];
  let fields = new Map<string, string>();
  let first = 0;
  let current: string | undefined;
  const endStanza = () => {
    if (fields.size > 0) stanzas.push({ line: first, fields });
    fields = new Map();
    current = undefined;
  };

  const lines = decodeUtf8Lossy(bytes).split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.trim() === '') endStanza();
    else if (line.startsWith(' ') || line.startsWith('\t')) {
      if (current !== undefined) fields.set(current, `${fields.get(current) ?? ''}\n${line.slice(1)}`);
      else if (fields.size === 0) errors.push({ line: index + 1, what: 'not a field' });
    } else if (!line.startsWith('#')) {
      const colon = line.indexOf(':');
      const name = colon > 0 ? line.slice(0, colon).toLowerCase() : '';
      current = undefined;
      if (!/^[!-,.-~][!-~]*$/.test(name)) errors.push({ line: index + 1, what: 'not a field' });
      else if (fields.has(name)) errors.push({ line: index + 1, what: 'a field given twice' });
      else {
        if (fields.size === 0) first = index + 1;
        current = name;
        fields.set(name, line.slice(colon + 1).trim());
      }
    }
  }
  endStanza();
  const ends = bytes.length === 0 || bytes[bytes.length - 1] === 0x0a;
  return { stanzas, errors, unended: ends ? undefined : bytes.lastIndexOf(0x0a) + 1 };
}

/** The first line of a field with continuation lines. */
export function firstLine(value: string | undefined): string | undefined {
  return value?.split('\n', 1)[0];
}
