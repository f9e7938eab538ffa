import type { ByteSource } from '../base/byte-source.ts';
import type { EntryTable } from '../model/entry-table.ts';
import { MemberCollector } from './collect.ts';
import type { Draft } from './draft.ts';
import { MemberHasher } from './member-hasher.ts';
import type { Run } from './run.ts';
import { catalogWanted } from './wanted.ts';

/**
 * Reads a file that holds no others: it is hashed, and catalogers see it as a tree of one file, so that a lockfile
 * dropped by itself is read like one inside an image. Gives the table of that tree.
 */
export async function readLeaf(run: Run, draft: Draft, bytes: ByteSource): Promise<EntryTable> {
  const leaf = await openLeaf(run, draft, bytes);
  await leaf.read();
  return leaf.table;
}

/** The table of the tree of one file, and what is to be done to read the file: its digest is not known before. */
export interface Leaf {
  readonly table: EntryTable;
  read(): Promise<void>;
}

export async function openLeaf(run: Run, draft: Draft, bytes: ByteSource): Promise<Leaf> {
  const hasher = await MemberHasher.create();
  const parsed = draft.at.parent === undefined ? 'parsedDropped' : 'parsedNested';
  const collector = new MemberCollector(hasher, run.catalogs, run.context.budget, 'place', parsed);
  collector.entry({
    path: draft.at.name,
    type: 'f',
    mode: 0,
    size: bytes.size,
    mtime: 0,
    uid: 0,
    gid: 0,
    headerOffset: 0,
    steps: [],
    flags: 0,
  });
  return { table: collector.table, read: () => readThrough(run, draft, bytes, collector) };
}

async function readThrough(
  run: Run,
  draft: Draft,
  bytes: ByteSource,
  collector: MemberCollector,
): Promise<void> {
  let done = 0;
  for await (const chunk of bytes.stream()) {
    collector.data(chunk);
    done += chunk.length;
    run.progress('hashing', done, draft.at.path);
  }
  collector.end(true);
  await collector.hashed();
  const sha256 = collector.table.sha256(0);
  if (sha256 !== undefined) draft.digests = { sha256 };
  draft.reportAll(collector.faults);
  const observed = collector.takeObserved();
  if (observed.length > 0) draft.table = collector.table;
  draft.readings.push(...observed);
  for (const wanted of collector.take()) {
    if (wanted.catalogers.length > 0) draft.table = collector.table;
    await catalogWanted(run, draft, collector.table, wanted);
    collector.release(wanted);
  }
}
