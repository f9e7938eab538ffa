import { type Limits, limitFault } from '../base/limits.ts';
import { normalizePath } from '../base/names.ts';
import type { Fault } from '../base/result.ts';
import { type Entry, EntryFlag, type EntryType } from '../model/entry-table.ts';
import type { CpioHeader } from './cpio-header.ts';
import { TarNames } from './tar-names.ts';
import type { EntrySink, ReadContext } from './types.ts';
import { keptBefore } from './wording.ts';
import type { FaultLog } from './zip-faults.ts';

/** A member whose header and name were read. */
export interface Member {
  readonly header: Omit<CpioHeader, 'nameSize'>;
  /** The name as written. */
  readonly written: string;
  readonly raw: boolean;
  readonly offset: number;
}

/**
 * Tells the members of a cpio archive to its sink. Of a file with hard links only the last member holds the content:
 * the others are told after it, as links to it.
 */
export class CpioMembers {
  readonly #sink: EntrySink;
  readonly #context: ReadContext;
  readonly #names: TarNames;
  /** Hard links whose content has not come yet, by file. */
  readonly #waiting = new Map<string, Member[]>();
  count = 0;

  constructor(sink: EntrySink, context: ReadContext, log: FaultLog) {
    this.#sink = sink;
    this.#context = context;
    this.#names = new TarNames(log, 'cpio');
  }

  /** Counts a member; a fault when no more may be listed. */
  admit({ written, offset }: Member): Fault | undefined {
    const { budget } = this.#context;
    const full = this.count >= budget.limits.entriesPerArchive;
    if (!full && budget.take('entries', 1)) {
      this.count++;
      return undefined;
    }
    const limit: keyof Limits = full ? 'entriesPerArchive' : 'entriesPerCase';
    const what = `The archive has more members. ${this.kept()}`;
    return limitFault(limit, budget.limits, what, { entry: normalizePath(written), offset });
  }

  /** Begins a member whose content, `size` bytes at `start`, is to be handed to the sink. */
  begin(member: Member, size: number, start: number): void {
    this.#tell(member, 'f', size, [start, start + size]);
  }

  /** Ends a file, and tells the hard links to it. */
  end(member: Member, whole: boolean): void {
    this.#sink.end(whole);
    const { inode, links } = member.header;
    const waiting = links > 1 ? this.#waiting.get(inode) : undefined;
    if (waiting === undefined) return;
    this.#waiting.delete(inode);
    for (const one of waiting) this.give(one, 'h', normalizePath(member.written));
  }

  /** Tells a member that has no content, or whose content is the name it leads to. */
  give(member: Member, type: EntryType, link?: string): void {
    this.#tell(member, type, type === 'l' ? member.header.size : 0, undefined, link);
    this.#sink.end(true);
  }

  /** Keeps a member back until the one comes that holds the content. */
  wait(member: Member): void {
    const waiting = this.#waiting.get(member.header.inode) ?? [];
    waiting.push(member);
    this.#waiting.set(member.header.inode, waiting);
  }

  /** No more members come: those that still wait are empty files. */
  finish(): void {
    for (const members of this.#waiting.values()) for (const one of members) this.give(one, 'f');
    this.#waiting.clear();
  }

  kept(): string {
    return keptBefore(this.count, 'member');
  }

  #tell(
    member: Member,
    type: EntryType,
    size: number,
    content?: readonly [number, number],
    link?: string,
  ): void {
    const { header, written, raw, offset } = member;
    const path = normalizePath(written);
    const entry: Entry = {
      path,
      type,
      mode: header.mode & 0o7777,
      size,
      mtime: header.mtime,
      uid: header.uid,
      gid: header.gid,
      headerOffset: offset,
      steps: content === undefined ? [] : [{ op: 'slice', start: content[0], end: content[1], name: path }],
      flags: raw ? EntryFlag.rawName : 0,
      ...(link === undefined ? {} : { link }),
    };
    this.#names.check(entry, written);
    this.#sink.entry(entry);
  }
}
