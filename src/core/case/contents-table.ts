import { type JsonObject, own, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import { fault } from '../base/result.ts';
import type { EntryTable, EntryType } from '../model/entry-table.ts';
import { reading } from '../model/reading.ts';
import { counted } from '../unpack/wording.ts';
import type { Draft } from './draft.ts';

/** In the place of a cataloger's id: what a layer's table of contents has wrong. */
const CONTENTS_TABLE = 'contents-table';

/** Kind of the observation made for each difference. */
export const TABLE_DIFFERS = 'layer.contents-table';

const MOST_TOLD = 50;

/** Where a layer keeps its table of contents, and what to call what is said of it. */
export interface TablePlace {
  /** What codes begin with: `stargz`. */
  readonly code: string;
  /** What stands for the table where a path is asked for. */
  readonly name: string;
  readonly offset: number;
}

/** Says that a layer has a table which could not be held against its files. */
export function refuseTable(draft: Draft, { code, offset }: TablePlace, why: string, at: number): void {
  const what = `The layer names a table of contents at byte ${offset.toLocaleString('en')} for runtimes that fetch it piece by piece, but ${why}. It was not held against the layer's files.`;
  draft.report(fault(`${code}.table`, 'warning', what, { offset: at }));
}

/** Tells the first difference between a table and the layer's files, and keeps each for the rules. */
export function tellDifferences(
  draft: Draft,
  { code, name, offset }: TablePlace,
  differences: readonly string[],
): void {
  const [first] = differences;
  if (first === undefined) return;
  const more = differences.length === 1 ? '' : ` ${counted(differences.length - 1, 'more difference')}.`;
  const what = `The table of contents of the layer and its files do not agree: ${first}.${more} Runtimes that fetch the layer piece by piece believe the table.`;
  draft.report(fault(`${code}.differs`, 'warning', what, { entry: name, offset }));
  const observations = differences.slice(0, MOST_TOLD).map((detail) => ({ kind: TABLE_DIFFERS, detail }));
  draft.readings.push({
    cataloger: CONTENTS_TABLE,
    path: name,
    layer: 0,
    reading: reading({ observations }),
  });
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

/**
 * What the table says otherwise than the tar, a clause each, in the order of the table and then of the tar. `itself` is
 * the path of the table where it is one of the tar's files.
 */
export function tableDifferences(
  entries: readonly JsonObject[],
  table: EntryTable,
  itself: string | undefined,
): string[] {
  const rows = new Map<string, number>();
  for (let i = 0; i < table.length; i++) rows.set(plain(table.path(i)), i);
  if (itself !== undefined) rows.delete(itself);
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
