import { BufferSource, type ByteSource } from '../base/byte-source.ts';
import { concatBytes } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import { fault } from '../base/result.ts';
import type { EntryTable } from '../model/entry-table.ts';
import { EntryFlag } from '../model/entry-table.ts';
import { HEAD_BYTES } from '../sniff/types.ts';
import { codecs } from '../unpack/registry.ts';
import type { MemberCollector, Wanted } from './collect.ts';
import type { Draft } from './draft.ts';
import { decidedBy, nestedKind } from './nested-kind.ts';
import type { Run } from './run.ts';

/** Does what was wanted of the members collected so far: catalogs them, and opens nested archives. */
export async function settleWanted(
  run: Run,
  draft: Draft,
  collector: MemberCollector,
  open: (index: number, use: (member: ByteSource) => Promise<void>) => Promise<void>,
): Promise<void> {
  draft.reportAll(collector.faults.splice(0));
  draft.readings.push(...collector.takeObserved());
  const all = collector.take();
  if (collector.crowded || all.some(({ nested }) => nested !== undefined)) await collector.hashed();
  for (const wanted of all) {
    await catalogWanted(run, draft, collector.table, wanted);
    if (wanted.nested !== undefined) {
      const read = (member: ByteSource) => readNested(run, draft, collector.table, wanted, member);
      if (wanted.bytes === undefined) await open(wanted.index, read);
      else await read(new BufferSource(wanted.bytes));
    }
    collector.release(wanted);
  }
}

/** Runs the catalogers that asked for a member. A bug in one is a diagnostic, and the rest goes on. */
export async function catalogWanted(
  run: Run,
  draft: Draft,
  table: EntryTable,
  wanted: Wanted,
): Promise<void> {
  const path = table.path(wanted.index);
  for (const cataloger of wanted.catalogers) {
    if (wanted.bytes === undefined) continue;
    try {
      const { limits } = run.context.budget;
      const found = await cataloger.read({
        limits,
        path,
        size: table.size(wanted.index),
        bytes: wanted.bytes,
      });
      draft.readings.push({ cataloger: cataloger.id, path, layer: 0, reading: found });
      draft.reportAll(found.diagnostics.map((one) => ({ ...one, entry: one.entry ?? path })));
      run.glimpse(draft, found.found);
    } catch (thrown) {
      run.context.signal.throwIfAborted();
      draft.report(
        fault(
          'catalog.failed',
          'error',
          `"${displayName(path)}" was not catalogued: the ${cataloger.title} reader failed (${String(thrown)}).`,
          { entry: path, offset: table.headerOffset(wanted.index) },
        ),
      );
    }
  }
}

async function readNested(
  run: Run,
  draft: Draft,
  table: EntryTable,
  wanted: Wanted,
  bytes: ByteSource,
): Promise<void> {
  const path = table.path(wanted.index);
  const row = wanted.nested?.row;
  if (row === undefined) return;
  if (row.family === 'unsupported') {
    table.addFlags(wanted.index, EntryFlag.notInspected);
    draft.report(
      fault(
        'kind.unsupported',
        'error',
        `"${displayName(path)}" is a ${row.title}: hashed, and not inspected. Loupe has no reader for it yet.`,
        {
          entry: path,
          offset: table.headerOffset(wanted.index),
        },
      ),
    );
    return;
  }
  if (row.family === 'codec' && !(await opensToMore(run, bytes, row.reader ?? row.id, path))) return;
  const sha256 = table.sha256(wanted.index);
  await run.read(bytes, draft.child(path, table.steps(wanted.index)), sha256);
}

/** Bytes of a compressed member that tell what it holds; bzip2 gives nothing before its first block is whole. */
const PEEK = 65_536;
const BZIP2_BLOCK = 1 << 20;

/**
 * Whether a compressed member holds an archive, or a document that states something. A compressed manual page or
 * changelog stays a file: it is hashed as it is, and opening thousands of them would tell nothing.
 */
async function opensToMore(run: Run, bytes: ByteSource, codecId: string, path: string): Promise<boolean> {
  const codec = codecs.get(codecId);
  if (codec === undefined) return false;
  const name = path.replace(/\.[^./]+$/, '');
  const parts: Uint8Array[] = [];
  let length = 0;
  let needed = 0;
  const enough = new Error('enough');
  try {
    await codec.decode(
      bytes.slice(0, codecId === 'bzip2' ? BZIP2_BLOCK : PEEK),
      (chunk) => {
        if (length === 0) needed = decidedBy(chunk, name);
        parts.push(new Uint8Array(chunk));
        length += chunk.length;
        if (length >= needed) throw enough;
      },
      run.context,
    );
  } catch (thrown) {
    if (thrown !== enough) throw thrown;
  }
  // How long it is, nobody knows before it is decoded: longer than its head, where the head was not all.
  const size = length >= needed ? Math.max(length, HEAD_BYTES + 1) : length;
  const found = nestedKind(concatBytes(parts), name, size);
  return found !== undefined && found.row.family !== 'unsupported';
}
