import { decodeLatin1 } from '../base/bytes.ts';
import { decimal, type PaxRecords } from './pax.ts';
import { type SparseMap, sparseMap } from './sparse.ts';
import { BLOCK, FIELD, readNumber } from './tar-header.ts';

/**
 * The map of one sparse member while it is read. GNU tar has written it in four ways (GNU tar manual, "Storing Sparse
 * Files"): in the header and extension blocks (`S`), in the extended header (0.0, 0.1), or before the content (1.0).
 */
export class SparseDraft {
  readonly size: number;
  /** `[offset, length, offset, length, ...]` as stated. */
  readonly numbers: number[];
  /** A further block is needed before the map is whole. */
  more: boolean;
  /** Bytes of blocks between the header and the content. */
  before = 0;
  readonly #content: ContentMap | undefined;
  #damaged = false;

  private constructor(size: number, numbers: number[], more: boolean, content?: ContentMap) {
    this.size = size;
    this.numbers = numbers;
    this.more = more;
    this.#content = content;
  }

  /** From a header of type `S` at `at`. */
  static fromHeader(bytes: Uint8Array, at: number): SparseDraft {
    const numbers: number[] = [];
    readSegments(bytes, at + FIELD.sparse[0], SEGMENTS_IN_HEADER, numbers);
    const size = readNumber(bytes, at + FIELD.sparseSize[0], FIELD.sparseSize[1]);
    return new SparseDraft(size, numbers, bytes[at + FIELD.sparseMore] !== 0);
  }

  /** From `GNU.sparse` records; `undefined` when there are none. */
  static fromRecords(records: PaxRecords): SparseDraft | undefined {
    const { sparse, sparsePairs } = records;
    if (sparse === undefined) return undefined;
    const size = decimal(sparse.get('realsize') ?? sparse.get('size') ?? '');
    if (sparse.get('major') === '1') {
      const content = new ContentMap();
      return new SparseDraft(size, content.numbers, true, content);
    }
    const map = sparse.get('map');
    if (map !== undefined) return new SparseDraft(size, map === '' ? [] : map.split(',').map(decimal), false);
    if (sparsePairs !== undefined) return new SparseDraft(size, sparsePairs, false);
    return sparse.get('numblocks') === '0' ? new SparseDraft(size, [], false) : undefined;
  }

  /** Whether the blocks of the map are counted in the member's size (form 1.0). */
  get countsBlocks(): boolean {
    return this.#content !== undefined;
  }

  /** Takes the next block of the map. */
  push(block: Uint8Array): void {
    this.before += BLOCK;
    if (this.#content === undefined) {
      readSegments(block, 0, SEGMENTS_IN_BLOCK, this.numbers);
      this.more = block[MORE_AT] !== 0;
      return;
    }
    const state = this.#content.push(block);
    this.more = state === 'more';
    this.#damaged = state === 'damaged';
  }

  /** The map once it is whole, for `stored` bytes of content; a string says what is wrong. */
  finish(stored: number): SparseMap | string {
    if (this.#damaged || this.more) return 'its sparse map is damaged';
    if (!Number.isSafeInteger(this.size) || this.size < 0) return 'its expanded size is not a number';
    return sparseMap(this.numbers, this.size, stored);
  }
}

const SEGMENTS_IN_HEADER = 4;
const SEGMENTS_IN_BLOCK = 21;
const MORE_AT = 504;

function readSegments(bytes: Uint8Array, from: number, count: number, numbers: number[]): void {
  for (let at = from; at < from + 24 * count; at += 24) {
    if (bytes[at] === 0) return;
    numbers.push(readNumber(bytes, at, 12), readNumber(bytes, at + 12, 12));
  }
}

/** Digits of the largest number worth reading. */
const MOST_DIGITS = 20;

/** The map of form 1.0: a count, then as many pairs, a number a line. */
class ContentMap {
  readonly numbers: number[] = [];
  #left: number | undefined;
  #line = '';

  push(block: Uint8Array): 'more' | 'done' | 'damaged' {
    const lines = (this.#line + decodeLatin1(block)).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) {
      const number = decimal(line);
      if (!Number.isSafeInteger(number)) return 'damaged';
      if (this.#left === undefined) this.#left = number * 2;
      else {
        this.numbers.push(number);
        this.#left--;
      }
      if (this.#left === 0) return 'done';
    }
    return this.#line.length > MOST_DIGITS ? 'damaged' : 'more';
  }
}
