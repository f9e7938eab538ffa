import type { ByteSource } from '../base/byte-source.ts';
import type { ReadContext } from './types.ts';
import {
  compareHeaders,
  descriptorLength,
  hasDescriptorSignature,
  LONGEST_DESCRIPTOR,
} from './zip-compare.ts';
import { type FaultLog, quoted } from './zip-faults.ts';
import { mayBeLink, readLink } from './zip-link.ts';
import { Bit, type CentralHeader, FIXED, type Header, localLength, parseLocal } from './zip-records.ts';
import { Window } from './zip-window.ts';

/** Headers nearer than this are read in one piece: about what a read of its own costs. */
const NEAR = 1 << 16;
/** Read beyond the fixed part of the last header of a piece, for its name and extra fields. */
const SLACK = 1 << 10;

/** The bytes one central header lays claim to. Offsets count from the start of the source. */
export interface Extent {
  readonly start: number;
  readonly dataStart: number;
  readonly dataEnd: number;
  /** Behind the data descriptor, if there is one. */
  readonly end: number;
  readonly link?: string;
}

/**
 * Reads the local header of every central one, in the order of the file, compares the two, and tells where the data
 * lie. `undefined` stands for a member whose data cannot be found. Faults go to the log.
 */
export async function readExtents(
  source: ByteSource,
  headers: readonly CentralHeader[],
  paths: readonly string[],
  bases: readonly number[],
  context: ReadContext,
  log: FaultLog,
): Promise<{ readonly extents: readonly (Extent | undefined)[]; readonly base: number }> {
  const base = await chooseBase(source, headers, bases);
  const extents = new Array<Extent | undefined>(headers.length);
  const order = Array.from(headers, (_, i) => i);
  const offsetOf = (i: number): number => base + (headers[i]?.localOffset ?? 0);
  order.sort((a, b) => offsetOf(a) - offsetOf(b));
  const offsets = order.map(offsetOf);
  const ahead = readAhead(offsets);
  const window = new Window(source);

  for (const [rank, i] of order.entries()) {
    const header = headers[i];
    if (header === undefined) continue;
    if ((rank & 0xff) === 0) context.signal.throwIfAborted();
    const next = offsets[rank + 1] ?? source.size;
    const member = { header, path: paths[i] ?? '', offset: offsetOf(i), next, ahead: ahead[rank] ?? 0 };
    extents[i] = await readExtent(window, source.size, member, log);
  }
  return { extents, base };
}

interface Member {
  readonly header: CentralHeader;
  readonly path: string;
  readonly offset: number;
  /** Where the next member starts. */
  readonly next: number;
  /** How far reading on is worth it. */
  readonly ahead: number;
}

async function readExtent(
  window: Window,
  size: number,
  { header, path, offset, next, ahead }: Member,
  log: FaultLog,
): Promise<Extent | undefined> {
  const where = { entry: path, offset };
  const name = quoted(path);
  const read = async (start: number, end: number): Promise<Uint8Array> =>
    window.cached(start, end) ?? (await window.load(start, end, ahead));
  if (header.zip64Short) {
    log.add(
      'zip.zip64-short',
      'error',
      `${name} leaves its sizes to a zip64 extra field that is absent or too short; it is listed and not inspected.`,
      { entry: path, offset: header.offset },
    );
    return undefined;
  }
  if (offset + FIXED.local > size) {
    log.add(
      'zip.out-of-range',
      'error',
      `${name} should start at byte ${offset.toLocaleString('en')}, beyond the end of the file; it is listed and not inspected.`,
      { entry: path, offset: header.offset },
    );
    return undefined;
  }
  const length = localLength(await read(offset, offset + FIXED.local));
  if (length === undefined) {
    log.add(
      'zip.local-missing',
      'error',
      `There is no local header at byte ${offset.toLocaleString('en')}, where the central directory puts ${name}; it is listed and not inspected.`,
      where,
    );
    return undefined;
  }
  const dataStart = offset + length;
  const dataEnd = dataStart + header.packedSize;
  if (dataEnd > size) {
    log.add(
      'zip.out-of-range',
      'error',
      `The data of ${name} should end at byte ${dataEnd.toLocaleString('en')}, but the file has ${size.toLocaleString('en')}; it is listed and not inspected.`,
      where,
    );
    return undefined;
  }
  const extent = { start: offset, dataStart, dataEnd, end: dataEnd };
  // An overlap, which is refused as a whole. Looking closer could cost the same bytes once for each of many members.
  if (dataEnd > next) return extent;
  const local = parseLocal(await read(offset, dataStart));
  for (const found of compareHeaders(header, local, path, offset)) log.push(found);
  if (local.extra.damaged || header.extra.damaged) {
    log.add(
      'zip.extra-damaged',
      'warning',
      `An extra field of ${name} runs past the end of its header.`,
      where,
    );
  }
  const link = mayBeLink(header) ? readLink(header, await read(dataStart, dataEnd)) : undefined;
  const deferred = ((header.flags | local.flags) & Bit.descriptor) !== 0;
  const after = deferred ? await read(dataEnd, dataEnd + LONGEST_DESCRIPTOR) : undefined;
  const end = after === undefined ? dataEnd : dataEnd + describe(after, header, local, where, log);
  return { ...extent, end, ...(link === undefined ? {} : { link }) };
}

/** Bytes of the data descriptor in front of `bytes`; reports one that disagrees or is not there. */
function describe(
  bytes: Uint8Array,
  central: CentralHeader,
  local: Header,
  where: { readonly entry: string; readonly offset: number },
  log: FaultLog,
): number {
  const length = descriptorLength(bytes, central);
  if (length !== undefined) return length;
  // Where only the central directory promises a descriptor, the difference of flags was reported.
  if ((local.flags & Bit.descriptor) === 0) return 0;
  if (hasDescriptorSignature(bytes)) {
    log.add(
      'zip.descriptor-differs',
      'error',
      `The data descriptor of ${quoted(where.entry)} does not state the sizes and the CRC-32 of the central directory, which are used.`,
      where,
    );
    return Math.min(bytes.length, 16);
  }
  log.add(
    'zip.descriptor-missing',
    // Some writers set the bit for directories and empty files and write none.
    central.packedSize === 0 ? 'info' : 'warning',
    `${quoted(where.entry)} should be followed by a data descriptor that agrees with the central directory, and is not.`,
    where,
  );
  return 0;
}

/** The first base at which the first member that can be held against it has a local header. */
async function chooseBase(
  source: ByteSource,
  headers: readonly CentralHeader[],
  bases: readonly number[],
): Promise<number> {
  const first = bases[0] ?? 0;
  if (bases.length < 2) return first;
  const TRIED = 4;
  for (const header of headers.slice(0, TRIED)) {
    for (const base of bases) {
      const at = base + header.localOffset;
      if (at + FIXED.local > source.size) continue;
      if (localLength(await source.bytes(at, at + FIXED.local)) !== undefined) return base;
    }
  }
  return first;
}

/** For each of the rising offsets, how far it is worth reading on from there: to the end of the run of near ones. */
function readAhead(offsets: readonly number[]): Float64Array {
  const ahead = new Float64Array(offsets.length);
  for (let i = offsets.length - 1; i >= 0; i--) {
    const here = offsets[i] ?? 0;
    const next = offsets[i + 1];
    ahead[i] =
      next !== undefined && next - here <= NEAR ? (ahead[i + 1] ?? here) : here + FIXED.local + SLACK;
  }
  return ahead;
}
