import { DEFAULT_LIMITS, type Limits, limitFault } from '../base/limits.ts';
import { err, type Fault, fault, ok, type Result } from '../base/result.ts';

/** Identifier octets of the universal types that are read (X.690 §8.1.2). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One value: identifier octet, content, and where they are in the bytes that were read. */
export interface Der {
  readonly tag: number;
  /** Offset of the identifier octet. */
  readonly start: number;
  /** The value without identifier and length. */
  readonly content: Uint8Array;
  /** The value as encoded. */
  readonly raw: Uint8Array;
  /** For a constructed value, the values in it; none for a primitive one. */
  readonly children: readonly Der[];
}

/**
 * Reads one DER value (X.690 §10–§11) that fills `bytes` to the end. Nothing but DER is read: definite minimal lengths,
 * low tag numbers, primitive strings, minimal integers and identifiers, no trailing bytes. Depth and number of values are
 * bounded before anything is built.
 *
 * Faults: `der.syntax` with the byte offset, `limit.der-bytes`, `limit.der-depth`, `limit.der-values`.
 */
export function readDer(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): Result<Der> {
  if (bytes.length > limits.derBytes)
    return err(limitFault('derBytes', limits, 'The DER value is too large.', { kept: 'nothing' }));
  const reader = new Reader(bytes, limits);
  const value = reader.value(0, bytes.length, 0);
  if (value === undefined) return err(reader.fault ?? syntax(0, 'nothing could be read'));
  if (value.raw.length !== bytes.length)
    return err(syntax(value.raw.length, 'bytes follow the end of the value'));
  return ok(value);
}

class Reader {
  fault: Fault | undefined;
  #values = 0;
  readonly #bytes: Uint8Array;
  readonly #limits: Limits;

  constructor(bytes: Uint8Array, limits: Limits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  /** Reads the value at `start`, which must end at or before `end`. */
  value(start: number, end: number, depth: number): Der | undefined {
    if (depth >= this.#limits.derDepth) {
      this.fault = limitFault('derDepth', this.#limits, 'The DER value is nested too deeply.', {
        offset: start,
        kept: 'nothing',
      });
      return undefined;
    }
    if (++this.#values > this.#limits.derValues) {
      this.fault = limitFault('derValues', this.#limits, 'The DER value holds too many values.', {
        offset: start,
        kept: 'nothing',
      });
      return undefined;
    }
    const tag = this.#bytes[start];
    if (tag === undefined || start + 2 > end) return this.#refuse(start, 'the value ends too early');
    if ((tag & 0x1f) === 0x1f) return this.#refuse(start, 'a tag number above 30');
    const length = this.#length(start + 1, end);
    if (length === undefined) return undefined;
    const last = length.at + length.value;
    if (last > end) return this.#refuse(start, `a length of ${length.value} bytes that goes past the end`);
    const content = this.#bytes.subarray(length.at, last);
    const children = (tag & 0x20) === 0 ? [] : this.#children(length.at, last, depth);
    if (children === undefined) return undefined;
    const wrong = (tag & 0xc0) === 0 ? universalFault(tag, content) : undefined;
    if (wrong !== undefined) return this.#refuse(start, wrong);
    return { tag, start, content, raw: this.#bytes.subarray(start, last), children };
  }

  #length(at: number, end: number): { readonly value: number; readonly at: number } | undefined {
    const first = this.#bytes[at] ?? 0;
    if (first < 0x80) return { value: first, at: at + 1 };
    const count = first & 0x7f;
    if (count === 0) return this.#refuse(at, 'an indefinite length');
    if (count > 4) return this.#refuse(at, `a length of ${count} bytes`);
    if (at + 1 + count > end) return this.#refuse(at, 'the value ends too early');
    let value = 0;
    for (let i = 1; i <= count; i++) value = value * 256 + (this.#bytes[at + i] ?? 0);
    if (value < 0x80 || this.#bytes[at + 1] === 0) return this.#refuse(at, 'a length that is not minimal');
    return { value, at: at + 1 + count };
  }

  #children(from: number, end: number, depth: number): Der[] | undefined {
    const children: Der[] = [];
    for (let at = from; at < end; ) {
      const child = this.value(at, end, depth + 1);
      if (child === undefined) return undefined;
      children.push(child);
      at += child.raw.length;
    }
    return children;
  }

  #refuse(offset: number, what: string): undefined {
    this.fault = syntax(offset, what);
    return undefined;
  }
}

/** What DER asks of the content of a universal type, or what is wrong with it. */
function universalFault(tag: number, content: Uint8Array): string | undefined {
  const [first = 0, second = 0] = content;
  switch (tag) {
    case TAG.sequence:
    case TAG.set:
      return undefined;
    case TAG.boolean:
      return content.length === 1 && (first === 0 || first === 0xff)
        ? undefined
        : 'a boolean that is not 00 or FF';
    case TAG.integer:
    case TAG.enumerated:
      if (content.length === 0) return 'an empty integer';
      return content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
        ? 'an integer that is not minimal'
        : undefined;
    case TAG.bitString:
      return bitStringFault(content);
    case TAG.null:
      return content.length === 0 ? undefined : 'a null with content';
    case TAG.oid:
      return oidFault(content);
    default:
      return (tag & 0x20) === 0 ? undefined : `a constructed value of type ${tag & 0x1f}`;
  }
}

function bitStringFault(content: Uint8Array): string | undefined {
  const unused = content[0];
  if (unused === undefined) return 'a bit string without its count of unused bits';
  if (unused > 7 || (content.length === 1 && unused !== 0))
    return 'a bit string with a wrong count of unused bits';
  const last = content[content.length - 1] ?? 0;
  return (last & ((1 << unused) - 1)) === 0 || content.length === 1
    ? undefined
    : 'a bit string with unused bits set';
}

function oidFault(content: Uint8Array): string | undefined {
  if (content.length === 0 || (content[content.length - 1] ?? 0) >= 0x80)
    return 'an object identifier that ends early';
  let arc = 0;
  for (const byte of content) {
    if (arc === 0 && byte === 0x80) return 'an object identifier that is not minimal';
    arc = byte >= 0x80 ? arc + 1 : 0;
    // Nine bytes of seven bits: no arc above 64 bits.
    if (arc > 8) return 'an object identifier with an arc above 64 bits';
  }
  return undefined;
}

function syntax(offset: number, what: string): Fault {
  return fault('der.syntax', 'error', `This is not DER: at byte ${offset}, ${what}.`, { offset });
}
