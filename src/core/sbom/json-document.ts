import { readJson } from '../base/json.ts';
import { isJsonObject, type JsonObject } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import type { DocumentFile } from './types.ts';

/** A JSON document that was read, or why it was not; what is odd about it either way. */
export interface JsonDocumentRead {
  readonly value: JsonObject | undefined;
  readonly faults: readonly Fault[];
}

/**
 * The object of a JSON document. A key that is given twice is told: readers differ in which one they believe.
 *
 * Faults: those of {@link readJson}, `json.duplicate-key`, `document.shape`.
 */
export function readJsonObject(file: DocumentFile, what: string): JsonDocumentRead {
  const name = displayName(file.name);
  const json = readJson(file.bytes, file.limits);
  if (!json.ok) {
    const { code, severity, message, offset } = json.error;
    return {
      value: undefined,
      faults: [fault(code, severity, `"${name}" was not read as ${what}. ${message}`, { offset })],
    };
  }
  const { value, duplicates } = json.value;
  const faults: Fault[] = [];
  const [first] = duplicates;
  if (first !== undefined) {
    const more = duplicates.length === 1 ? '' : ` (and ${duplicates.length - 1} more keys)`;
    faults.push(
      fault(
        'json.duplicate-key',
        'warning',
        `"${name}" gives "${displayName(first.key.slice(0, 80))}" twice${more}; the last one counts here, other tools may believe the first.`,
      ),
    );
  }
  if (isJsonObject(value)) return { value, faults };
  const shape = fault('document.shape', 'error', `"${name}" was not read as ${what}: it is no JSON object.`, {
    offset: 0,
  });
  return { value: undefined, faults: [...faults, shape] };
}
