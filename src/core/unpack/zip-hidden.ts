import type { ByteSource } from '../base/byte-source.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Region } from './zip-layout.ts';
import { Bit, FIXED, type Header, localLength, parseLocal, SIGNATURE, viewOf } from './zip-records.ts';
import { mayBeEnd, mayBeLocal, nextRecord } from './zip-signature-scan.ts';

const PIECE = 1 << 20;

/** A member that stands in the file and in no central directory that is read. */
export interface HiddenMember {
  readonly header: Header;
  readonly start: number;
  readonly dataStart: number;
  /** `undefined` when neither the local header nor a data descriptor says where the data end within the region. */
  readonly dataEnd: number | undefined;
}

/** Zip records found where there should be none. */
export interface HiddenRecords {
  readonly members: readonly HiddenMember[];
  /** Offset of the first end record. */
  readonly end: number | undefined;
  /** Offset of the first central header. */
  readonly central: number | undefined;
  /** Bytes looked at one by one; data of members found are skipped. */
  readonly scanned: number;
  /** Whether the whole region was looked at. */
  readonly complete: boolean;
}

export interface ScanLimits {
  readonly bytes: number;
  readonly members: number;
  readonly nameBytes: number;
  readonly signal: AbortSignal;
}

/** Looks for zip records in a region, front to back, each byte once. */
export async function scanRegion(
  source: ByteSource,
  region: Region,
  limits: ScanLimits,
): Promise<HiddenRecords> {
  const reader = new Reader(source, region.end);
  const members: HiddenMember[] = [];
  let end: number | undefined;
  let central: number | undefined;
  /** A member whose end the next record has to tell. */
  let open: { readonly header: Header; readonly start: number; readonly dataStart: number } | undefined;
  let at = region.start;
  let scanned = 0;
  const close = (stop: number, header?: Header): void => {
    if (open === undefined) return;
    members.push({
      ...open,
      ...(header === undefined ? {} : { header }),
      dataEnd: header === undefined ? undefined : stop,
    });
    open = undefined;
  };

  while (at < region.end && scanned < limits.bytes && members.length < limits.members) {
    const piece = await reader.from(at, 4);
    if (piece.length < 4) break;
    const found = nextRecord(
      piece,
      at,
      limits.nameBytes,
      open === undefined ? undefined : at - open.dataStart,
    );
    const step = found === -1 ? Math.max(1, piece.length - 3) : found;
    if (step > 0) {
      at += step;
      scanned += step;
      limits.signal.throwIfAborted();
      continue;
    }
    const record = viewOf(piece).getUint32(0, true);
    let next = at + 1;
    if (record === SIGNATURE.descriptor && open !== undefined) {
      const described = describedBy(await reader.from(at, 28), open.header, at - open.dataStart);
      if (described !== undefined) {
        close(at, described.header);
        next = at + described.length;
      }
    } else if (record === SIGNATURE.local) {
      const member = await localAt(reader, at, limits.nameBytes);
      if (member !== undefined) {
        close(...(await bareDescriptor(reader, open, at)));
        const { header, dataStart } = member;
        const deferred = (header.flags & Bit.descriptor) !== 0 && header.packedSize === 0;
        const dataEnd = header.zip64Short ? Number.POSITIVE_INFINITY : dataStart + header.packedSize;
        if (deferred) open = { header, start: at, dataStart };
        else
          members.push({
            header,
            start: at,
            dataStart,
            dataEnd: dataEnd <= region.end ? dataEnd : undefined,
          });
        next = deferred || dataEnd > region.end ? dataStart : dataEnd;
      }
    } else if (
      record === SIGNATURE.central &&
      (await reader.from(at, FIXED.central)).length >= FIXED.central
    ) {
      close(...(await bareDescriptor(reader, open, at)));
      central ??= at;
      next = at + FIXED.central;
    } else if (record === SIGNATURE.end && isEnd(await reader.from(at, FIXED.end), at)) {
      close(...(await bareDescriptor(reader, open, at)));
      end ??= at;
      next = at + FIXED.end;
    }
    scanned += Math.min(next - at, FIXED.local);
    at = next;
  }
  close(region.end);
  return { members, end, central, scanned, complete: at + 4 > region.end };
}

/** Keeps one piece of the source at hand. */
class Reader {
  readonly #source: ByteSource;
  readonly #stop: number;
  #piece: Bytes = new Uint8Array(0);
  #start = 0;

  constructor(source: ByteSource, stop: number) {
    this.#source = source;
    this.#stop = stop;
  }

  /** What is at hand from `at` on: at least `length` bytes, unless the region ends before. */
  async from(at: number, length: number): Promise<Uint8Array> {
    const have = this.#start + this.#piece.length;
    if (at < this.#start || Math.min(at + length, this.#stop) > have) {
      this.#piece = await this.#source.bytes(at, Math.min(this.#stop, at + Math.max(length, PIECE)));
      this.#start = at;
    }
    return this.#piece.subarray(at - this.#start);
  }
}

/** The local header at `at`, if it could be one and is whole. */
async function localAt(
  reader: Reader,
  at: number,
  nameBytes: number,
): Promise<{ readonly header: Header; readonly dataStart: number } | undefined> {
  const fixed = await reader.from(at, FIXED.local);
  const length = localLength(fixed);
  if (length === undefined || !mayBeLocal(viewOf(fixed), 0, nameBytes)) return undefined;
  const bytes = await reader.from(at, length);
  if (bytes.length < length) return undefined;
  return { header: parseLocal(bytes.slice(0, length)), dataStart: at + length };
}

/**
 * The header completed by the signed descriptor in `bytes`, when that ends `packedSize` bytes of data. Sizes have four
 * or eight bytes; where both fit, the one that a record or the end follows is taken.
 */
function describedBy(
  bytes: Uint8Array,
  header: Header,
  packedSize: number,
): { readonly header: Header; readonly length: number } | undefined {
  const view = viewOf(bytes);
  const followed = (end: number): boolean =>
    bytes.length === end || (bytes.length >= end + 2 && view.getUint16(end, true) === 0x4b50);
  const crc32 = bytes.length >= 16 ? view.getUint32(4, true) : 0;
  const narrow = bytes.length >= 16 && view.getUint32(8, true) === packedSize;
  const wide = bytes.length >= 24 && Number(view.getBigUint64(8, true)) === packedSize;
  if (wide && (!narrow || followed(24)) && !(narrow && followed(16))) {
    return {
      header: { ...header, crc32, packedSize, size: Number(view.getBigUint64(16, true)) },
      length: 24,
    };
  }
  if (!narrow) return undefined;
  return { header: { ...header, crc32, packedSize, size: view.getUint32(12, true) }, length: 16 };
}

/** Where the open member ends, by a descriptor without signature right before `at`; header only if there is one. */
async function bareDescriptor(
  reader: Reader,
  open: { readonly header: Header; readonly dataStart: number } | undefined,
  at: number,
): Promise<[number, Header?]> {
  const end = at - 12;
  if (open === undefined || end < open.dataStart) return [at];
  const view = viewOf((await reader.from(end, 12)).subarray(0, 12));
  if (view.byteLength < 12 || view.getUint32(4, true) !== end - open.dataStart) return [at];
  const header = {
    ...open.header,
    crc32: view.getUint32(0, true),
    packedSize: end - open.dataStart,
    size: view.getUint32(8, true),
  };
  return [end, header];
}

function isEnd(bytes: Uint8Array, offset: number): boolean {
  return bytes.length >= FIXED.end && mayBeEnd(viewOf(bytes), 0, offset);
}
