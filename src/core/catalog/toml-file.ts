import { parse, TomlError } from 'smol-toml';
import { decodeUtf8 } from '../base/bytes.ts';
import { isJsonObject, type JsonObject } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { ReadingBuilder } from './reading-builder.ts';

/**
 * The tables of a TOML file; `undefined` when it could not be read, which the reading then says. `as` ends the sentence:
 * `as a lockfile`. Nesting is bounded like that of JSON. Read values with `own` of `base/json-shape.ts`.
 */
export function readTomlFile(out: ReadingBuilder, bytes: Uint8Array, as: string): JsonObject | undefined {
  const name = displayName(out.path);
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    out.fault('toml.encoding', 'error', `"${name}" was not read ${as}: the text is not UTF-8.`);
    return undefined;
  }
  try {
    const value: unknown = parse(text.replace(/^\ufeff/, ''), { maxDepth: out.limits.jsonDepth });
    return isJsonObject(value) ? value : undefined;
  } catch (thrown) {
    const known = thrown instanceof TomlError;
    // Deep nesting may exhaust the stack before the bound is reached.
    if (!known && !(thrown instanceof RangeError)) throw thrown;
    const where = known ? ` at line ${thrown.line}, column ${thrown.column}` : '';
    out.fault(
      'toml.syntax',
      'error',
      `"${name}" was not read ${as}. This is not TOML${where}${known ? reason(thrown) : ': it is nested too deep'}.`,
    );
    return undefined;
  }
}

/** The first line of the message, which goes on to show the place. */
function reason({ message }: TomlError): string {
  const [first = ''] = message.split('\n', 1);
  const text = first.replace(/^Invalid TOML document: /, '').trim();
  return text === '' ? '' : `: ${text}`;
}
