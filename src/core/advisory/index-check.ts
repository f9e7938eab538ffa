import type { ByteSource } from '../base/byte-source.ts';
import { type Bytes, decodeUtf8 } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import { WholeInflater } from '../unpack/inflate-whole.ts';
import { counted, inWords } from '../unpack/wording.ts';
import { type Block, type IndexedEcosystem, type OpenedIndex, openIndex } from './index-format.ts';
import { compareText } from './sorted-rows.ts';

/** Bytes of all blocks, decompressed, up to which an index is held against its header. */
const MOST_BYTES = 2 ** 30;
const READ = 4 * 2 ** 20;
const LINE_FEED = 10;
const TAB = 9;
/** What of it is told. */
const MOST_TOLD = 5;

/**
 * Holds what an index states of itself against all that it holds: counts, dates and ecosystems, and that its lines stand
 * where they are looked for. What it says of its sources is not in its blocks, and stays its word. No fault: it holds.
 *
 * Faults: `advisory.index-disagrees`; those of {@link openIndex}.
 */
export async function checkIndex(source: ByteSource): Promise<readonly Fault[]> {
  const opened = await openIndex(source);
  if (!opened.ok) return [opened.error];
  const { match, detail, retracted, start } = opened.value;
  const total = [...match, ...detail, ...retracted].reduce((sum, { size }) => sum + size, 0);
  const wrong = new Wrong(start);
  if (total > MOST_BYTES) {
    const sentence =
      'This index of advisories is too large to be held against what it states of itself. It calls nothing clean.';
    return [fault('advisory.index-unchecked', 'error', sentence, { offset: start })];
  }
  const read = (blocks: readonly Block<string | number>[]) => blocksOf(source, blocks, start, wrong);
  const modified = await readDetails(read(detail), opened.value, wrong);
  const held = await readMatches(read(match), opened.value, modified, wrong);
  await readRetracted(read(retracted), opened.value, wrong);
  // A block that cannot be read says nothing of what is in it.
  if (wrong.faults.length === 0) compareEcosystems(opened.value.header.ecosystems, held, wrong);
  return wrong.faults;
}

class Wrong {
  readonly #start: number;
  readonly #faults: Fault[] = [];

  constructor(start: number) {
    this.#start = start;
  }

  /** `offset`: from the first block. */
  tell(what: string, offset: number): void {
    if (this.#faults.length >= MOST_TOLD) return;
    this.#faults.push(
      fault(
        'advisory.index-disagrees',
        'error',
        `This index of advisories is not what it states of itself. ${what}. It calls nothing clean.`,
        { offset: this.#start + offset },
      ),
    );
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }
}

interface Read {
  readonly block: Block<string | number>;
  readonly number: number;
  /** Valid until the next one. */
  readonly bytes: Bytes;
}

async function* blocksOf(
  source: ByteSource,
  blocks: readonly Block<string | number>[],
  start: number,
  wrong: Wrong,
): AsyncGenerator<Read> {
  const inflater = new WholeInflater('zlib');
  let from = 0;
  let held: Bytes = new Uint8Array(0);
  for (const [number, block] of blocks.entries()) {
    const { offset, length, size } = block;
    if (offset < from || offset + length > from + held.length) {
      from = offset;
      held = await source.bytes(start + from, start + from + Math.max(length, READ));
    }
    const bytes = inflater.inflateBriefly(held.subarray(offset - from, offset - from + length), size);
    if (bytes === undefined) wrong.tell('A block of it is damaged', offset);
    else yield { block, number, bytes };
  }
}

/** Start and end of each line. */
function* linesIn(bytes: Uint8Array): Generator<readonly [start: number, end: number]> {
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, at);
    const end = found < 0 ? bytes.length : found;
    yield [at, end];
    at = end + 1;
  }
}

/** Id and time, with which lines of details and of records taken back begin. */
const BEGINS = /^\["((?:[^"\\]|\\.)*)","([^"\\]*)"/;

/** When each advisory was modified, by its number. */
async function readDetails(
  blocks: AsyncIterable<Read>,
  { detail, ids, header }: OpenedIndex,
  wrong: Wrong,
): Promise<readonly string[]> {
  const modified: string[] = [];
  let before = '';
  for await (const { block, number, bytes } of blocks) {
    if (block.first !== modified.length) wrong.tell('Its records are not numbered as it says', block.offset);
    for (const [at, line] of (decodeUtf8(bytes) ?? '').split('\n').slice(0, -1).entries()) {
      const [, raw = '', time = ''] = BEGINS.exec(line) ?? [];
      const id = raw.includes('\\') ? (textOf(`"${raw}"`) ?? '') : raw;
      if (id <= before && modified.length > 0)
        wrong.tell('Its records are not in the order of their ids', block.offset);
      if (at === 0 && ids[number] !== id)
        wrong.tell('A block of it begins with another record than it says', block.offset);
      before = id;
      modified.push(time);
    }
  }
  if (modified.length !== header.records)
    wrong.tell(
      `It counts ${counted(header.records, 'record')}, and holds ${inWords(modified.length)}`,
      detail[0]?.offset ?? 0,
    );
  return modified;
}

/** What the blocks hold of each ecosystem. */
async function readMatches(
  blocks: AsyncIterable<Read>,
  { match }: OpenedIndex,
  modified: readonly string[],
  wrong: Wrong,
): Promise<ReadonlyMap<string, { records: number; newest: string }>> {
  const out = new Map<string, { records: number; newest: string }>();
  /** Of each advisory, in which ecosystem it was counted last: lines of one stand together. */
  const seen = new Uint32Array(modified.length);
  let current = { name: '', number: 0, counts: { records: 0, newest: '' } };
  let before: Bytes = new Uint8Array(0);
  for await (const { block, number, bytes } of blocks) {
    let last: readonly [start: number, end: number] = [0, 0];
    for (const [start, end] of linesIn(bytes)) {
      const name = bytes.indexOf(TAB, start);
      const key = name < 0 || name >= end ? -1 : bytes.indexOf(TAB, name + 1);
      if (key < 0 || key >= end) {
        wrong.tell('A line of it names no package', block.offset);
        continue;
      }
      const isFirst = last[1] === 0;
      const [held, from, until] = isFirst ? [before, 0, before.length] : [bytes, ...last];
      if ((number > 0 || !isFirst) && compareText(held, from, until - from, bytes, start, key - start) >= 0)
        wrong.tell('Its packages are not in the order of their names', block.offset);
      if (isFirst && decodeUtf8(bytes.subarray(start, key)) !== block.first)
        wrong.tell('A block of it begins with another package than it says', block.offset);
      last = [start, key];
      const ecosystem = bytes.subarray(start, name);
      if (current.number === 0 || !isText(ecosystem, current.name)) {
        const text = decodeUtf8(ecosystem) ?? '';
        const counts = out.get(text) ?? { records: 0, newest: '' };
        out.set(text, counts);
        current = { name: text, number: current.number + 1, counts };
      }
      for (const advisory of advisoriesIn(bytes, key + 1, end)) {
        const time = modified[advisory];
        if (time === undefined) wrong.tell('A line of it names a record that it does not hold', block.offset);
        else if (seen[advisory] !== current.number) {
          seen[advisory] = current.number;
          current.counts.records++;
          if (time > current.counts.newest) current.counts.newest = time;
        }
      }
    }
    before = bytes.slice(...last);
  }
  if (match.length > 0 && out.size === 0) wrong.tell('It names no package', 0);
  return out;
}

function isText(bytes: Uint8Array, ascii: string): boolean {
  if (bytes.length !== ascii.length) return false;
  for (let i = 0; i < ascii.length; i++) if (bytes[i] !== ascii.charCodeAt(i)) return false;
  return true;
}

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x5b, 0x5d];

/** Numbers with which the rows of a match line begin: `[[12,…],[34,…]]`, the first of each list in the list. */
function* advisoriesIn(bytes: Uint8Array, start: number, end: number): Generator<number> {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      for (at++; at < end && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
    } else if (byte === CLOSE) depth--;
    else if (byte === OPEN && ++depth === 2) {
      let number = 0;
      for (let digit = bytes[at + 1] ?? 0; digit >= 0x30 && digit <= 0x39; digit = bytes[++at + 1] ?? 0)
        number = number * 10 + digit - 0x30;
      yield number;
    }
  }
}

async function readRetracted(
  blocks: AsyncIterable<Read>,
  { header, retracted }: OpenedIndex,
  wrong: Wrong,
): Promise<void> {
  let records = 0;
  let before = '';
  for await (const { block, bytes } of blocks) {
    for (const [at, line] of (decodeUtf8(bytes) ?? '').split('\n').slice(0, -1).entries()) {
      const id = textOf(`"${BEGINS.exec(line)?.[1] ?? ''}"`) ?? '';
      if ((at === 0 && block.first !== id) || (id <= before && records > 0))
        wrong.tell('What it says was taken back does not stand where it is looked for', block.offset);
      before = id;
      records++;
    }
  }
  if (records !== header.withdrawn)
    wrong.tell(
      `It counts ${counted(header.withdrawn, 'record')} taken back, and holds ${inWords(records)}`,
      retracted[0]?.offset ?? 0,
    );
}

/** More records or newer ones than there are would make a component clean by what is not there. */
function compareEcosystems(
  stated: readonly IndexedEcosystem[],
  held: ReadonlyMap<string, { readonly records: number; readonly newest: string }>,
  wrong: Wrong,
): void {
  for (const { name, records, newest } of stated) {
    const found = held.get(name) ?? { records: 0, newest: '' };
    const shown = displayName(name);
    if (records > found.records)
      wrong.tell(
        `It counts ${counted(records, 'record')} of ${shown}, and holds ${inWords(found.records)}`,
        0,
      );
    if (newest > found.newest)
      wrong.tell(
        `It dates its newest record of ${shown} ${displayName(newest)}, and holds ${found.newest === '' ? 'none' : `none after ${displayName(found.newest)}`}`,
        0,
      );
  }
}

function textOf(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
