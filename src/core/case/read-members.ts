import type { ByteSource } from '../base/byte-source.ts';
import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import { type Entry, EntryFlag } from '../model/entry-table.ts';
import { sniffStructure } from '../sniff/structures.ts';
import { faultOf, isView, openSteps, randomAccess } from '../unpack/open-ref.ts';
import { randomContainers } from '../unpack/registry.ts';
import { MemberCheck } from '../unpack/zip-member.ts';
import { MemberCollector } from './collect.ts';
import type { Draft } from './draft.ts';
import { MemberHasher } from './member-hasher.ts';
import type { Run } from './run.ts';
import { settleWanted } from './wanted.ts';

/** Reads a container that has a directory (zip, ar): lists it, then hashes and catalogs member by member. */
export async function readMembers(
  run: Run,
  draft: Draft,
  bytes: ByteSource,
  containerId: string,
): Promise<void> {
  const container = randomContainers.get(containerId);
  if (container === undefined) throw new Error(`no container ${containerId}`);
  const { context } = run;
  const listing = await container.list(bytes, context);
  draft.reportAll(listing.faults);
  const collector = new MemberCollector(await MemberHasher.create(), run.catalogs, context.budget, 'place');
  draft.table = collector.table;
  draft.kind = sniffStructure(listing.entries.map((entry) => entry.path))?.id ?? draft.kind;
  const open = async (index: number, use: (member: ByteSource) => Promise<void>) => {
    const steps = collector.table.steps(index);
    const opened = await randomAccess(bytes, steps, context.budget.limits.parsedNested, context);
    if (!opened.ok) {
      draft.report({ ...opened.error, entry: collector.table.path(index) });
      return;
    }
    await use(opened.value);
    if (!isView(steps)) context.budget.release('held', opened.value.size);
  };
  const check = await MemberCheck.create();
  for (const entry of listing.entries) {
    run.progress('unpacking', Math.min(entry.headerOffset, bytes.size), `${draft.at.path}!/${entry.path}`);
    await readMember(run, draft, bytes, entry, collector, check);
    await settleWanted(run, draft, collector, open);
  }
  await collector.hashed();
  run.glimpse(draft);
}

async function readMember(
  run: Run,
  draft: Draft,
  bytes: ByteSource,
  entry: Entry,
  collector: MemberCollector,
  check: MemberCheck,
): Promise<void> {
  const locked = (entry.flags & EntryFlag.encrypted) !== 0 && run.context.password === undefined;
  if (locked) draft.locked++;
  collector.entry(locked ? { ...entry, flags: entry.flags | EntryFlag.notInspected } : entry);
  if (entry.type !== 'f' || locked || (entry.flags & EntryFlag.notInspected) !== 0) {
    collector.end(false);
    return;
  }
  check.begin(entry);
  let whole = true;
  try {
    for await (const chunk of openSteps(bytes, entry.steps, run.context)) {
      collector.data(check.update(chunk));
      if (check.exceeded) break;
    }
  } catch (thrown) {
    run.context.signal.throwIfAborted();
    whole = false;
    draft.report(memberFault(entry, thrown));
  }
  const verdict = check.finish(whole);
  draft.reportAll(verdict.faults);
  collector.end(whole && verdict.flags === 0);
  if (verdict.flags !== 0) collector.table.addFlags(collector.table.length - 1, verdict.flags);
}

/** Readers reject with an error that carries its fault; anything else is a file that cannot be read any more. */
function memberFault(entry: Entry, thrown: unknown): Fault {
  const known = faultOf(thrown);
  const where = { entry: entry.path, offset: known?.offset ?? entry.headerOffset };
  if (known !== undefined) return { ...known, ...where };
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return fault(
    'source.unreadable',
    'error',
    `"${displayName(entry.path)}" could not be read: ${reason}.`,
    where,
  );
}
