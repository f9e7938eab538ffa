import type { Bytes } from '../base/bytes.ts';
import { WholeInflater } from '../unpack/inflate-whole.ts';
import { Packer } from './index-format.ts';
import { type Part, TextBuffer } from './text-buffer.ts';

/** Bytes of rows that are sorted at once, and then kept compressed. */
const BATCH = 1 << 20;
const BLOCK = 16 * 1024;
/** A batch or block is full when it is longer than it should be: the row that makes it so has room. */
const SLACK = 16 * 1024;
/** Most rows are shorter. */
const ROW = 1024;
/** Lengths of key and body, before them. */
const HEAD = 8;

/** A row, where it lies; valid until the next one is asked for. */
export interface Row {
  readonly bytes: Uint8Array;
  readonly key: number;
  readonly body: number;
  readonly end: number;
}

/**
 * Very many short rows, given in any order and read back once in the order of their keys; rows with one key come in the
 * order in which they were given. What is not being sorted or read is kept compressed: rows of an index come to a fifth.
 */
export class SortedRows {
  readonly #batch = new TextBuffer(BATCH + SLACK);
  readonly #block = new TextBuffer(BLOCK + SLACK);
  #starts = new Uint32Array(1024);
  #count = 0;
  readonly #runs: PackedBlock[][] = [];
  #packer: Packer | undefined;

  /** Key and body in parts, which nobody needs to join. */
  add(key: readonly Part[], body: readonly Part[]): void {
    if (this.#batch.length >= BATCH) this.#spill();
    const start = this.#batch.length;
    this.#batch.space(HEAD);
    this.#batch.write(...key);
    const middle = this.#batch.length;
    this.#batch.write(...body);
    const { written } = this.#batch;
    const view = viewOf(written);
    view.setUint32(start, middle - start - HEAD, true);
    view.setUint32(start + 4, written.length - middle, true);
    if (this.#count === this.#starts.length) {
      const grown = new Uint32Array(2 * this.#count);
      grown.set(this.#starts);
      this.#starts = grown;
    }
    this.#starts[this.#count++] = start;
  }

  /** All rows, once: they are not kept. */
  *sorted(): Generator<Row> {
    this.#spill();
    const inflater = new WholeInflater('zlib');
    const open = this.#runs.splice(0).map((blocks, number) => new RunReader(blocks, number, inflater));
    const waiting = open.filter((run) => run.next()).sort(inOrder);
    for (let first = waiting.shift(); first !== undefined; first = waiting.shift()) {
      yield first;
      if (!first.next()) continue;
      let [low, high] = [0, waiting.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        const other = waiting[middle];
        if (other !== undefined && inOrder(other, first) < 0) low = middle + 1;
        else high = middle;
      }
      waiting.splice(low, 0, first);
    }
  }

  #spill(): void {
    if (this.#count === 0) return;
    const { written } = this.#batch;
    const view = viewOf(written);
    const starts = this.#starts.subarray(0, this.#count);
    const keyLength = (start: number) => view.getUint32(start, true);
    starts.sort(
      (a, b) => compareText(written, a + HEAD, keyLength(a), written, b + HEAD, keyLength(b)) || a - b,
    );
    this.#packer ??= new Packer(3);
    const blocks: PackedBlock[] = [];
    const block = this.#block;
    const cut = (packer: Packer) => {
      if (block.length > 0) blocks.push({ size: block.length, packed: packer.pack(block.written).slice() });
      block.clear();
    };
    for (const start of starts) {
      block.bytes(written, start, HEAD + keyLength(start) + view.getUint32(start + 4, true));
      if (block.length >= BLOCK) cut(this.#packer);
    }
    cut(this.#packer);
    this.#runs.push(blocks);
    this.#batch.clear();
    this.#count = 0;
  }
}

/** Orders two texts in UTF-8 as `<` orders strings: by UTF-16 units. */
export function compareText(
  a: Uint8Array,
  from: number,
  length: number,
  b: Uint8Array,
  otherFrom: number,
  otherLength: number,
): number {
  const shared = Math.min(length, otherLength);
  for (let i = 0; i < shared; i++) {
    const [one = 0, other = 0] = [a[from + i], b[otherFrom + i]];
    if (one !== other) return rank(one) - rank(other);
  }
  return length - otherLength;
}

interface PackedBlock {
  readonly size: number;
  readonly packed: Bytes;
}

/** Rows of one batch, one at a time, a block of them inflated. */
class RunReader implements Row {
  readonly number: number;
  readonly #blocks: PackedBlock[];
  readonly #inflater: WholeInflater;
  bytes: Bytes = new Uint8Array(BLOCK + ROW);
  key = 0;
  body = 0;
  end = 0;
  #view = viewOf(this.bytes);
  #next = 0;
  #size = 0;

  constructor(blocks: PackedBlock[], number: number, inflater: WholeInflater) {
    this.#blocks = blocks.reverse();
    this.number = number;
    this.#inflater = inflater;
  }

  /** Goes to the next row; `false` behind the last. */
  next(): boolean {
    if (this.#next === this.#size && !this.#load()) return false;
    this.key = this.#next + HEAD;
    this.body = this.key + this.#view.getUint32(this.#next, true);
    this.end = this.body + this.#view.getUint32(this.#next + 4, true);
    this.#next = this.end;
    return true;
  }

  #load(): boolean {
    const block = this.#blocks.pop();
    if (block === undefined) return false;
    if (block.size > this.bytes.length) {
      this.bytes = new Uint8Array(block.size * 2);
      this.#view = viewOf(this.bytes);
    }
    if (!this.#inflater.inflateInto(this.bytes, block.packed, block.size))
      throw new Error('a block of rows could not be read back');
    this.#next = 0;
    this.#size = block.size;
    return true;
  }
}

function inOrder(a: RunReader, b: RunReader): number {
  return compareText(a.bytes, a.key, a.body - a.key, b.bytes, b.key, b.body - b.key) || a.number - b.number;
}

/** Bytes of UTF-8 in the order of UTF-16: what takes a surrogate pair there comes before U+E000. */
function rank(byte: number): number {
  if (byte < 0xee) return byte;
  return byte >= 0xf0 ? byte - 2 : byte + 5;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
