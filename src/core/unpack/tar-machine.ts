import { hasMagic } from '../base/bytes.ts';
import { type Limits, limitFault } from '../base/limits.ts';
import { type Fault, fault } from '../base/result.ts';
import { type Entry, EntryFlag, type EntryType } from '../model/entry-table.ts';
import { type SparseMap, sparseMapCost } from './sparse.ts';
import { TarEnd } from './tar-end.ts';
import { BLOCK, blockSum, checksumHolds, FIELD, readNumber, TYPE_AT } from './tar-header.ts';
import {
  DIRECTORY_FLAG,
  DUMPDIR_FLAG,
  LABEL_FLAG,
  type MemberHeader,
  readMemberHeader,
  SPARSE_FLAG,
} from './tar-member.ts';
import { TarNames } from './tar-names.ts';
import { PendingRecords, type RecordKind, recordKind } from './tar-records.ts';
import { SparseDraft } from './tar-sparse.ts';
import type { ReadContext } from './types.ts';
import { inWords, keptBefore } from './wording.ts';
import { FaultLog, quoted } from './zip-faults.ts';

/**
 * What follows a member's header: nothing, its bytes, the stored bytes of a sparse file, or bytes that cannot be
 * understood and are passed over.
 */
export type Content = 'none' | 'data' | 'unreadable' | SparseMap;

/** Receives members in archive order. Their content, if any, is `machine.size` bytes from where the machine stands. */
export type OnMember = (entry: Entry, content: Content) => void;

/** Types without content, which may state a size all the same. */
const WITHOUT_CONTENT: ReadonlySet<EntryType> = new Set(['h', 'l', 'c', 'b', 'p', 'd']);
/** Longest name that fits a header; longer ones are counted as held. */
const HEADER_NAME = 256;

/**
 * Reads the structure of a tar without its content: it is handed each header and record and says what stands next.
 * The streaming and the random reader both drive it, so they cannot differ in what they see.
 *
 * Formats: POSIX.1-2017 pax, ustar and V7; GNU tar manual, "Basic Tar Format"; star's prefix.
 */
export class TarMachine {
  /** What stands next: a header; or a record, content or bytes to pass over, of `size` bytes padded to a block. */
  need: 'header' | 'record' | 'content' | 'skip' | 'stop' = 'header';
  size = 0;
  /** Members given so far. */
  count = 0;
  readonly log = new FaultLog();
  readonly #context: ReadContext;
  readonly #onMember: OnMember;
  readonly #names = new TarNames(this.log);
  readonly #records = new PendingRecords();
  readonly #end = new TarEnd(this.log);

  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);
  #anyHeader = false;
  #last: string | undefined;
  #asked: { readonly kind: RecordKind | 'sparse'; readonly offset: number } | undefined;
  #sparse: { readonly header: MemberHeader; readonly draft: SparseDraft } | undefined;
  /** A member that should have no content but states a size: the next block tells. */
  #held: MemberHeader | undefined;
  #finished = false;

  constructor(context: ReadContext, onMember: OnMember) {
    this.#context = context;
    this.#onMember = onMember;
  }

  /** False once members or content may be missing. */
  get complete(): boolean {
    return !this.log.all().some(({ severity }) => severity === 'error');
  }

  /** Takes the block at `at` of `bytes`, which stands at `offset` of the archive. False when it is content. */
  header(bytes: Uint8Array, at: number, offset: number): boolean {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const sum = blockSum(this.#view, at);
    if (sum === 0) {
      this.#settleHeld(false);
      this.#dropOrphans(offset);
      this.#end.zeroBlock(offset);
      return true;
    }
    if (!checksumHolds(bytes, at, sum)) return this.#notHeader(bytes, at, offset);
    this.#settleHeld(false);
    if (this.need === 'stop') return true;
    this.#end.headerAt(offset);
    this.#anyHeader = true;
    const flag = bytes[at + TYPE_AT] ?? 0;
    const kind = recordKind(flag);
    if (kind === undefined) this.#member(bytes, at, offset, flag);
    else this.#startRecord(kind, offset, readNumber(bytes, at + FIELD.size[0], FIELD.size[1]));
    return true;
  }

  /** Takes the record that was asked for. */
  record(bytes: Uint8Array): void {
    const asked = this.#asked;
    if (asked === undefined) throw new Error('no record was asked for');
    this.need = 'header';
    if (asked.kind === 'sparse') {
      this.#sparse?.draft.push(bytes);
      this.#continueSparse();
      return;
    }
    const found = this.#records.take(asked.kind, bytes);
    if (found !== undefined) {
      this.log.add(
        'tar.pax.record',
        'error',
        `The record at byte ${found.at} of an extended header ${found.why}; the rest of that header was not read.`,
        { offset: asked.offset + BLOCK + found.at },
      );
    }
    if (asked.kind === 'global' && this.#records.globalNames) {
      this.log.add(
        'tar.pax.global',
        'warning',
        'A global extended header sets the name, link or size of every member after it; many tools do not follow it.',
        { offset: asked.offset },
      );
    }
  }

  /** No more bytes: the archive has `total`, and ends `inside` something or with `tail`, less than a block. */
  finish(total: number, inside: 'content' | 'record' | undefined, tail: Uint8Array): void {
    if (this.#finished) return;
    this.#finished = true;
    if (this.need !== 'stop') {
      this.#settleHeld(false);
      const cut = tail.some((byte) => byte !== 0);
      if (inside === 'content') this.#truncated(total, this.#last);
      else if (inside === 'record')
        this.#truncated(total, undefined, 'a record that describes the next member');
      else if (cut && this.#end.reached) this.#end.dataAt(total - tail.length);
      else if (cut && this.#anyHeader) this.#truncated(total, undefined, 'a header');
      else if (cut || (!this.#anyHeader && this.#end.zeros === 0)) this.#notTar(0, false);
      else this.#checkEnd(total);
    }
    this.#end.report(total);
  }

  #startRecord(kind: RecordKind, offset: number, size: number): void {
    if (!Number.isSafeInteger(size) || size < 0) {
      const message = 'The size of a record is not a number, so the next member cannot be found.';
      this.#stop(fault('tar.size', 'error', `${message} ${this.#kept()}`, { offset }));
    } else if (size > this.#limits.longRecord) {
      this.#stopAtLimit(
        'longRecord',
        `A record of ${inWords(size)} bytes stands before a member.`,
        undefined,
        offset,
      );
    } else if (!this.#records.admit(this.#limits)) {
      this.#stopAtLimit('stackedRecords', 'Too many records stand before one member.', undefined, offset);
    } else {
      this.#ask(kind, offset, size);
      if (size === 0) this.record(new Uint8Array(0));
    }
  }

  #ask(kind: RecordKind | 'sparse', offset: number, size: number): void {
    this.#asked = { kind, offset };
    this.need = 'record';
    this.size = size;
  }

  #member(bytes: Uint8Array, at: number, offset: number, flag: number): void {
    const records = this.#records.forMember();
    const header = readMemberHeader(bytes, at, offset, records, this.log);
    if ('severity' in header) this.#stop({ ...header, message: `${header.message} ${this.#kept()}` });
    else if (flag === LABEL_FLAG) {
      this.log.add('tar.volume-label', 'info', `The archive is labeled ${quoted(header.written)}.`, {
        offset,
      });
      this.#skip(header.stored);
    } else if (header.nameBytes <= HEADER_NAME || this.#nameWithinLimits(header)) {
      const draft =
        flag === SPARSE_FLAG
          ? SparseDraft.fromHeader(bytes, at)
          : records.pax && SparseDraft.fromRecords(records.pax);
      if (draft !== undefined) {
        this.#sparse = { header, draft };
        this.#continueSparse();
      } else if (header.stored > 0 && WITHOUT_CONTENT.has(header.type) && flag !== DUMPDIR_FLAG)
        this.#held = header;
      else this.#give(header, header.stored > 0 ? 'data' : 'none', header.stored);
    }
  }

  #nameWithinLimits(header: MemberHeader): boolean {
    const { path, offset, nameBytes } = header;
    const { path: longest, pathSegments } = this.#limits;
    const tooDeep = path.length > pathSegments && path.split('/', pathSegments + 1).length > pathSegments;
    if (nameBytes <= longest && !tooDeep) return this.#hold(nameBytes, path, offset);
    const begin = path.slice(0, 100);
    const what = `A member whose name begins with ${quoted(begin)} was left out.`;
    const limit = nameBytes > longest ? 'path' : 'pathSegments';
    this.log.push(limitFault(limit, this.#limits, what, { entry: begin, offset }));
    this.#skip(header.stored);
    return false;
  }

  /** Asks for the next block of a sparse map, or hands the member over once the map is whole. */
  #continueSparse(): void {
    if (this.#sparse === undefined) throw new Error('no sparse member is open');
    const { header, draft } = this.#sparse;
    const { path, offset } = header;
    const room = !draft.countsBlocks || draft.before + BLOCK <= header.stored;
    if (draft.before > this.#limits.longRecord) {
      this.#stopAtLimit('longRecord', `The sparse map of ${quoted(path)} is too long.`, path, offset);
    } else if (draft.numbers.length > 2 * this.#limits.sparseSegments) {
      this.#stopAtLimit(
        'sparseSegments',
        `The sparse map of ${quoted(path)} has too many segments.`,
        path,
        offset,
      );
    } else if (draft.more && room) this.#ask('sparse', offset, BLOCK);
    else if (this.#hold(sparseMapCost(draft.numbers), path, offset)) {
      const stored = header.stored - (draft.countsBlocks ? draft.before : 0);
      const map = draft.finish(stored);
      const content = { ...header, stored };
      if (typeof map !== 'string') this.#give(content, map, draft.size, draft.before);
      else {
        const what = `${quoted(path)} is a sparse file, but ${map}; its content was not read.`;
        this.log.add('tar.sparse', 'error', what, { entry: path, offset });
        const size = Number.isSafeInteger(draft.size) && draft.size >= 0 ? draft.size : stored;
        this.#give(content, 'unreadable', size, draft.before);
      }
    }
  }

  /** Hands a member over; `before` bytes of blocks stand between its header and its content. */
  #give(header: MemberHeader, content: Content, size: number, before = 0): void {
    const { path, type, offset, stored, link } = header;
    const more = 'The archive has more members.';
    if (this.count >= this.#limits.entriesPerArchive) {
      this.#stopAtLimit('entriesPerArchive', more, path, offset);
      return;
    }
    if (!this.#context.budget.take('entries', 1)) {
      this.#stopAtLimit('entriesPerCase', more, path, offset);
      return;
    }
    this.count++;
    this.#last = path;
    if (this.#end.reached) this.#end.hidden++;
    const hidden = this.#end.reached ? EntryFlag.hidden : 0;
    const unread = content === 'unreadable' ? EntryFlag.notInspected : 0;
    const start = offset + BLOCK + before;
    const slice = { op: 'slice', start, end: start + stored, name: path } as const;
    const whole = content === 'data' || (content === 'none' && type === 'f');
    const entry: Entry = {
      path,
      type,
      mode: header.mode,
      size,
      mtime: header.mtime,
      uid: header.uid,
      gid: header.gid,
      headerOffset: offset,
      steps:
        typeof content === 'object' ? [slice, { op: 'sparse', map: content, size }] : whole ? [slice] : [],
      flags: header.flags | hidden | unread,
      ...(link === undefined ? {} : { link }),
    };
    this.#names.check(entry, header.written);
    this.need = stored === 0 ? 'header' : content === 'unreadable' ? 'skip' : 'content';
    this.size = stored;
    this.#onMember(entry, content);
  }

  /** Hands over the member that states a size without need of one; `content` tells whether bytes follow it. */
  #settleHeld(content: boolean): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    const what = `${quoted(held.path)} should have no content, but states ${inWords(held.stored)} bytes`;
    this.log.add(
      'tar.size.unexpected',
      'warning',
      content
        ? `${what}. No header follows, so they are taken as its content; some tools stop here.`
        : `${what}. A header follows at once, so it has none; a tool that believes the size passes over that header.`,
      { entry: held.path, offset: held.offset },
    );
    // Named like a directory, but by its type flag and its content a file.
    const type = held.type === 'd' && held.flag !== DIRECTORY_FLAG ? 'f' : held.type;
    if (content) this.#give({ ...held, type }, 'data', held.stored);
    else this.#give({ ...held, stored: 0 }, 'none', 0);
  }

  #notHeader(bytes: Uint8Array, at: number, offset: number): boolean {
    if (this.#held !== undefined) {
      this.#settleHeld(true);
      // After a limit nothing is read any more, content or not.
      return this.#stopped();
    }
    if (!this.#anyHeader) this.#notTar(offset, hasMagic(bytes, 'ustar', at + 257));
    else if (this.#end.reached) this.#end.dataAt(offset);
    else if (this.#end.zeros === 1) this.#end.endAtLoneZero(offset);
    else {
      const message = `The header at byte ${inWords(offset)} does not match its checksum.`;
      this.#stop(fault('tar.checksum', 'error', `${message} ${this.#kept()}`, { offset }));
    }
    return true;
  }

  #stopped(): boolean {
    return this.need === 'stop';
  }

  #notTar(offset: number, damaged: boolean): void {
    const message = damaged
      ? 'The first header says "ustar", but does not match its checksum: nothing was read.'
      : 'These bytes do not begin with a tar header: nothing was read.';
    this.#stop(fault(damaged ? 'tar.checksum' : 'tar.not-tar', 'error', message, { offset }));
  }

  #truncated(total: number, entry: string | undefined, inside = quoted(entry ?? '')): void {
    const before = keptBefore(this.count - (entry === undefined ? 0 : 1), 'member');
    const message = `The archive ends inside ${inside}, at byte ${inWords(total)}. ${before}`;
    this.log.add('tar.truncated', 'error', message, { entry, offset: total });
  }

  #checkEnd(total: number): void {
    this.#dropOrphans(total);
    if (this.#end.reached) return;
    this.log.add(
      'tar.no-end',
      'warning',
      'The archive lacks the two zero blocks that mark its end: it may have been cut between two members.',
      { offset: total },
    );
  }

  #dropOrphans(offset: number): void {
    if (this.#records.count === 0) return;
    this.log.add('tar.orphan-record', 'warning', 'Records that describe a member stand before no member.', {
      offset,
    });
    this.#records.clear();
  }

  #skip(size: number): void {
    this.need = size === 0 ? 'header' : 'skip';
    this.size = size;
  }

  #hold(bytes: number, entry: string, offset: number): boolean {
    if (this.#context.budget.take('held', bytes)) return true;
    this.#stopAtLimit('heldPerCase', 'Its names and maps take too much memory.', entry, offset);
    return false;
  }

  #stopAtLimit(limit: keyof Limits, what: string, entry: string | undefined, offset: number): void {
    this.#stop(limitFault(limit, this.#limits, `${what} ${this.#kept()}`, { entry, offset }));
  }

  #stop(found: Fault): void {
    this.log.push(found);
    this.#held = undefined;
    this.need = 'stop';
  }

  get #limits(): Limits {
    return this.#context.budget.limits;
  }

  #kept(): string {
    return keptBefore(this.count, 'member');
  }
}
