import { limitFault } from '../base/limits.ts';
import type { Fault } from '../base/result.ts';
import type { ReadContext } from './types.ts';
import { counted, inWords } from './wording.ts';

/** Where the stored bytes of a sparse file belong: `[offset, length]` each, in rising order. Holes are zeros. */
export type SparseMap = readonly (readonly [number, number])[];

/** Bytes of memory that one segment costs, about. */
const SEGMENT = 64;

/**
 * Checks offsets and lengths as an archive states them (`[offset, length, offset, length, ...]`) and drops empty
 * segments. A string says what is wrong.
 */
export function sparseMap(numbers: readonly number[], size: number, stored: number): SparseMap | string {
  if (numbers.length % 2 !== 0) return 'its sparse map has an offset without a length';
  const map: [number, number][] = [];
  let end = 0;
  let sum = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const offset = numbers[i] ?? Number.NaN;
    const length = numbers[i + 1] ?? Number.NaN;
    if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0) {
      return 'its sparse map holds something that is not a number';
    }
    if (offset < end || offset + length > size)
      return 'its sparse map has segments that overlap or lie outside the file';
    end = offset + length;
    sum += length;
    if (length > 0) map.push([offset, length]);
  }
  if (sum !== stored) return `its sparse map places ${sum} bytes, but ${stored} are stored`;
  return map;
}

/** Memory that a map takes, to be counted as held before the map is built. */
export function sparseMapCost(numbers: readonly number[]): number {
  return (numbers.length / 2) * SEGMENT;
}

/** A fault when a sparse file would expand past the limits. What is admitted is counted as expanded. */
export function admitHoles(
  size: number,
  stored: number,
  context: ReadContext,
  entry: string | undefined,
  offset?: number,
): Fault | undefined {
  const { budget } = context;
  const { limits } = budget;
  const what = `A sparse file of ${counted(size, 'byte')}, of which ${inWords(stored)} are stored, was not expanded.`;
  // No ratio: images hold real files of a few bytes and long holes, and zeros cost time, not memory.
  if (size > limits.hashedPerEntry) return limitFault('hashedPerEntry', limits, what, { entry, offset });
  if (!budget.take('expanded', size - stored))
    return limitFault('expandedPerCase', limits, what, { entry, offset });
  return undefined;
}

const ZEROS = new Uint8Array(1 << 16);

/** Puts the stored bytes of a sparse file where they belong, as they come. */
export class SparseExpander {
  readonly #map: SparseMap;
  readonly #size: number;
  #segment = 0;
  /** How far the expanded file is written, and how far into the current segment. */
  #at = 0;

  constructor(map: SparseMap, size: number) {
    this.#map = map;
    this.#size = size;
  }

  /** The expanded bytes that `stored` completes. Chunks are valid until the next one. */
  *push(stored: Uint8Array): Generator<Uint8Array> {
    let from = 0;
    while (from < stored.length) {
      const segment = this.#map[this.#segment];
      if (segment === undefined) return;
      const [offset, length] = segment;
      yield* this.#zerosTo(offset);
      const take = Math.min(stored.length - from, offset + length - this.#at);
      yield stored.subarray(from, from + take);
      from += take;
      this.#at += take;
      if (this.#at === offset + length) this.#segment++;
    }
  }

  /** The hole at the end, once all stored bytes were pushed. */
  *finish(): Generator<Uint8Array> {
    yield* this.#zerosTo(this.#size);
  }

  *#zerosTo(end: number): Generator<Uint8Array> {
    while (this.#at < end) {
      const take = Math.min(ZEROS.length, end - this.#at);
      this.#at += take;
      yield ZEROS.subarray(0, take);
    }
  }
}
