import { createCRC32 } from 'hash-wasm';
import type { ByteSource } from '../base/byte-source.ts';
import type { Bytes } from '../base/bytes.ts';
import { limitFault } from '../base/limits.ts';
import { nameFromBytes } from '../base/names.ts';
import type { Fault } from '../base/result.ts';
import { WholeInflater } from '../unpack/inflate-whole.ts';
import type { ReadContext } from '../unpack/types.ts';
import { findEnd } from '../unpack/zip-end.ts';
import { FaultLog, quoted } from '../unpack/zip-faults.ts';
import {
  Bit,
  type CentralHeader,
  centralLength,
  FIXED,
  localLength,
  parseCentral,
  SIGNATURE,
  viewOf,
} from '../unpack/zip-records.ts';
import { ForwardReads } from './forward-reads.ts';

/** A member of the zip, decompressed; valid until the next one is asked for. */
export interface ZipRecord {
  readonly path: string;
  readonly bytes: Bytes;
  /** Bytes of the file read so far. */
  readonly at: number;
}

/** What reading the members came to. */
export interface ZipRecordsEnd {
  readonly faults: readonly Fault[];
  /** Every member that the end record counts was read, and matched its checksum. */
  readonly complete: boolean;
  readonly members: number;
}

/** No advisory is as long. */
const LONGEST_RECORD = 16 * 2 ** 20;

/**
 * Reads the members of a zip one by one, in the order of its central directory, holding no more than one of them and
 * about a mebibyte of each part of the file. For archives of very many small members that nobody lists: an `all.zip` of OSV.
 *
 * The count of the end record, zip64 or not, is held against the members found: a writer without zip64 wraps it around.
 */
export async function* zipRecords(
  source: ByteSource,
  context: Pick<ReadContext, 'budget' | 'signal'>,
): AsyncGenerator<ZipRecord, ZipRecordsEnd> {
  const [directory, local] = [new ForwardReads(source), new ForwardReads(source)];
  try {
    return yield* readRecords(source, directory, local, context);
  } finally {
    await directory.close();
    await local.close();
  }
}

async function* readRecords(
  source: ByteSource,
  directory: ForwardReads,
  local: ForwardReads,
  { budget, signal }: Pick<ReadContext, 'budget' | 'signal'>,
): AsyncGenerator<ZipRecord, ZipRecordsEnd> {
  const log = new FaultLog();
  const end = await findEnd(source, log);
  if (end === undefined) return { faults: log.all(), complete: false, members: 0 };
  const crc = await createCRC32();
  const inflater = new WholeInflater('raw');
  let complete = !end.multiDisk;
  let members = 0;
  const span = new Span();
  for await (const header of centralHeaders(directory, end.directory, log)) {
    if (header === undefined) {
      complete = false;
      break;
    }
    signal.throwIfAborted();
    const limit = members >= budget.limits.advisoryRecords ? 'advisoryRecords' : 'expandedPerCase';
    if (limit === 'advisoryRecords' || !budget.take('expanded', header.size)) {
      const what = `${members.toLocaleString('en')} advisories were read, and there are more.`;
      log.push(limitFault(limit, budget.limits, what, { offset: header.offset }));
      complete = false;
      break;
    }
    members++;
    const path = nameFromBytes(header.rawName).text;
    const bytes = await member(local, header, end.bases[0] ?? 0, inflater, span);
    if (bytes !== undefined) {
      crc.init();
      crc.update(bytes);
    }
    if (bytes === undefined || Number.parseInt(crc.digest('hex'), 16) !== header.crc32) {
      complete = false;
      log.add(
        'advisory.member-unreadable',
        'error',
        `${quoted(path)} could not be read: it is damaged, encrypted or too long. The records of the other members are kept.`,
        { entry: path, offset: header.localOffset },
      );
      continue;
    }
    if (!path.endsWith('/')) yield { path, bytes, at: header.localOffset };
  }
  const counted = end.narrowCount ? members % 0x10000 : members;
  if (counted !== end.count || (end.narrowCount && members > 0xffff)) {
    complete = false;
    log.add(
      'advisory.count-differs',
      'error',
      `The archive says it holds ${end.count.toLocaleString('en')} members; ${members.toLocaleString('en')} were found. What was found is used, but nothing is called clean by it.`,
      { offset: end.offset },
    );
  }
  if (complete && span.leaves(end.directory.start)) {
    complete = false;
    log.add(
      'advisory.hidden-bytes',
      'error',
      'The archive holds bytes that belong to none of the members that its directory lists: records may be hidden in them. What is listed is used, but nothing is called clean by it.',
      { offset: 0 },
    );
  }
  const faults = log.all();
  return { faults, complete: complete && faults.every(({ severity }) => severity !== 'error'), members };
}

/** How much of the file the members account for; what follows the bytes of one may say their sizes again. */
class Span {
  #least = 0;
  #most = 0;

  /** `local`: length of the local header. */
  add(local: number, { packedSize, flags }: CentralHeader): void {
    this.#least += local + packedSize;
    this.#most += local + packedSize + ((flags & Bit.descriptor) === 0 ? 0 : LONGEST_DESCRIPTOR);
  }

  /** Whether there is more before the directory than the members. */
  leaves(directory: number): boolean {
    return directory < this.#least || directory > this.#most;
  }
}

/** Signature, checksum and two sizes of 64 bits. */
const LONGEST_DESCRIPTOR = 24;

/** Central headers in their order; `undefined` where they stop being headers before the directory ends. */
async function* centralHeaders(
  reads: ForwardReads,
  directory: { readonly start: number; readonly end: number },
  log: FaultLog,
): AsyncGenerator<CentralHeader | undefined> {
  for (let at = directory.start; at < directory.end; ) {
    const need = async (length: number): Promise<Uint8Array> => {
      const end = Math.min(directory.end, at + length);
      return reads.cached(at, end) ?? (await reads.load(at, end));
    };
    const fixed = await need(FIXED.central);
    const view = viewOf(fixed);
    if (fixed.length < 4 || view.getUint32(0, true) !== SIGNATURE.central) return;
    const length = centralLength(view, 0);
    if (length === undefined || at + length > directory.end) {
      log.add('zip.directory-damaged', 'error', 'A header of the central directory runs past its end.', {
        offset: at,
      });
      yield undefined;
      return;
    }
    const header = await need(length);
    yield parseCentral(header, viewOf(header), 0, at);
    at += length;
  }
}

async function member(
  reads: ForwardReads,
  central: CentralHeader,
  base: number,
  inflater: WholeInflater,
  span: Span,
): Promise<Bytes | undefined> {
  const { localOffset, packedSize, size, method, flags } = central;
  const encrypted = (flags & (Bit.encrypted | Bit.strong)) !== 0;
  if (encrypted || size > LONGEST_RECORD || packedSize > LONGEST_RECORD) return undefined;
  const start = base + localOffset;
  // The local header's own name and extra field may differ in length from the central one's.
  const read = async (from: number, to: number) => reads.cached(from, to) ?? (await reads.load(from, to));
  const header = localLength(await read(start, start + FIXED.local));
  if (header === undefined) return undefined;
  span.add(header, central);
  const packed = await read(start + header, start + header + packedSize);
  if (packed.length < packedSize) return undefined;
  if (method === 8) return inflater.inflateBriefly(packed, size);
  return method === 0 && packedSize === size ? new Uint8Array(packed) : undefined;
}
