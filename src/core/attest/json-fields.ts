import { type Base64Alphabet, fromBase64 } from '../base/base64.ts';
import type { Bytes } from '../base/bytes.ts';
import { type Fault, fault } from '../base/result.ts';

/** Whether a value is a JSON object. Its own keys are the only ones to be read. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const INT64_MAX = (1n << 63n) - 1n;

/**
 * Reads the fields of a JSON object from outside. What is missing or of another type is noted in the shared list of
 * faults under its JSON pointer (RFC 6901) and read as `undefined`; reading goes on. `null` counts as not there, as in
 * proto3 JSON.
 */
export class JsonFields {
  readonly pointer: string;
  readonly #object: Record<string, unknown>;
  readonly #faults: Fault[];

  private constructor(object: Record<string, unknown>, pointer: string, faults: Fault[]) {
    this.#object = object;
    this.pointer = pointer;
    this.#faults = faults;
  }

  static of(value: unknown, pointer: string, faults: Fault[]): JsonFields | undefined {
    if (isRecord(value)) return new JsonFields(value, pointer, faults);
    faults.push(malformed(pointer, 'is not an object'));
    return undefined;
  }

  raw(key: string): unknown {
    const value = Object.hasOwn(this.#object, key) ? this.#object[key] : undefined;
    return value === null ? undefined : value;
  }

  names(): readonly string[] {
    return Object.keys(this.#object);
  }

  has(key: string): boolean {
    return this.raw(key) !== undefined;
  }

  at(key: string | number): string {
    return `${this.pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }

  /** Notes a fault of this object (or of one of its fields). */
  refuse(what: string, key?: string): undefined {
    this.#faults.push(malformed(key === undefined ? this.pointer : this.at(key), what));
    return undefined;
  }

  note(found: Fault): undefined {
    this.#faults.push(found);
    return undefined;
  }

  /** A text; `undefined` and a fault when it is missing or no text. */
  text(key: string): string | undefined {
    return this.has(key) ? this.optionalText(key) : this.refuse('is missing', key);
  }

  /** A text of at least one character. */
  nonEmpty(key: string): string | undefined {
    const text = this.text(key);
    return text === '' ? this.refuse('is empty', key) : text;
  }

  optionalText(key: string): string | undefined {
    const value = this.raw(key);
    if (value === undefined || typeof value === 'string') return value;
    return this.refuse('is not a text', key);
  }

  /** Bytes in base64; an empty text is a value that is missing. */
  bytes(key: string, alphabets: readonly Base64Alphabet[] = ['standard']): Bytes | undefined {
    return this.has(key) ? this.optionalBytes(key, alphabets) : this.refuse('is missing', key);
  }

  optionalBytes(key: string, alphabets: readonly Base64Alphabet[] = ['standard']): Bytes | undefined {
    const text = this.optionalText(key);
    if (text === undefined) return undefined;
    if (text === '') return this.refuse('is empty', key);
    for (const alphabet of alphabets) {
      const bytes = fromBase64(text, alphabet);
      if (bytes !== undefined) return bytes;
    }
    return this.refuse('is not base64', key);
  }

  /** An element of a list of base64 texts. */
  element(key: string, index: number): Bytes | undefined {
    const text = this.list(key)[index];
    const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
    return bytes ?? this.refuse(`has an element ${index} that is not base64`, key);
  }

  /** An int64 that may not be negative, as decimal text or integer; 0 when not there, as in proto3 JSON. */
  natural(key: string): bigint {
    const value = this.raw(key);
    if (value === undefined) return 0n;
    const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text !== 'string' || !/^(?:0|[1-9]\d{0,18})$/.test(text) || BigInt(text) > INT64_MAX) {
      this.refuse('is not a whole number from 0 to 2^63-1', key);
      return 0n;
    }
    return BigInt(text);
  }

  object(key: string): JsonFields | undefined {
    return this.has(key) ? this.optionalObject(key) : this.refuse('is missing', key);
  }

  optionalObject(key: string): JsonFields | undefined {
    const value = this.raw(key);
    return value === undefined ? undefined : JsonFields.of(value, this.at(key), this.#faults);
  }

  /** The elements of a list; none when it is not there. */
  list(key: string): readonly unknown[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.refuse('is not a list', key);
    return [];
  }

  /** The elements of a list that are objects, with their pointers; others are faults. */
  objects(key: string): JsonFields[] {
    const found: JsonFields[] = [];
    for (const [index, item] of this.list(key).entries()) {
      const fields = JsonFields.of(item, `${this.at(key)}/${index}`, this.#faults);
      if (fields !== undefined) found.push(fields);
    }
    return found;
  }
}

function malformed(pointer: string, what: string): Fault {
  const sentence = `${pointer === '' ? 'The document' : pointer} ${what}`;
  return fault('attest.malformed', 'error', sentence.endsWith('.') ? sentence : `${sentence}.`, {
    entry: pointer,
  });
}
