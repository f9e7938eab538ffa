import { Z_FINISH, Z_OK, Z_STREAM_END, ZStream, zlibDeflate, zlibDeflateInit, zlibDeflateReset } from 'pako';
import type { ByteSource } from '../base/byte-source.ts';
import { type Bytes, encodeUtf8, hasMagic } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { isJsonObject, own, ownList, ownText } from '../base/json-shape.ts';
import { err, fault, ok, type Result } from '../base/result.ts';
import { WholeInflater } from '../unpack/inflate-whole.ts';

/**
 * The compact index of advisories: `LOUPEADV`, then, as 32-bit little-endian numbers, the lengths of the header
 * compressed and not, then the header (JSON, zlib), then the blocks (lines of UTF-8, zlib, whose Adler-32 tells damage).
 *
 * Match lines, sorted: `ecosystem TAB name TAB [[advisory, ranges, versions]...]`. Detail lines, one for each advisory in
 * the order of ids: what {@link Advisory} holds. Lines of records that were taken back, in the order of ids:
 * `[id, modified]`. The blocks of the three lie one behind another, in this order, to the end of the file. Nothing in it tells when or where it was made: the same records give the same bytes.
 */
export const MAGIC = 'LOUPEADV';
export const FORMAT = 'loupe.advisories/3';

/** What was read to make an index. */
export interface IndexedSource {
  readonly name: string;
  readonly sha256: string;
  readonly records: number;
  /** Latest `modified` of its records: how old the snapshot is at most. */
  readonly newest: string;
  /** Every record that it counts was read. */
  readonly complete: boolean;
  /** Licences of its databases, as far as they are known. */
  readonly licences: readonly string[];
}

/** What an index says of one ecosystem and release. */
export interface IndexedEcosystem {
  readonly name: string;
  readonly records: number;
  readonly newest: string;
  /** All that the database has of this ecosystem is here, so that what it does not name is clean. */
  readonly complete: boolean;
}

/** `first` is the key of the first line, or the number of the first advisory. Offsets count from the first block. */
export interface Block<K> {
  readonly first: K;
  readonly offset: number;
  readonly length: number;
  readonly size: number;
}

export interface IndexHeader {
  readonly sources: readonly IndexedSource[];
  readonly ecosystems: readonly IndexedEcosystem[];
  /** Advisories that count. */
  readonly records: number;
  /** Records taken back by whoever wrote them. */
  readonly withdrawn: number;
  /** Packages that records name in no ecosystem, by commits only, or unreadably. */
  readonly unplaced: number;
}

/** Where its lines are. */
export interface IndexBlocks {
  readonly match: readonly Block<string>[];
  readonly detail: readonly Block<number>[];
  /** Id of the first advisory of each block of details. */
  readonly ids: readonly string[];
  readonly retracted: readonly Block<string>[];
}

export interface OpenedIndex extends IndexBlocks {
  readonly header: IndexHeader;
  /** Where the first block is in the file. */
  readonly start: number;
}

const FIXED = MAGIC.length + 8;
const LARGEST_HEADER = 64 * 2 ** 20;
/** A block holds at least one line, however long. */
export const LARGEST_BLOCK = 64 * 2 ** 20;

/** Compresses blocks one at a time with one encoder: its tables are larger than the blocks. */
export class Packer {
  readonly #stream = new ZStream();
  #output: Bytes = new Uint8Array(0);

  /** `level`: 1, the fastest, to 9, the smallest. */
  constructor(level = 9) {
    const status = zlibDeflateInit(this.#stream, level);
    if (status !== Z_OK) throw new Error(`deflate could not start: ${status}`);
  }

  /** Valid until the next call. */
  pack(bytes: Uint8Array): Bytes {
    const stream = this.#stream;
    zlibDeflateReset(stream);
    // What cannot be compressed grows by a few bytes for each 16 KiB.
    const most = bytes.length + (bytes.length >> 10) + 64;
    if (most > this.#output.length) this.#output = new Uint8Array(2 * most);
    const output = this.#output;
    stream.input = bytes;
    stream.next_in = 0;
    stream.avail_in = bytes.length;
    stream.output = output;
    stream.next_out = 0;
    stream.avail_out = output.length;
    const status = zlibDeflate(stream, Z_FINISH);
    if (status !== Z_STREAM_END) throw new Error(`deflate did not end: ${status}`);
    return output.subarray(0, stream.next_out);
  }
}

/** The parts of the file before its blocks. */
export function writeHeader(header: IndexHeader, { match, detail, ids, retracted }: IndexBlocks): Bytes[] {
  const row = ({ first, offset, length, size }: Block<string | number>) => [first, offset, length, size];
  const text = encodeUtf8(
    JSON.stringify({
      format: FORMAT,
      ...header,
      match: match.map(row),
      detail: detail.map(row),
      ids,
      retracted: retracted.map(row),
    }),
  );
  const packed = new Packer().pack(text);
  const fixed = new Uint8Array(FIXED);
  fixed.set(encodeUtf8(MAGIC));
  const view = new DataView(fixed.buffer);
  view.setUint32(MAGIC.length, packed.length, true);
  view.setUint32(MAGIC.length + 4, text.length, true);
  return [fixed, packed];
}

/**
 * Reads the header alone.
 *
 * Faults: `advisory.index-damaged` when it is no index, is cut short, or its parts do not fit together;
 * `advisory.index-version` when it is of a later format.
 */
export async function openIndex(source: ByteSource): Promise<Result<OpenedIndex>> {
  const fixed = await source.bytes(0, FIXED);
  if (fixed.length < FIXED || !hasMagic(fixed, MAGIC))
    return damaged('It does not begin as an index does.', 0);
  const view = new DataView(fixed.buffer);
  const length = view.getUint32(MAGIC.length, true);
  const size = view.getUint32(MAGIC.length + 4, true);
  const start = FIXED + length;
  if (size > LARGEST_HEADER || start > source.size)
    return damaged('Its header runs past the end of the file.', 8);
  const text = new WholeInflater('zlib').inflate(await source.bytes(FIXED, start), size);
  const read = text === undefined ? undefined : readJson(text);
  if (read?.ok !== true || !isJsonObject(read.value.value))
    return damaged('Its header cannot be read.', FIXED);
  const object = read.value.value;
  if (ownText(object, 'format') !== FORMAT) {
    return err(
      fault(
        'advisory.index-version',
        'error',
        `It is an index of the format "${ownText(object, 'format') ?? ''}"; this version of Loupe reads ${FORMAT}. Make it again of what it was made of.`,
        { offset: FIXED },
      ),
    );
  }
  const match = blocks(ownList(object, 'match'), isText, source.size - start);
  const detail = blocks(ownList(object, 'detail'), isCount, source.size - start);
  const ids = ownList(object, 'ids').filter(isText);
  const retracted = blocks(ownList(object, 'retracted'), isText, source.size - start);
  const sources = ownList(object, 'sources').map(indexedSource);
  const ecosystems = ownList(object, 'ecosystems').map(indexedEcosystem);
  const [records, withdrawn, unplaced] = ['records', 'withdrawn', 'unplaced'].map((key) => own(object, key));
  if (
    match === undefined ||
    detail === undefined ||
    retracted === undefined ||
    ids.length !== detail.length ||
    !sources.every((one) => one !== undefined) ||
    !ecosystems.every((one) => one !== undefined) ||
    !isCount(records) ||
    !isCount(withdrawn) ||
    !isCount(unplaced) ||
    !isWithoutGaps([...match, ...detail, ...retracted], source.size - start) ||
    // What it says it holds has to be somewhere.
    (records > 0 && detail.length === 0) ||
    (ecosystems.length > 0 && match.length === 0)
  ) {
    return damaged('Its header does not hold what an index states of itself.', FIXED);
  }
  const header = { sources, ecosystems, records, withdrawn, unplaced };
  return ok({ header, match, detail, ids, retracted, start });
}

function damaged(what: string, offset: number) {
  return err(
    fault('advisory.index-damaged', 'error', `This index of advisories cannot be used. ${what}`, { offset }),
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function blocks<K extends string | number>(
  rows: readonly unknown[],
  isKey: (value: unknown) => value is K,
  room: number,
): Block<K>[] | undefined {
  const out: Block<K>[] = [];
  for (const row of rows) {
    if (!Array.isArray(row)) return undefined;
    const [first, offset, length, size]: unknown[] = row;
    const before = out.at(-1);
    if (!isKey(first) || !isCount(offset) || !isCount(length) || !isCount(size)) return undefined;
    if (offset + length > room || size > LARGEST_BLOCK) return undefined;
    if (before !== undefined && (before.first > first || before.offset + before.length > offset))
      return undefined;
    out.push({ first, offset, length, size });
  }
  return out;
}

/** A block that no table names would be searched by nobody. */
function isWithoutGaps(all: readonly Block<string | number>[], room: number): boolean {
  let end = 0;
  for (const { offset, length } of all) {
    if (offset !== end) return false;
    end += length;
  }
  return end === room;
}

function indexedSource(value: unknown): IndexedSource | undefined {
  if (!isJsonObject(value)) return undefined;
  const [name, sha256, newest] = ['name', 'sha256', 'newest'].map((key) => ownText(value, key));
  const [records, complete] = [own(value, 'records'), own(value, 'complete')];
  if (name === undefined || sha256 === undefined || newest === undefined) return undefined;
  if (!isCount(records) || typeof complete !== 'boolean') return undefined;
  return { name, sha256, records, newest, complete, licences: ownList(value, 'licences').filter(isText) };
}

function indexedEcosystem(value: unknown): IndexedEcosystem | undefined {
  if (!isJsonObject(value)) return undefined;
  const [name, newest] = [ownText(value, 'name'), ownText(value, 'newest')];
  const [records, complete] = [own(value, 'records'), own(value, 'complete')];
  if (name === undefined || newest === undefined || !isCount(records) || typeof complete !== 'boolean')
    return undefined;
  return { name, records, newest, complete };
}
