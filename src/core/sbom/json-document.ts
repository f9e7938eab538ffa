import { decodeUtf8 } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { type DuplicateKey, scanJson } from '../base/json-scan.ts';
import { isJsonObject, type JsonObject } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import type { DocumentFile, Validity } from './types.ts';

/** A JSON document that was read, or why it was not; what is odd about it either way. */
export interface JsonDocumentRead {
  readonly value: JsonObject | undefined;
  readonly faults: readonly Fault[];
}

/** Above this a text is parsed first and looked at for what is odd later: the walk takes longer than the parser. */
const LARGE = 8 * 2 ** 20;

/**
 * Reads the object of a JSON document of any size. Of a large one that parses, the grammar walk is left to `late`: its
 * depth is not known before, so nothing may go down into the value without counting until `late` has said `sound`.
 */
export function readLargeJsonObject(
  file: DocumentFile,
  what: string,
): JsonDocumentRead & {
  readonly late?: () => { readonly sound: boolean; readonly faults: readonly Fault[] };
} {
  if (file.bytes.length < LARGE) return readJsonObject(file, what);
  const text = decodeUtf8(file.bytes);
  const value = text === undefined ? undefined : parsed(text);
  if (!isJsonObject(value)) return readJsonObject(file, what);
  const late = () => {
    // What parsed need not be built again: only how deep it is, and what it says twice, is not known yet.
    const scan = scanJson(text ?? '', file.limits.jsonDepth);
    if (scan.kind === 'json') return { sound: true, faults: oddities(file, scan.duplicates, false) };
    const read = readJsonObject(file, what);
    return { sound: read.value !== undefined, faults: read.faults };
  };
  return { value, faults: [], late };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Said in words, and where, by the walk.
    return undefined;
  }
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
  const { value, duplicates, mark } = json.value;
  const faults = oddities(file, duplicates, mark);
  if (isJsonObject(value)) return { value, faults };
  const shape = fault('document.shape', 'error', `"${name}" was not read as ${what}: it is no JSON object.`, {
    offset: 0,
  });
  return { value: undefined, faults: [...faults, shape] };
}

/** Keys that are given twice in one object, in one fault: readers differ in which one they believe. */
export function saidTwice(
  file: DocumentFile,
  format: 'json' | 'yaml',
  duplicates: readonly DuplicateKey[],
): Fault[] {
  const [first] = duplicates;
  if (first === undefined) return [];
  const more = duplicates.length === 1 ? '' : ` (and ${duplicates.length - 1} more keys)`;
  const what = `"${displayName(file.name)}" gives "${displayName(first.key.slice(0, 80))}" twice${more}; the last one counts here, other tools may believe the first.`;
  return [fault(`${format}.duplicate-key`, 'warning', what, { offset: first.offset })];
}

/** Whether a document says something twice, which leaves it two readings. */
export function isAmbiguous(faults: readonly Fault[]): boolean {
  return faults.some(({ code }) => code === 'json.duplicate-key' || code === 'yaml.duplicate-key');
}

/** Whatever holds of one reading of a document, it is not valid while it has another one. */
export function asOneReading<T extends Validity>(known: T): T {
  if (known.valid !== true) return known;
  const validity = `Not checkable: it gives keys twice, so that it has two readings. Of the one in which the last counts: ${known.validity}`;
  return { ...known, valid: undefined, validity };
}

function oddities(file: DocumentFile, duplicates: readonly DuplicateKey[], mark: boolean): Fault[] {
  const name = displayName(file.name);
  const faults = saidTwice(file, 'json', duplicates);
  if (mark) {
    faults.push(
      fault(
        'json.byte-order-mark',
        'warning',
        `"${name}" begins with a byte order mark, which JSON does not allow (RFC 8259, section 8.1); other tools may refuse it.`,
        { offset: 0 },
      ),
    );
  }
  return faults;
}
