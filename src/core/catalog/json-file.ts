import { readJson } from '../base/json.ts';
import { displayName } from '../base/names.ts';
import type { ReadingBuilder } from './reading-builder.ts';
import type { CatalogFile } from './types.ts';

/**
 * The value of a JSON file; `undefined` when it could not be read, which the reading then says. `as` ends the sentence:
 * `as a lockfile`. A key that is given twice is told: tools differ in which one they believe.
 */
export function readJsonFile(out: ReadingBuilder, file: CatalogFile, as: string): unknown {
  const name = displayName(file.path);
  const json = readJson(file.bytes, out.limits);
  if (!json.ok) {
    const { code, severity, message, offset } = json.error;
    out.fault(code, severity, `"${name}" was not read ${as}. ${message}`, offset);
    return undefined;
  }
  const { value, duplicates } = json.value;
  const first = duplicates[0];
  if (first !== undefined) {
    const more = duplicates.length === 1 ? '' : ` (and ${duplicates.length - 1} more keys)`;
    out.fault(
      'json.duplicate-key',
      'warning',
      `"${name}" gives "${displayName(first.key.slice(0, 80))}" twice${more}; the last one counts here, other tools may believe the first.`,
    );
  }
  return value;
}
