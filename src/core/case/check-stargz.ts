import type { ByteSource } from '../base/byte-source.ts';
import { concatBytes, decodeLatin1, hasMagic } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { isJsonObject, type JsonObject, own, ownList, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import { fault } from '../base/result.ts';
import type { EntryTable, EntryType } from '../model/entry-table.ts';
import { reading } from '../model/reading.ts';
import { codecs, streamContainers } from '../unpack/registry.ts';
import { counted } from '../unpack/wording.ts';
import type { Draft } from './draft.ts';
import type { Run } from './run.ts';

/** In the place of a cataloger's id: what a layer's table of contents has wrong. */
const CONTENTS_TABLE = 'contents-table';

/** Kind of the observation made for each difference. */
export const TABLE_DIFFERS = 'layer.contents-table';

/** Name of the table's member (stargz-snapshotter, docs/estargz.md, "TOC"). */
const TABLE_NAME = 'stargz.index.json';

const FOOTER = 51;
/** In the footer: an extra field `SG` of 22 bytes, the table's offset in hexadecimal and `STARGZ`. */
const EXTRA = 'SG\x16\0';
const EXTRA_AT = 12;
const MOST_TOLD = 50;

/**
 * Holds the table of contents of an eStargz layer against the tar that the layer unpacks to. Runtimes that fetch such a
 * layer piece by piece believe the table; everybody else reads the tar. What one says and the other does not is seen by
 * some and not by others.
 */
export async function checkStargz(run: Run, draft: Draft, bytes: ByteSource): Promise<void> {
  const { table } = draft;
  if (table === undefined || bytes.size < FOOTER) return;
  const footer = await bytes.bytes(bytes.size - FOOTER, bytes.size);
  if (!hasMagic(footer, [0x1f, 0x8b, 8, 4]) || !hasMagic(footer, EXTRA, EXTRA_AT)) return;
  const stated = /^([0-9a-f]{16})STARGZ$/.exec(decodeLatin1(footer.subarray(16, 38)))?.[1];
  if (stated === undefined) return;
  const offset = Number.parseInt(stated, 16);
  const refuse = (why: string): void => {
    const what = `The layer names a table of contents at byte ${offset.toLocaleString('en')} for runtimes that fetch it piece by piece, but ${why}. It was not held against the layer's files.`;
    draft.report(fault('stargz.table', 'warning', what, { offset: bytes.size - FOOTER }));
  };
  if (offset >= bytes.size - FOOTER) return refuse('the layer ends before that');
  const read = await readTable(run, bytes.slice(offset, bytes.size - FOOTER));
  if (typeof read === 'string') return refuse(read);
  const differences = compare(read, table);
  const [first] = differences;
  if (first === undefined) return;
  const more = differences.length === 1 ? '' : ` ${counted(differences.length - 1, 'more difference')}.`;
  const what = `The table of contents of the layer and its files do not agree: ${first}.${more} Runtimes that fetch the layer piece by piece believe the table.`;
  draft.report(fault('stargz.differs', 'warning', what, { entry: TABLE_NAME, offset }));
  const observations = differences.slice(0, MOST_TOLD).map((detail) => ({ kind: TABLE_DIFFERS, detail }));
  draft.readings.push({
    cataloger: CONTENTS_TABLE,
    path: TABLE_NAME,
    layer: 0,
    reading: reading({ observations }),
  });
}

/** Entries of the table; a sentence's end where they cannot be read. */
async function readTable(run: Run, bytes: ByteSource): Promise<readonly JsonObject[] | string> {
  const { limits } = run.context.budget;
  const parts: Uint8Array[] = [];
  let names = 0;
  let kept = 0;
  let wanted = false;
  const reader = streamContainers.get('tar')?.open(
    {
      entry: ({ path, type }) => {
        names++;
        wanted = type === 'f' && path === TABLE_NAME;
      },
      data: (chunk) => {
        if (!wanted) return;
        kept += chunk.length;
        if (kept <= limits.parsedNested) parts.push(new Uint8Array(chunk));
      },
      end: () => undefined,
    },
    run.context,
  );
  const gzip = codecs.get('gzip');
  if (reader === undefined || gzip === undefined) throw new Error('no reader for tar in gzip');
  const end = await gzip.decode(bytes, (chunk) => reader.push(chunk), run.context);
  reader.finish();
  if (names === 0 || (kept === 0 && !end.complete)) return 'no gzip member with a tar stands there';
  if (kept === 0) return `no ${TABLE_NAME} stands there`;
  if (kept > limits.parsedNested)
    return `it is longer than ${limits.parsedNested.toLocaleString('en')} bytes`;
  const json = readJson(concatBytes(parts), limits);
  if (!json.ok || !isJsonObject(json.value.value)) return 'it is no JSON object';
  return ownList(json.value.value, 'entries').filter(isJsonObject);
}

const TYPES: Readonly<Record<string, EntryType | undefined>> = {
  reg: 'f',
  dir: 'd',
  symlink: 'l',
  hardlink: 'h',
  fifo: 'p',
  char: 'c',
  block: 'b',
};

/** A path as both sides write it: without `./` before it and `/` behind it. */
function plain(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
}

/** What the table says otherwise than the tar, a clause each, in the order of the table and then of the tar. */
function compare(entries: readonly JsonObject[], table: EntryTable): string[] {
  const rows = new Map<string, number>();
  for (let i = 0; i < table.length; i++) rows.set(plain(table.path(i)), i);
  rows.delete(TABLE_NAME);
  rows.delete('');
  const out: string[] = [];
  const listed = new Set<string>();
  const chunked = new Set(
    entries.flatMap((entry) =>
      ownText(entry, 'type') === 'chunk' ? [plain(ownText(entry, 'name') ?? '')] : [],
    ),
  );
  for (const entry of entries) {
    const path = plain(ownText(entry, 'name') ?? '');
    const type = ownText(entry, 'type') ?? '';
    if (type === 'chunk' || path === '') continue;
    const name = `"${displayName(path)}"`;
    if (listed.has(path)) out.push(`the table lists ${name} twice`);
    listed.add(path);
    const row = rows.get(path);
    if (row === undefined) out.push(`the table lists ${name}, which is not among the files`);
    else out.push(...differences(entry, type, name, table, row, chunked.has(path)));
  }
  for (const path of rows.keys())
    if (!listed.has(path))
      out.push(`"${displayName(path)}" is among the files, and the table does not list it`);
  return out;
}

function differences(
  entry: JsonObject,
  type: string,
  name: string,
  table: EntryTable,
  row: number,
  chunked: boolean,
): string[] {
  const here = table.type(row);
  if ((Object.hasOwn(TYPES, type) ? TYPES[type] : undefined) !== here)
    return [`the table lists ${name} as "${displayName(type)}", which it is not`];
  if (here === 'l' || here === 'h') {
    const link = ownText(entry, 'linkName') ?? '';
    return plain(link) === plain(table.link(row) ?? '')
      ? []
      : [
          `the table has ${name} lead to "${displayName(link)}", the file leads to "${displayName(table.link(row) ?? '')}"`,
        ];
  }
  if (here !== 'f') return [];
  const size = own(entry, 'size') ?? 0;
  if (size !== table.size(row))
    return [`the table gives ${name} ${displayName(String(size))} bytes, the file has ${table.size(row)}`];
  const sha256 = table.sha256(row);
  if (size === 0 || sha256 === undefined) return [];
  // What a runtime compares is the digest of a chunk; a file of one chunk has the same for both.
  return (chunked ? ['digest'] : ['digest', 'chunkDigest']).flatMap((field) => {
    const digest = ownText(entry, field);
    return digest === undefined || digest === `sha256:${sha256}`
      ? []
      : [
          `the table gives ${name} the ${field === 'digest' ? 'digest' : 'chunk digest'} ${displayName(digest)}, the file has sha256:${sha256}`,
        ];
  });
}
