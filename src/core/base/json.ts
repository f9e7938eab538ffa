import { decodeUtf8, encodeUtf8 } from './bytes.ts';
import { type DuplicateKey, scanJson } from './json-scan.ts';
import { DEFAULT_LIMITS, type Limits, limitFault } from './limits.ts';
import { err, fault, ok, type Result } from './result.ts';

/** A JSON text and what is odd about it. */
export interface JsonDocument {
  readonly value: unknown;
  readonly duplicates: readonly DuplicateKey[];
  /** Whether it starts with a byte order mark. */
  readonly mark: boolean;
}

/**
 * Reads a JSON text (RFC 8259), strictly: UTF-8, no comments, no trailing commas, depth counted before anything is
 * built. One byte order mark is allowed and told. A `__proto__` key becomes an ordinary property.
 *
 * Faults: `json.encoding`, `json.syntax` (the offset counts bytes), `limit.json-depth`.
 */
export function readJson(
  input: string | Uint8Array,
  limits: Pick<Limits, 'jsonDepth'> = DEFAULT_LIMITS,
): Result<JsonDocument> {
  const decoded = typeof input === 'string' ? input : decodeUtf8(input);
  if (decoded === undefined) {
    return err(fault('json.encoding', 'error', 'This is not JSON: the text is not UTF-8.', { offset: 0 }));
  }
  const mark = decoded.startsWith('\ufeff');
  const text = mark ? decoded.slice(1) : decoded;
  const scan = scanJson(text, limits.jsonDepth);
  if (scan.kind === 'json') return ok({ value: JSON.parse(text), duplicates: scan.duplicates, mark });
  const offset = encodeUtf8(text.slice(0, scan.at)).length + (mark ? 3 : 0);
  return err(
    scan.kind === 'too-deep'
      ? limitFault('jsonDepth', { ...DEFAULT_LIMITS, ...limits }, 'The JSON is nested too deep.', {
          offset,
          kept: 'nothing',
        })
      : fault('json.syntax', 'error', `This is not JSON: at character ${scan.at}, ${scan.what}.`, { offset }),
  );
}
