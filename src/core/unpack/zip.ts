import { createCRC32 } from 'hash-wasm';
import type { ByteSource } from '../base/byte-source.ts';
import { type Entry, EntryFlag } from '../model/entry-table.ts';
import type { Listing, RandomContainer, ReadContext } from './types.ts';
import { readDirectory } from './zip-directory.ts';
import { type End, findEnd } from './zip-end.ts';
import { type Member, toEntry } from './zip-entry.ts';
import { FaultLog, quoted } from './zip-faults.ts';
import { findHidden } from './zip-hidden-members.ts';
import { findOverlaps, findRegions } from './zip-layout.ts';
import { readExtents } from './zip-local.ts';
import { type Name, readName } from './zip-name.ts';
import type { CentralHeader } from './zip-records.ts';

/**
 * Zip archives, read through both directories: the central one says which members there are, every local header is
 * held against it, and what no member covers is searched for more. Members of the central directory come first, in its
 * order, hidden ones behind them. Headers are read, never the file as a whole; whether a member's content is what the
 * headers say shows when it is read (`MemberCheck`).
 */
export const zip: RandomContainer = {
  id: 'zip',
  title: 'Zip',
  spec: 'PKWARE APPNOTE.TXT 6.3.10 (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT)',
  list,
};

async function list(source: ByteSource, context: ReadContext): Promise<Listing> {
  const log = new FaultLog();
  const end = await findEnd(source, log);
  const found =
    end === undefined ? await salvage(source, context, log) : await follow(source, end, context, log);
  const locked = context.password === undefined;
  const entries = found.members.map((member) => toEntry(member, context.budget.limits, locked, log));
  reportLocked(entries, locked, log);
  return { entries: markDuplicates(entries, log), faults: log.all(), complete: found.complete };
}

interface Found {
  readonly members: readonly Member[];
  readonly complete: boolean;
}

/** Reads what the end record leads to. */
async function follow(source: ByteSource, end: End, context: ReadContext, log: FaultLog): Promise<Found> {
  const { budget } = context;
  const directory = await readDirectory(source, end, context, log);
  try {
    const { headers } = directory;
    const names = await readNames(headers, log);
    const paths = names.map((name) => name.path);
    const elsewhere = reportDisks(end, headers, paths, log);
    const { extents, base } = await readExtents(source, headers, paths, end.bases, context, log);
    const overlapping = findOverlaps(extents, paths, end, log);
    const members = headers.map((header, i): Member => {
      const name = names[i] ?? { text: '', path: '', raw: false };
      const refused = overlapping.has(i) || elsewhere.has(i);
      return { header, name, offset: header.offset, extent: refused ? undefined : extents[i], flags: 0 };
    });
    if (directory.limited) return { members, complete: false };
    const first = headers.reduce(
      (least, { localOffset }) => Math.min(least, base + localOffset),
      end.directory.start,
    );
    const regions = findRegions(extents, end, directory.end, first, source.size);
    const room = Math.max(0, budget.limits.entriesPerArchive - members.length);
    const hidden = await findHidden(source, regions, room, context, log);
    return {
      members: [...members, ...hidden.members],
      complete: directory.complete && hidden.complete && !end.multiDisk,
    };
  } finally {
    budget.release('held', directory.held);
  }
}

/** Lists what local headers tell when no end record leads to a directory. */
async function salvage(source: ByteSource, context: ReadContext, log: FaultLog): Promise<Found> {
  const whole = { start: 0, end: source.size, place: 'whole' } as const;
  const { members } = await findHidden(
    source,
    [whole],
    context.budget.limits.entriesPerArchive,
    context,
    log,
  );
  return { members, complete: false };
}

async function readNames(headers: readonly CentralHeader[], log: FaultLog): Promise<Name[]> {
  const hasher = await createCRC32();
  const crc32 = (bytes: Uint8Array): number => {
    hasher.init();
    hasher.update(bytes);
    return Number.parseInt(hasher.digest('hex'), 16);
  };
  return headers.map((header) => readName(header, header.offset, crc32, log));
}

/** Members that the directory puts on another disk of a set, by index. */
function reportDisks(
  end: End,
  headers: readonly CentralHeader[],
  paths: readonly string[],
  log: FaultLog,
): ReadonlySet<number> {
  if (end.multiDisk) {
    log.add(
      'zip.multi-disk',
      'error',
      'The end record says this file is one of a set of several. Only what this file holds is listed.',
      { offset: end.offset },
    );
  }
  const elsewhere = new Set<number>();
  for (const [i, header] of headers.entries()) {
    if (header.disk === 0) continue;
    elsewhere.add(i);
    const entry = paths[i] ?? '';
    log.add(
      'zip.multi-disk',
      'error',
      `${quoted(entry)} starts on disk ${header.disk} of a set; it is listed and not inspected.`,
      { entry, offset: header.offset },
    );
  }
  return elsewhere;
}

function reportLocked(entries: readonly Entry[], locked: boolean, log: FaultLog): void {
  if (!locked) return;
  const waiting = entries.filter(
    (entry) => (entry.flags & EntryFlag.encrypted) !== 0 && entry.steps.length > 0,
  );
  const first = waiting[0];
  if (first === undefined) return;
  const who =
    waiting.length === 1 ? `${quoted(first.path)} is` : `${waiting.length.toLocaleString('en')} members are`;
  log.add(
    'zip.encrypted',
    'error',
    `${who} encrypted and not inspected until a password is given; "infected" is a common one.`,
    { entry: first.path, offset: first.headerOffset },
  );
}

/** Of members with one path, marks all but the last as shadowed. */
function markDuplicates(entries: readonly Entry[], log: FaultLog): Entry[] {
  const out = [...entries];
  const last = new Map<string, number>();
  for (const [i, entry] of entries.entries()) {
    if ((entry.flags & EntryFlag.hidden) !== 0) continue;
    const before = last.get(entry.path);
    const earlier = before === undefined ? undefined : out[before];
    if (before !== undefined && earlier !== undefined) {
      out[before] = { ...earlier, flags: earlier.flags | EntryFlag.shadowed };
      log.add(
        'zip.duplicate',
        'warning',
        `${quoted(entry.path)} is in the archive more than once; some tools take the first, some the last. All are listed.`,
        { entry: entry.path, offset: entry.headerOffset },
      );
    }
    last.set(entry.path, i);
  }
  return out;
}
