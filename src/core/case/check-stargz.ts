import type { ByteSource } from '../base/byte-source.ts';
import { concatBytes, decodeLatin1, hasMagic } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { isJsonObject, type JsonObject, ownList } from '../base/json-shape.ts';
import { codecs, streamContainers } from '../unpack/registry.ts';
import { refuseTable, tableDifferences, tellDifferences } from './contents-table.ts';
import type { Draft } from './draft.ts';
import type { Run } from './run.ts';

/** Name of the table's member (stargz-snapshotter, docs/estargz.md, "TOC"). */
const TABLE_NAME = 'stargz.index.json';

const FOOTER = 51;
/** In the footer: an extra field `SG` of 22 bytes, the table's offset in hexadecimal and `STARGZ`. */
const EXTRA = 'SG\x16\0';
const EXTRA_AT = 12;

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
  const place = { code: 'stargz', name: TABLE_NAME, offset };
  const refuse = (why: string): void => refuseTable(draft, place, why, bytes.size - FOOTER);
  if (offset >= bytes.size - FOOTER) return refuse('the layer ends before that');
  const read = await readTable(run, bytes.slice(offset, bytes.size - FOOTER));
  if (typeof read === 'string') return refuse(read);
  tellDifferences(draft, place, tableDifferences(read, table, TABLE_NAME));
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
