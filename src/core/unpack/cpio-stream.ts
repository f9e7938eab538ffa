import { type Limits, limitFault } from '../base/limits.ts';
import { nameFromBytes, normalizePath } from '../base/names.ts';
import { fault } from '../base/result.ts';
import type { EntryType } from '../model/entry-table.ts';
import {
  alignment,
  type CpioFormat,
  type CpioHeader,
  cpioFormat,
  HEADER_BYTES,
  MAGIC_BYTES,
  parseCpioHeader,
  strippedIndex,
} from './cpio-header.ts';
import { CpioMembers, type Member } from './cpio-members.ts';
import type { EntrySink, ReadContext, StreamEnd, StreamReader } from './types.ts';
import { counted, inWords, keptBefore } from './wording.ts';
import { FaultLog, quoted } from './zip-faults.ts';

/** What the header of an rpm package says of the file that a stripped member header only numbers. */
export interface NumberedFile extends Omit<CpioHeader, 'nameSize' | 'sum'> {
  readonly name: string;
}

const TRAILER = 'TRAILER!!!';
const NOTHING = new Uint8Array(0);
/** Structure that must be read as a whole. */
type Piece = 'magic' | 'header' | 'name' | 'link';

/** Reads a cpio archive from front to back. */
export class CpioStream implements StreamReader {
  readonly #sink: EntrySink;
  readonly #context: ReadContext;
  readonly #files: readonly NumberedFile[];
  readonly #log = new FaultLog();
  readonly #members: CpioMembers;
  stopped = false;
  #finished = false;

  /** Bytes taken so far. */
  #offset = 0;
  #need: Piece | 'content' | 'padding' | 'behind' = 'magic';
  /** Bytes still to come of what is needed. */
  #left = MAGIC_BYTES;
  /** The part of a piece that earlier chunks held. */
  #carry = NOTHING;
  #format: CpioFormat = 'newc';
  /** Where the current header begins. */
  #start = 0;
  #header: CpioHeader | undefined;
  #member: Member | undefined;
  /** Bytes of padding between the current name and its content. */
  #gap = 0;
  #sum = 0;
  /** An archive has ended, and no other begun. */
  #ended = false;

  constructor(sink: EntrySink, context: ReadContext, files: readonly NumberedFile[] = []) {
    this.#sink = sink;
    this.#context = context;
    this.#files = files;
    this.#members = new CpioMembers(sink, context, this.#log);
  }

  push(chunk: Uint8Array): void {
    this.#context.signal.throwIfAborted();
    for (let at = 0; at < chunk.length && !this.stopped; ) {
      const rest = at === 0 ? chunk : chunk.subarray(at);
      const used = this.#take(rest);
      at += used;
    }
  }

  finish(): StreamEnd {
    if (!this.#finished) {
      this.#finished = true;
      if (!this.stopped) this.#checkEnd();
      this.#members.finish();
    }
    const faults = this.#log.all();
    const complete = faults.every(({ severity }) => severity !== 'error');
    return { faults, complete, entries: this.#members.count };
  }

  /** Takes some of the bytes, and returns how many. */
  #take(bytes: Uint8Array): number {
    if (this.#need === 'behind') return this.#behind(bytes);
    const used = Math.min(this.#left, bytes.length);
    const part = used === bytes.length ? bytes : bytes.subarray(0, used);
    this.#offset += used;
    this.#left -= used;
    if (this.#need === 'padding') {
      if (this.#left === 0) this.#afterPadding();
    } else if (this.#need === 'content') this.#content(part);
    else if (this.#left > 0) this.#carry = joined(this.#carry, part);
    else {
      const piece = joined(this.#carry, part);
      this.#carry = NOTHING;
      this.#piece(this.#need, piece);
    }
    return used;
  }

  #expect(need: Piece | 'content' | 'padding', length: number): void {
    this.#need = need;
    this.#left = length;
  }

  #piece(need: Piece, bytes: Uint8Array): void {
    if (need === 'magic') this.#magic(bytes);
    else if (need === 'header') this.#readHeader(bytes);
    else if (need === 'name') this.#readName(bytes);
    else this.#readLink(bytes);
  }

  #magic(bytes: Uint8Array): void {
    const start = this.#offset - MAGIC_BYTES;
    const format = cpioFormat(bytes);
    if (format !== undefined) {
      this.#format = format;
      this.#start = start;
      this.#carry = new Uint8Array(bytes);
      this.#expect('header', HEADER_BYTES[format] - MAGIC_BYTES);
    } else if (this.#ended) this.#trailing(start);
    else if (start === 0)
      this.#fail('cpio.not-cpio', 'The input does not begin with a cpio header: nothing was read.', 0);
    else
      this.#fail(
        'cpio.header',
        `No member header stands at byte ${inWords(start)}. ${this.#members.kept()}`,
        start,
      );
  }

  #readHeader(bytes: Uint8Array): void {
    const offset = this.#start;
    if (this.#format === 'stripped') {
      this.#readNumber(bytes);
      return;
    }
    const header = parseCpioHeader(bytes, this.#format);
    if (header === undefined || header.nameSize === 0) {
      this.#fail(
        'cpio.header',
        `The member header at byte ${inWords(offset)} is damaged. ${this.#members.kept()}`,
        offset,
      );
    } else if (header.nameSize > this.#limits.path + 1) {
      this.#tooLong(
        `A name of ${counted(header.nameSize, 'byte')} follows the header at byte ${inWords(offset)}.`,
      );
    } else {
      this.#header = header;
      this.#expect('name', header.nameSize);
    }
  }

  /** A stripped header, which numbers a file of the package. */
  #readNumber(bytes: Uint8Array): void {
    const index = strippedIndex(bytes);
    const file = index === undefined ? undefined : this.#files[index];
    if (file !== undefined) {
      this.#begin({
        header: { ...file, sum: undefined },
        written: file.name,
        raw: false,
        offset: this.#start,
      });
      return;
    }
    const what = `The member header at byte ${inWords(this.#start)} gives only a number, and nothing says which file that is.`;
    this.#fail('cpio.stripped', `${what} ${this.#members.kept()}`, this.#start);
  }

  #readName(bytes: Uint8Array): void {
    const header = this.#header;
    if (header === undefined) throw new Error('a name without a header');
    const nul = bytes.indexOf(0);
    const { text, raw } = nameFromBytes(nul < 0 ? bytes : bytes.subarray(0, nul));
    this.#ended = text === TRAILER && header.size === 0;
    if (this.#ended) this.#need = 'behind';
    else this.#begin({ header, written: text, raw: raw !== undefined, offset: this.#start });
  }

  /** A member's name is read: its content, or what comes after it, is next. */
  #begin(member: Member): void {
    const { header } = member;
    const type = typeOf(header.mode);
    this.#member = member;
    this.#gap = gap(this.#offset, alignment(this.#format));
    if (type === 'l' && header.size > this.#limits.path) {
      this.#tooLong(`The link ${quoted(member.written)} has a target of ${counted(header.size, 'byte')}.`);
      return;
    }
    const refused = this.#members.admit(member);
    if (refused !== undefined) {
      this.stopped = true;
      this.#log.push(refused);
    } else if (this.#gap > 0) this.#expect('padding', this.#gap);
    else this.#afterPadding();
  }

  #afterPadding(): void {
    const member = this.#member;
    if (member === undefined) {
      this.#expect('magic', MAGIC_BYTES);
      return;
    }
    const { size, links, mode } = member.header;
    const type = typeOf(mode);
    if (type === 'l' && size > 0) {
      this.#expect('link', size);
      return;
    }
    if (type === 'f' && size > 0) {
      this.#sum = 0;
      this.#members.begin(member, size, this.#offset);
      this.#expect('content', size);
      return;
    }
    if (type !== 'f') this.#members.give(member, type);
    else if (links > 1) this.#members.wait(member);
    else this.#members.give(member, 'f');
    this.#memberOver();
  }

  #content(data: Uint8Array): void {
    const member = this.#member;
    if (member === undefined) throw new Error('content without a member');
    const { sum } = member.header;
    if (sum !== undefined) for (const byte of data) this.#sum = (this.#sum + byte) >>> 0;
    this.#sink.data(data);
    if (this.#left > 0) return;
    const right = sum === undefined || sum === this.#sum;
    if (!right) {
      const entry = normalizePath(member.written);
      const what = `The content of ${quoted(entry)} does not match its checksum.`;
      this.#log.add('cpio.checksum', 'error', what, { entry, offset: member.offset });
    }
    this.#members.end(member, right);
    this.#memberOver();
  }

  #readLink(bytes: Uint8Array): void {
    const member = this.#member;
    if (member === undefined) throw new Error('a link without a member');
    this.#members.give(member, 'l', nameFromBytes(bytes).text);
    this.#memberOver();
  }

  #memberOver(): void {
    this.#member = undefined;
    const left = gap(this.#offset, alignment(this.#format));
    if (left > 0) this.#expect('padding', left);
    else this.#expect('magic', MAGIC_BYTES);
  }

  /** Behind the end: zeros, or another archive, as in initial ramdisks; anything else is only told. */
  #behind(bytes: Uint8Array): number {
    let zeros = 0;
    while (zeros < bytes.length && bytes[zeros] === 0) zeros++;
    this.#offset += zeros;
    if (zeros < bytes.length) {
      if (bytes[zeros] === 0x30) this.#expect('magic', MAGIC_BYTES);
      else this.#trailing(this.#offset);
    }
    return zeros;
  }

  #trailing(offset: number): void {
    this.stopped = true;
    const what = `The archive ends, but other data follow from byte ${inWords(offset)} on, which most tools never read.`;
    this.#log.add('cpio.trailing-data', 'warning', what, { offset });
  }

  /** What the place tells at which the input ends. */
  #checkEnd(): void {
    const member = this.#member;
    if (this.#need === 'content') this.#sink.end(false);
    if (this.#offset === 0) this.#fail('cpio.not-cpio', 'The input is empty.', 0);
    else if (member !== undefined) this.#truncated(quoted(member.written), normalizePath(member.written));
    else if (this.#ended && this.#need === 'magic') this.#trailing(this.#offset - this.#carry.length);
    else if (this.#need === 'header' || this.#need === 'name' || this.#carry.length > 0)
      this.#truncated('a header');
    else if (!this.#ended) {
      const what =
        'The archive lacks the member that marks its end: it may have been cut between two members.';
      this.#log.add('cpio.no-end', 'warning', what, { offset: this.#offset });
    }
  }

  #truncated(inside: string, entry?: string): void {
    const before = keptBefore(this.#members.count - (entry === undefined ? 0 : 1), 'member');
    const message = `The archive ends inside ${inside}, at byte ${inWords(this.#offset)}. ${before}`;
    this.#log.push(fault('cpio.truncated', 'error', message, { entry, offset: this.#offset }));
  }

  #tooLong(what: string): void {
    this.stopped = true;
    this.#member = undefined;
    this.#log.push(
      limitFault('path', this.#limits, `${what} ${this.#members.kept()}`, { offset: this.#start }),
    );
  }

  #fail(code: string, message: string, offset: number): void {
    this.stopped = true;
    this.#log.add(code, 'error', message, { offset });
  }

  get #limits(): Limits {
    return this.#context.budget.limits;
  }
}

function gap(offset: number, step: number): number {
  return (step - (offset % step)) % step;
}

function joined(carry: Uint8Array, part: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(carry.length + part.length);
  out.set(carry);
  out.set(part, carry.length);
  return out;
}

const TYPES: ReadonlyMap<number, EntryType> = new Map([
  [0o100000, 'f'],
  [0o040000, 'd'],
  [0o120000, 'l'],
  [0o060000, 'b'],
  [0o020000, 'c'],
  [0o010000, 'p'],
]);

function typeOf(mode: number): EntryType {
  return TYPES.get(mode & 0o170000) ?? 'f';
}
