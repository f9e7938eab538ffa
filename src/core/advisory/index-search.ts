import type { ByteSource } from '../base/byte-source.ts';
import { type Bytes, decodeUtf8, encodeUtf8 } from '../base/bytes.ts';
import { type Fault, fault } from '../base/result.ts';
import { WholeInflater } from '../unpack/inflate-whole.ts';
import type { Block, OpenedIndex } from './index-format.ts';
import { keyOf, type MatchRow, readDetail, readMatches, usualSummary } from './index-rows.ts';
import type { Advisory } from './types.ts';

/** A package asked for by name. */
export interface PackageName {
  readonly ecosystem: string;
  readonly name: string;
}

/** How an index has a record. */
export interface RecordState {
  /** RFC 3339. */
  readonly modified: string;
  /** It was taken back by whoever wrote it. */
  readonly withdrawn: boolean;
}

/** Reads this much at once at most; blocks that lie closer together than `GAP` are read in one go. */
const READ = 4 * 2 ** 20;
const GAP = 64 * 1024;

/**
 * Searches an index without loading it: only the blocks in which something asked for may be are read, each once, in the
 * order in which they lie in the file.
 */
export class IndexSearch {
  readonly #source: ByteSource;
  readonly #index: OpenedIndex;
  readonly #inflater = new WholeInflater('zlib');
  readonly #faults = new Map<number, Fault>();

  constructor(source: ByteSource, index: OpenedIndex) {
    this.#source = source;
    this.#index = index;
  }

  /** Blocks that turned out to be damaged: what they hold could not be looked up. */
  get faults(): readonly Fault[] {
    return [...this.#faults.values()];
  }

  /**
   * Rows of each package asked for, by {@link keyOf}; a package the index does not name has none. `undefined` where its
   * block is damaged: that is no answer.
   */
  async find(
    packages: readonly PackageName[],
  ): Promise<ReadonlyMap<string, readonly MatchRow[] | undefined>> {
    const keys = [...new Set(packages.map(({ ecosystem, name }) => keyOf(ecosystem, name)))].sort();
    const wanted = group(keys, this.#index.match);
    const out = new Map<string, readonly MatchRow[] | undefined>();
    for await (const [block, bytes] of this.#read([...wanted.keys()])) {
      const lines = bytes === undefined ? undefined : new Lines(bytes);
      for (const key of wanted.get(block) ?? []) {
        if (lines === undefined) {
          out.set(key, undefined);
          continue;
        }
        const line = lines.startingWith(`${key}\t`);
        if (line === undefined) continue;
        const rows = readMatches(line);
        if (rows === undefined) this.#damaged(block);
        out.set(key, rows);
      }
    }
    return out;
  }

  /** Advisories by number; `of` names the package that led there. */
  async details(numbers: ReadonlyMap<number, PackageName>): Promise<ReadonlyMap<number, Advisory>> {
    const sorted = [...numbers.keys()].sort((a, b) => a - b);
    const wanted = group(sorted, this.#index.detail);
    const out = new Map<number, Advisory>();
    for await (const [block, bytes] of this.#read([...wanted.keys()])) {
      if (bytes === undefined) continue;
      const lines = new Lines(bytes);
      for (const number of wanted.get(block) ?? []) {
        const of = numbers.get(number);
        const advisory =
          of === undefined ? undefined : readDetail(lines.at(number - block.first), usualSummary(of));
        if (advisory === undefined) this.#damaged(block);
        else out.set(number, advisory);
      }
    }
    return out;
  }

  /** When the records with these ids were modified last, and whether they were taken back then; others are absent. */
  async records(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, RecordState>> {
    const { detail, ids: starts, retracted } = this.#index;
    const sorted = [...ids].sort();
    const named = detail.map((block, i) => ({ ...block, first: starts[i] ?? '' }));
    const out = new Map<string, RecordState>();
    for (const [all, withdrawn] of [[named, false] as const, [retracted, true] as const])
      for await (const [block, bytes] of this.#read([...group(sorted, all).keys()])) {
        const lines = bytes === undefined ? [] : (decodeUtf8(bytes) ?? '').split('\n');
        for (const line of lines) {
          const record = line === '' ? undefined : recordOf(line);
          if (record === undefined && line !== '') this.#damaged(block);
          if (record !== undefined && ids.has(record.id))
            out.set(record.id, { modified: record.modified, withdrawn });
        }
      }
    return out;
  }

  /** Blocks decompressed, in their order, each valid until the next; several that lie together are read at once. */
  async *#read<K>(blocks: readonly Block<K>[]): AsyncGenerator<readonly [Block<K>, Bytes | undefined]> {
    for (let from = 0; from < blocks.length; ) {
      const first = blocks[from];
      if (first === undefined) return;
      let to = from + 1;
      let end = first.offset + first.length;
      for (let next = blocks[to]; next !== undefined; next = blocks[++to]) {
        const nextEnd = next.offset + next.length;
        if (next.offset - end > GAP || nextEnd - first.offset > READ) break;
        end = nextEnd;
      }
      const { start } = this.#index;
      const bytes = await this.#source.bytes(start + first.offset, start + end);
      for (const block of blocks.slice(from, to)) {
        const at = block.offset - first.offset;
        const whole = this.#inflater.inflateBriefly(bytes.subarray(at, at + block.length), block.size);
        if (whole === undefined) this.#damaged(block);
        yield [block, whole];
      }
      from = to;
    }
  }

  #damaged<K>({ offset, length }: Block<K>): void {
    const at = this.#index.start + offset;
    this.#faults.set(
      at,
      fault(
        'advisory.block-damaged',
        'error',
        `A block of ${length.toLocaleString('en')} bytes of the index of advisories is damaged. What it holds was not looked up.`,
        { offset: at },
      ),
    );
  }
}

/** Id and time, with which lines of details and of records taken back begin. */
function recordOf(line: string): { readonly id: string; readonly modified: string } | undefined {
  const read = parsed(line);
  const [id, modified]: unknown[] = Array.isArray(read) ? read : [];
  return typeof id === 'string' && typeof modified === 'string' ? { id, modified } : undefined;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sorted keys by the block in which each would be; those before the first block are in none. */
function group<K extends string | number>(
  keys: readonly K[],
  blocks: readonly Block<K>[],
): ReadonlyMap<Block<K>, readonly K[]> {
  const out = new Map<Block<K>, K[]>();
  let at = -1;
  for (const key of keys) {
    for (let next = blocks[at + 1]; next !== undefined && next.first <= key; next = blocks[at + 1]) at++;
    const block = blocks[at];
    if (block === undefined) continue;
    const list = out.get(block);
    if (list === undefined) out.set(block, [key]);
    else list.push(key);
  }
  return out;
}

const LINE_FEED = 10;

/** Lines of a block that are asked for in rising order. */
class Lines {
  readonly #bytes: Uint8Array;
  #start = 0;
  #number = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /**
   * JSON behind `prefix` in the line that begins with it; `undefined` when there is none, and then the lines that were
   * passed in vain are there for the next question again.
   */
  startingWith(prefix: string): unknown {
    const wanted = encodeUtf8(prefix);
    const from = this.#start;
    while (this.#start < this.#bytes.length) {
      const place = against(this.#bytes, this.#start, wanted);
      if (place === 'begins') return this.#json(this.#start + wanted.length, this.#end());
      if (place === 'after') return undefined;
      this.#start = this.#end() + 1;
    }
    this.#start = from;
    return undefined;
  }

  /** JSON of the line with this number. */
  at(number: number): unknown {
    while (this.#number < number && this.#start < this.#bytes.length) {
      this.#start = this.#end() + 1;
      this.#number++;
    }
    return this.#json(this.#start, this.#end());
  }

  #end(): number {
    const found = this.#bytes.indexOf(LINE_FEED, this.#start);
    return found < 0 ? this.#bytes.length : found;
  }

  #json(start: number, end: number): unknown {
    return parsed(decodeUtf8(this.#bytes.subarray(start, end)));
  }
}

/**
 * Where a line stands that is held against a prefix. Lines are sorted as texts are, which is how bytes are only for what
 * is printable ASCII: where something else decides, nothing is said but that it does not begin so.
 */
function against(bytes: Uint8Array, start: number, wanted: Uint8Array): 'begins' | 'after' | 'elsewhere' {
  for (let i = 0; i < wanted.length; i++) {
    const [found = 0, asked = 0] = [bytes[start + i], wanted[i]];
    if (found === asked) continue;
    return found < 0x80 && asked >= 0x20 && asked < 0x80 && found > asked ? 'after' : 'elsewhere';
  }
  return 'begins';
}
