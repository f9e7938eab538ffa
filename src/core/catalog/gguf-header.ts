import { decodeUtf8Lossy } from '../base/bytes.ts';

/** A value of a key; arrays are passed over. */
export type GgufValue = string | number | bigint | boolean;

export interface GgufHeader {
  readonly version: number;
  readonly tensors: number;
  /** Keys that the header states, and those that were read, arrays left out. */
  readonly keys: number;
  readonly values: ReadonlyMap<string, GgufValue>;
  /** Where reading ended early; absent when every key was read. */
  readonly endedAt: number | undefined;
}

const STRING = 8;
const ARRAY = 9;
/** Bytes of a value by its type; 0 for those that say their length themselves. */
const WIDTHS = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8] as const;
const MOST_KEYS = 100_000;
const MOST_NESTED = 4;
/** A key beyond this is none. */
const LONGEST_KEY = 65_535;

/**
 * Reads the header of a GGUF file (ggml, docs/gguf.md): version 1 with lengths of 32 bits, 2 and 3 with 64, either byte
 * order. What cannot be read gives the end of a sentence; what ends early gives what came before.
 */
export function readGgufHeader(bytes: Uint8Array): GgufHeader | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) return 'ends before its header begins';
  const order = view.getUint32(4, true) > 0xffff ? 'big' : 'little';
  const fields = new Fields(bytes, view, order === 'little');
  fields.at = 4;
  const version = fields.u32();
  if (version < 1 || version > 3) return `states version ${version} of GGUF, which is not known`;
  fields.wide = version > 1;
  const tensors = fields.length();
  const keys = fields.length();
  if (fields.ended) return 'ends inside the counts of its header';
  const values = new Map<string, GgufValue>();
  let good = fields.at;
  for (let i = 0; i < Math.min(keys, MOST_KEYS) && !fields.ended; i++) {
    const key = fields.text(LONGEST_KEY);
    const value = fields.value(fields.u32(), 0);
    if (fields.ended) break;
    good = fields.at;
    if (value !== undefined && !values.has(key)) values.set(key, value);
  }
  const whole = !fields.ended && keys <= MOST_KEYS;
  return { version, tensors, keys, values, endedAt: whole ? undefined : good };
}

/** Reads one field after the other; past the end it gives nothings and is `ended`. */
class Fields {
  at = 0;
  wide = true;
  ended = false;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #little: boolean;

  constructor(bytes: Uint8Array, view: DataView, little: boolean) {
    this.#bytes = bytes;
    this.#view = view;
    this.#little = little;
  }

  u32(): number {
    const at = this.#step(4);
    return at === undefined ? 0 : this.#view.getUint32(at, this.#little);
  }

  length(): number {
    if (!this.wide) return this.u32();
    const at = this.#step(8);
    return at === undefined ? 0 : Number(this.#view.getBigUint64(at, this.#little));
  }

  text(most = Number.POSITIVE_INFINITY): string {
    const length = this.length();
    if (length > most) this.ended = true;
    const at = this.#step(length);
    return at === undefined ? '' : decodeUtf8Lossy(this.#bytes.subarray(at, at + length));
  }

  /** The value of a type; `undefined` for an array, which is passed over. */
  value(type: number, depth: number): GgufValue | undefined {
    if (type === STRING) return this.text();
    if (type === ARRAY) {
      this.#skipArray(depth);
      return undefined;
    }
    const width = WIDTHS[type];
    if (width === undefined) this.ended = true;
    const at = this.#step(width ?? 0);
    return at === undefined ? undefined : this.#scalar(type, at);
  }

  #scalar(type: number, at: number): GgufValue {
    const view = this.#view;
    const little = this.#little;
    switch (type) {
      case 0:
        return view.getUint8(at);
      case 1:
        return view.getInt8(at);
      case 2:
        return view.getUint16(at, little);
      case 3:
        return view.getInt16(at, little);
      case 4:
        return view.getUint32(at, little);
      case 5:
        return view.getInt32(at, little);
      case 6:
        return view.getFloat32(at, little);
      case 7:
        return view.getUint8(at) !== 0;
      case 10:
        return view.getBigUint64(at, little);
      case 11:
        return view.getBigInt64(at, little);
      default:
        return view.getFloat64(at, little);
    }
  }

  #skipArray(depth: number): void {
    const type = this.u32();
    const count = this.length();
    const width = WIDTHS[type];
    if (width === undefined || depth >= MOST_NESTED) this.ended = true;
    else if (width > 0) this.#step(width * count);
    else for (let i = 0; i < count && !this.ended; i++) this.#skip(type, depth);
  }

  #skip(type: number, depth: number): void {
    if (type === STRING) this.#step(this.length());
    else this.#skipArray(depth + 1);
  }

  #step(length: number): number | undefined {
    const at = this.at;
    if (this.ended || length > this.#bytes.length - at) {
      this.ended = true;
      return undefined;
    }
    this.at = at + length;
    return at;
  }
}
