import { type Bytes, copyBytes, decodeUtf8, type Hex, toHex } from '../base/bytes.ts';
import { type Der, TAG } from './der.ts';

/** Dotted form of an OBJECT IDENTIFIER; empty when the value is none. */
export function oidText(value: Der | undefined): string {
  if (value?.tag !== TAG.oid) return '';
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of value.content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const first = arcs[0] ?? 0n;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - 40n * root, ...arcs.slice(1)].join('.');
}

/** A non-negative INTEGER as big-endian bytes without sign byte; `undefined` when negative or no integer. */
export function unsignedBytes(value: Der | undefined): Uint8Array | undefined {
  if (value?.tag !== TAG.integer || (value.content[0] ?? 0) >= 0x80) return undefined;
  return value.content.length > 1 && value.content[0] === 0 ? value.content.subarray(1) : value.content;
}

/** A non-negative INTEGER that fits a small number (32 bits); `undefined` otherwise. */
export function smallInteger(value: Der | undefined): number | undefined {
  const bytes = unsignedBytes(value);
  if (bytes === undefined || bytes.length > 4) return undefined;
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** A serial number for comparing and showing; negative ones occur, and keep their sign byte. */
export function serialText(value: Der | undefined): Hex | undefined {
  if (value?.tag !== TAG.integer) return undefined;
  return toHex(unsignedBytes(value) ?? value.content);
}

/** Bytes of a BIT STRING of whole bytes. */
export function bitStringBytes(value: Der | undefined): Bytes | undefined {
  if (value?.tag !== TAG.bitString || value.content[0] !== 0) return undefined;
  return copyBytes(value.content.subarray(1));
}

/** The bits of a BIT STRING by number: bit 0 is the first (X.680 §22). */
export function bitSet(value: Der | undefined): ReadonlySet<number> | undefined {
  if (value?.tag !== TAG.bitString) return undefined;
  const bits = new Set<number>();
  for (const [index, byte] of value.content.subarray(1).entries()) {
    for (let bit = 0; bit < 8; bit++) if ((byte & (0x80 >> bit)) !== 0) bits.add(index * 8 + bit);
  }
  return bits;
}

/** Text of the string types that names and identities use. */
export function stringText(value: Der | undefined): string | undefined {
  switch (value?.tag) {
    case TAG.utf8String:
      return decodeUtf8(value.content);
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.teletexString:
      return asciiText(value.content);
    default:
      return undefined;
  }
}

/** ASCII only: what is not, has no one meaning in IA5String and its kind. */
export function asciiText(content: Uint8Array): string | undefined {
  for (const byte of content) if (byte >= 0x80) return undefined;
  return decodeUtf8(content);
}

const UTC = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/;

/**
 * UTCTime or GeneralizedTime in milliseconds since 1970. Fractions of a second only when allowed, without trailing zero
 * (X.690 §11.7).
 */
export function timeValue(value: Der | undefined, fractions = false): number | undefined {
  if (value?.tag !== TAG.utcTime && value?.tag !== TAG.generalizedTime) return undefined;
  const text = asciiText(value.content) ?? '';
  const parts = (value.tag === TAG.utcTime ? UTC : GENERALIZED).exec(text);
  if (parts === null) return undefined;
  const fraction = parts[7];
  if (fraction !== undefined && (!fractions || fraction.endsWith('0'))) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  // RFC 5280 §4.1.2.5.1: two digits mean 1950 to 2049.
  const full = value.tag === TAG.generalizedTime ? year : year < 50 ? 2000 + year : 1900 + year;
  const time = new Date(0);
  time.setUTCFullYear(full, month - 1, day);
  time.setUTCHours(hour, minute, second, 0);
  const exact =
    time.getUTCFullYear() === full &&
    time.getUTCMonth() === month - 1 &&
    time.getUTCDate() === day &&
    time.getUTCHours() === hour &&
    time.getUTCMinutes() === minute &&
    time.getUTCSeconds() === second;
  return exact ? time.getTime() + Math.floor(Number(`0.${fraction ?? '0'}`) * 1000) : undefined;
}

/** Walks the values of a SEQUENCE in order. The first that does not fit sets `failed`, and nothing is given after it. */
export class DerFields {
  failed: boolean;
  readonly #values: readonly Der[];
  #at = 0;

  constructor(value: Der | undefined, tag: number = TAG.sequence) {
    this.failed = value?.tag !== tag;
    this.#values = this.failed ? [] : (value?.children ?? []);
  }

  /** The next value, which must have this tag (any when absent). */
  next(tag?: number): Der | undefined {
    const value = this.#values[this.#at];
    if (this.failed || value === undefined || (tag !== undefined && value.tag !== tag)) {
      this.failed = true;
      return undefined;
    }
    this.#at++;
    return value;
  }

  /** The next value if it has this tag. */
  optional(tag: number): Der | undefined {
    const value = this.#values[this.#at];
    if (this.failed || value?.tag !== tag) return undefined;
    this.#at++;
    return value;
  }

  /** All values that are left. */
  rest(): readonly Der[] {
    const rest = this.failed ? [] : this.#values.slice(this.#at);
    this.#at = this.#values.length;
    return rest;
  }

  /** Whether everything was read and fitted. */
  get complete(): boolean {
    return !this.failed && this.#at === this.#values.length;
  }
}
