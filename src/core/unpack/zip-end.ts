import type { ByteSource } from '../base/byte-source.ts';
import type { FaultLog } from './zip-faults.ts';
import { FIXED, MAX16, MAX32, SIGNATURE, viewOf } from './zip-records.ts';

/** Where the end record says the members are listed, held against where the central directory really stands. */
export interface End {
  /** The end of central directory record. */
  readonly offset: number;
  readonly comment: { readonly start: number; readonly end: number };
  /** `[start, end)` in which central headers are read; `end` is where the end records begin. */
  readonly directory: { readonly start: number; readonly end: number };
  /** Members the end record counts. */
  readonly count: number;
  /** Whether the count has 16 bits and may have wrapped. */
  readonly narrowCount: boolean;
  /** What to add to the offsets of local headers, most likely first: they may be counted from a prefix. */
  readonly bases: readonly number[];
  readonly multiDisk: boolean;
}

/** As many end records are held against the file before the search gives up: the search stays linear. */
const TRIES = 8;

/**
 * Finds the end of central directory record (APPNOTE 4.3.16) in the last 65,557 bytes. The last record that leads to a
 * central directory is taken, as most tools do; whether there are others is for the caller to see from what no member
 * covers. Faults say what in the record is not true.
 */
export async function findEnd(source: ByteSource, log: FaultLog): Promise<End | undefined> {
  const tailStart = Math.max(0, source.size - FIXED.end - MAX16);
  const tail = await source.bytes(tailStart, source.size);
  const candidates = endRecords(tail, tailStart);
  // A comment that fits is worth more than one that runs past the end of the file.
  for (const whole of [true, false]) {
    for (const record of candidates.filter((one) => one.fits === whole).slice(0, TRIES)) {
      const end = await locate(source, tail, tailStart, record, log);
      if (end === undefined) continue;
      if (!whole) {
        log.add(
          'zip.comment-truncated',
          'error',
          `The comment should go on ${record.commentLength} bytes behind the end record, but the file ends before. Members are listed as the central directory has them.`,
          { offset: record.offset },
        );
      }
      return end;
    }
  }
  const last = candidates[0];
  if (last === undefined) {
    log.add(
      'zip.end-missing',
      'error',
      'There is no end of central directory record, so nothing says which members belong to this archive: the file is cut short or is no zip. Members whose local headers are whole are listed as hidden.',
      { offset: source.size },
    );
  } else {
    log.add(
      'zip.directory-out-of-range',
      'error',
      `The end record puts the central directory at byte ${last.directoryOffset.toLocaleString('en')}, ${last.directorySize.toLocaleString('en')} bytes long, but there is none there. Members whose local headers are whole are listed as hidden.`,
      { offset: last.offset },
    );
  }
  return undefined;
}

interface EndRecord {
  readonly offset: number;
  readonly disk: number;
  readonly directoryDisk: number;
  readonly countHere: number;
  readonly count: number;
  readonly directorySize: number;
  readonly directoryOffset: number;
  readonly commentLength: number;
  readonly fits: boolean;
}

/** Every end record signature in the tail, last first. */
function endRecords(tail: Uint8Array, tailStart: number): EndRecord[] {
  const view = viewOf(tail);
  const found: EndRecord[] = [];
  for (let at = tail.length - FIXED.end; at >= 0; at--) {
    if (tail[at] === 0x50 && view.getUint32(at, true) === SIGNATURE.end) {
      found.push(readEnd(view, at, tailStart + at));
    }
  }
  return found;
}

function readEnd(view: DataView, at: number, offset: number): EndRecord {
  const commentLength = view.getUint16(at + 20, true);
  return {
    offset,
    disk: view.getUint16(at + 4, true),
    directoryDisk: view.getUint16(at + 6, true),
    countHere: view.getUint16(at + 8, true),
    count: view.getUint16(at + 10, true),
    directorySize: view.getUint32(at + 12, true),
    directoryOffset: view.getUint32(at + 16, true),
    commentLength,
    fits: at + FIXED.end + commentLength <= view.byteLength,
  };
}

/** Finds the directory of one end record; `undefined` when it leads to none. Reports only when it does. */
async function locate(
  source: ByteSource,
  tail: Uint8Array,
  tailStart: number,
  record: EndRecord,
  log: FaultLog,
): Promise<End | undefined> {
  const wide = await zip64End(source, record);
  const {
    count,
    directorySize: size,
    directoryOffset: stated,
    disk,
    directoryDisk,
    countHere,
  } = {
    ...record,
    ...wide?.values,
  };
  const end = wide?.offset ?? record.offset;
  const hasHeader = async (at: number): Promise<boolean> =>
    at >= 0 &&
    at + FIXED.central <= end &&
    (await signatureAt(source, tail, tailStart, at)) === SIGNATURE.central;

  const adjacent = end - size;
  const empty = size === 0 && count === 0;
  const atAdjacent = empty || (await hasHeader(adjacent));
  const atStated = stated === adjacent ? atAdjacent : await hasHeader(stated);
  if (!atAdjacent && !atStated) return undefined;

  const where = { offset: record.offset };
  if (wide === undefined && (record.count === MAX16 || stated === MAX32 || size === MAX32)) {
    log.add(
      'zip.zip64-missing',
      'error',
      'The end record points to zip64 records that are not there; its own numbers are used.',
      where,
    );
  }
  if (wide?.disagrees) {
    log.add(
      'zip.zip64-differs',
      'warning',
      'The end record and its zip64 twin state different numbers; each is used where the other leaves it to it.',
      where,
    );
  }
  if (!atAdjacent) {
    log.add(
      'zip.directory-size-differs',
      'error',
      `The end record says the central directory is ${size.toLocaleString('en')} bytes long, which does not lead from its start at byte ${stated.toLocaleString('en')} to the end record. Its headers are read from the start stated.`,
      where,
    );
  } else if (atStated && stated !== adjacent && !empty) {
    log.add(
      'zip.ambiguous-directory',
      'error',
      `The end record fits two central directories, at bytes ${stated.toLocaleString('en')} and ${adjacent.toLocaleString('en')}; tools differ in which they read. The second, which lies before the end record, is listed here.`,
      where,
    );
  }
  const start = atAdjacent ? adjacent : stated;
  const multiDisk = disk !== 0 || directoryDisk !== 0 || countHere !== count;
  return {
    offset: record.offset,
    comment: {
      start: record.offset + FIXED.end,
      end: Math.min(source.size, record.offset + FIXED.end + record.commentLength),
    },
    directory: { start, end },
    count,
    narrowCount: wide === undefined,
    bases: [...new Set([start - stated, 0])].filter((base) => base >= 0),
    multiDisk,
  };
}

async function signatureAt(
  source: ByteSource,
  tail: Uint8Array,
  tailStart: number,
  at: number,
): Promise<number | undefined> {
  const bytes =
    at >= tailStart ? tail.subarray(at - tailStart, at - tailStart + 4) : await source.bytes(at, at + 4);
  return bytes.length < 4 ? undefined : viewOf(bytes).getUint32(0, true);
}

/** The zip64 end record (APPNOTE 4.3.14) if a locator stands before the end record. */
async function zip64End(
  source: ByteSource,
  record: EndRecord,
): Promise<
  { readonly offset: number; readonly values: Partial<EndRecord>; readonly disagrees: boolean } | undefined
> {
  const locatorAt = record.offset - FIXED.locator64;
  if (locatorAt < 0) return undefined;
  const locator = await source.bytes(locatorAt, record.offset);
  if (locator.length < FIXED.locator64 || viewOf(locator).getUint32(0, true) !== SIGNATURE.locator64)
    return undefined;
  const stated = Number(viewOf(locator).getBigUint64(8, true));
  // A prefix moves the record away from where the locator says; then it stands right before the locator.
  for (const offset of new Set([stated, locatorAt - FIXED.end64])) {
    if (offset < 0 || offset + FIXED.end64 > locatorAt) continue;
    const view = viewOf(await source.bytes(offset, offset + FIXED.end64));
    if (view.byteLength < FIXED.end64 || view.getUint32(0, true) !== SIGNATURE.end64) continue;
    const wide = {
      disk: view.getUint32(16, true),
      directoryDisk: view.getUint32(20, true),
      countHere: Number(view.getBigUint64(24, true)),
      count: Number(view.getBigUint64(32, true)),
      directorySize: Number(view.getBigUint64(40, true)),
      directoryOffset: Number(view.getBigUint64(48, true)),
    };
    const values: Record<string, number> = {};
    let disagrees = false;
    for (const [name, full] of WIDENED) {
      if (record[name] === full) values[name] = wide[name];
      else if (record[name] !== wide[name]) disagrees = true;
    }
    return { offset, values, disagrees };
  }
  return undefined;
}

const WIDENED = [
  ['disk', MAX16],
  ['directoryDisk', MAX16],
  ['countHere', MAX16],
  ['count', MAX16],
  ['directorySize', MAX32],
  ['directoryOffset', MAX32],
] as const;
