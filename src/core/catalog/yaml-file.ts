import { parseDocument } from 'yaml';
import { decodeUtf8 } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import type { ReadingBuilder } from './reading-builder.ts';

/** A text made of references to itself is no data. */
const MOST_ALIASES = 100;

/**
 * The value of a YAML document; `undefined` when it could not be read, which the reading then says. `as` ends the
 * sentence: `as a lockfile`. Every scalar is a text (a version `1.10` is no number); tags are ignored. Read values with `own` of `base/json-shape.ts`.
 */
export function readYamlFile(out: ReadingBuilder, bytes: Uint8Array, as: string): unknown {
  const name = displayName(out.path);
  const refuse = (why: string, offset?: number): undefined => {
    out.fault('yaml.syntax', 'error', `"${name}" was not read ${as}. ${why}.`, offset);
    return undefined;
  };
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse('The text is not UTF-8');
  try {
    const options = {
      schema: 'failsafe',
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    } as const;
    const document = parseDocument(text, options);
    const [wrong] = document.errors;
    if (wrong !== undefined) {
      const at = wrong.pos[0];
      const line = text.slice(0, at).split('\n').length;
      return refuse(`This is not YAML at line ${line}: ${wrong.message.replace(/\.$/, '')}`, at);
    }
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return value;
  } catch (thrown) {
    // Nesting without end exhausts the stack; aliases beyond their bound are refused by a ReferenceError.
    if (thrown instanceof RangeError) return refuse('It is nested too deep');
    if (thrown instanceof ReferenceError) return refuse('It refers to itself too often');
    throw thrown;
  }
}
