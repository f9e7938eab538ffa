import { type Document, isScalar, parseDocument, visit } from 'yaml';
import { decodeUtf8 } from './bytes.ts';
import { err, type Fault, fault, ok, type Result } from './result.ts';

/** A text made of references to itself is no data. */
const MOST_ALIASES = 100;

/**
 * The value of a YAML document (1.2). Every scalar is a text (a version `1.10` is no number); tags are ignored; of a
 * key that is given twice the last counts, and `onTwice` is told of it (offset in characters). Read values with `own` of
 * `json-shape.ts`.
 *
 * Faults: `yaml.syntax`; its message is a clause (`This is not YAML at line 3: …`), the offset counts characters.
 */
export function readYaml(
  bytes: Uint8Array,
  onTwice?: (key: string, offset: number) => void,
): Result<unknown, Fault> {
  const refuse = (why: string, offset?: number) => err(fault('yaml.syntax', 'error', why, { offset }));
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse('The text is not UTF-8', 0);
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
    if (onTwice !== undefined) tellTwice(document, onTwice);
    return ok(value);
  } catch (thrown) {
    // Nesting without end exhausts the stack; aliases beyond their bound are refused by a ReferenceError.
    if (thrown instanceof RangeError) return refuse('It is nested too deep');
    if (thrown instanceof ReferenceError) return refuse('It refers to itself too often');
    throw thrown;
  }
}

/** By a walk of its own: the parser would compare each key with all others of its mapping. */
function tellTwice(document: Document, onTwice: (key: string, offset: number) => void): void {
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const text = String(key.value);
        if (seen.has(text)) onTwice(text, key.range?.[0] ?? 0);
        seen.add(text);
      }
    },
  });
}
