import type { ByteSource } from '../base/byte-source.ts';
import { concatBytes, decodeLatin1 } from '../base/bytes.ts';
import { digestStream } from '../base/digest.ts';
import { readJson } from '../base/json.ts';
import { isJsonObject, type JsonObject, ownList, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import { codecs } from '../unpack/registry.ts';
import { counted } from '../unpack/wording.ts';
import { refuseTable, tableDifferences, tellDifferences } from './contents-table.ts';
import type { Draft } from './draft.ts';
import type { ChunkedClaim } from './jobs.ts';
import type { Run } from './run.ts';

/** Prefixes of the annotations, the present one and that of the first writers (containers/storage, pkg/chunked). */
const PREFIXES = ['io.github.containers.zstd-chunked.', 'io.containers.zstd-chunked.'] as const;

/** What a layer's descriptor says of its table of contents; runtimes go by this. */
export function chunkedClaim(annotations: Readonly<Record<string, string>>): ChunkedClaim | undefined {
  for (const prefix of PREFIXES) {
    const position = ownText(annotations, `${prefix}manifest-position`);
    if (position !== undefined)
      return { position, checksum: ownText(annotations, `${prefix}manifest-checksum`) };
  }
  return undefined;
}

/** Where a table stands, in bytes: compressed in the layer, and how long it is unpacked. */
interface Position {
  readonly offset: number;
  readonly packed: number;
  readonly size: number;
  readonly kind: number;
}

/** A table in the form of CRFS; there is no other. */
const CRFS = 1;

/** Lengths of the footer's frame: with the place of the tar's headers, and without. */
const FOOTERS = [64, 40] as const;
const FRAME = 8;
const MAGICS = ['GNUlInUx', 'GnUlInUx'] as const;

/**
 * Holds the table of contents of a zstd:chunked layer against the tar that the layer unpacks to. The table is in a frame
 * that decoders pass over; the layer's descriptor says where, and so does a footer, which no runtime reads.
 */
export async function checkZstdChunked(
  run: Run,
  draft: Draft,
  bytes: ByteSource,
  claim: ChunkedClaim | undefined,
): Promise<void> {
  const { table } = draft;
  if (table === undefined) return;
  const footer = await footerOf(bytes);
  const stated = claim && positionIn(claim.position);
  const position = stated ?? footer;
  if (position === undefined && claim === undefined) return;
  const place = { code: 'zstd-chunked', name: 'zstd:chunked', offset: position?.offset ?? bytes.size };
  const differences: string[] = [];
  if (claim !== undefined && stated === undefined)
    differences.push(
      `the table is given the place "${displayName(claim.position)}" by the manifest, which is none`,
    );
  if (stated !== undefined && footer !== undefined && placeOf(stated) !== placeOf(footer))
    differences.push(
      `the table is put at ${placeOf(stated)} by the manifest, at ${placeOf(footer)} by the layer's own footer`,
    );
  if (position !== undefined) {
    const read = await readTable(run, bytes, position);
    if (typeof read === 'string') refuseTable(draft, place, read, position.offset);
    else {
      if (claim?.checksum !== undefined && claim.checksum !== read.digest)
        differences.push(
          `the table has the digest ${read.digest}, the manifest gives it ${displayName(claim.checksum)}`,
        );
      differences.push(...tableDifferences(read.entries, table, undefined));
    }
  }
  tellDifferences(draft, place, differences);
}

function placeOf({ offset, packed }: Position): string {
  return `bytes ${offset.toLocaleString('en')} to ${(offset + packed).toLocaleString('en')}`;
}

/** `offset:length:unpacked length:kind`, in decimal. */
function positionIn(text: string): Position | undefined {
  const numbers = /^(\d{1,15}):(\d{1,15}):(\d{1,15}):(\d{1,9})$/.exec(text)?.slice(1).map(Number);
  if (numbers === undefined) return undefined;
  const [offset = 0, packed = 0, size = 0, kind = 0] = numbers;
  return { offset, packed, size, kind };
}

async function footerOf(bytes: ByteSource): Promise<Position | undefined> {
  for (const length of FOOTERS) {
    if (bytes.size < length + FRAME) continue;
    const frame = await bytes.bytes(bytes.size - length - FRAME, bytes.size);
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    const isFrame = view.getUint32(0, true) === 0x184d2a50 && view.getUint32(4, true) === length;
    const magic = decodeLatin1(frame.subarray(frame.length - 8));
    if (!isFrame || !MAGICS.some((one) => one === magic)) continue;
    const [offset = 0, packed = 0, size = 0, kind = 0] = [0, 1, 2, 3].map((i) =>
      Number(view.getBigUint64(FRAME + 8 * i, true)),
    );
    return { offset, packed, size, kind };
  }
  return undefined;
}

interface ChunkedTable {
  readonly entries: readonly JsonObject[];
  /** `sha256:hex` of the table as it is compressed. */
  readonly digest: string;
}

/** The table; a sentence's end where it cannot be read. */
async function readTable(
  run: Run,
  bytes: ByteSource,
  { offset, packed, size, kind }: Position,
): Promise<ChunkedTable | string> {
  const { limits } = run.context.budget;
  if (kind !== CRFS) return `tables of the kind ${kind} are not known`;
  if (offset + packed > bytes.size) return 'the layer ends before its end';
  if (Math.max(packed, size) > limits.parsedNested)
    return `it is longer than ${limits.parsedNested.toLocaleString('en')} bytes`;
  const zstd = codecs.get('zstd');
  if (zstd === undefined) throw new Error('no reader for zstd');
  const stored = bytes.slice(offset, offset + packed);
  const parts: Uint8Array[] = [];
  let length = 0;
  const end = await zstd.decode(
    stored,
    (chunk) => {
      length += chunk.length;
      if (length <= size) parts.push(new Uint8Array(chunk));
    },
    run.context,
  );
  if (!end.complete) return 'no Zstandard frame that is whole stands there';
  if (length !== size) return `it unpacks to ${counted(length, 'byte')}, not to ${size.toLocaleString('en')}`;
  const json = readJson(concatBytes(parts), limits);
  if (!json.ok || !isJsonObject(json.value.value)) return 'it is no JSON object';
  return {
    entries: ownList(json.value.value, 'entries').filter(isJsonObject),
    digest: `sha256:${await digestStream(stored.stream())}`,
  };
}
