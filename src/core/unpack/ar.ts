import type { ByteSource } from '../base/byte-source.ts';
import { decodeLatin1, hasMagic } from '../base/bytes.ts';
import { limitFault } from '../base/limits.ts';
import { nameFromBytes, normalizePath } from '../base/names.ts';
import { type Entry, EntryFlag } from '../model/entry-table.ts';
import { decimal } from './pax.ts';
import type { Listing, RandomContainer, ReadContext } from './types.ts';
import { counted, inWords, keptBefore } from './wording.ts';
import { FaultLog, quoted } from './zip-faults.ts';
import { Window } from './zip-window.ts';

/** Unix archives: Debian packages and static libraries, with GNU (SysV) or BSD long names. */
export const ar: RandomContainer = {
  id: 'ar',
  title: 'ar archive',
  spec: 'ar(5) of FreeBSD; System V ABI, "Archive File"',
  list: (source, context) => new ArReader(source, context).list(),
};

const MAGIC = '!<arch>\n';
const THIN_MAGIC = '!<thin>\n';
const HEADER = 60;
/** Bytes read at once: members of libraries are small. */
const AHEAD = 1 << 16;
const HEADER_END = [0x60, 0x0a];

/** A 60-byte header: text fields, padded with spaces. */
interface Header {
  readonly name: string;
  readonly mtime: number;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly size: number;
}

class ArReader {
  readonly #source: ByteSource;
  readonly #context: ReadContext;
  readonly #window: Window;
  readonly #log = new FaultLog();
  readonly #entries: Entry[] = [];
  readonly #seen = new Set<string>();
  #longNames: Uint8Array | undefined;
  #complete = true;

  constructor(source: ByteSource, context: ReadContext) {
    this.#source = source;
    this.#window = new Window(source);
    this.#context = context;
  }

  async list(): Promise<Listing> {
    const magic = await this.#source.bytes(0, MAGIC.length);
    if (hasMagic(magic, THIN_MAGIC)) {
      this.#fail(
        'ar.thin',
        'A thin archive names files that lie elsewhere: there is nothing to read in it.',
        0,
      );
    } else if (!hasMagic(magic, MAGIC)) {
      this.#fail('ar.not-ar', 'The input does not begin with an ar header: nothing was read.', 0);
    } else await this.#members();
    return { entries: this.#entries, faults: this.#log.all(), complete: this.#complete };
  }

  async #members(): Promise<void> {
    const { size } = this.#source;
    let at = MAGIC.length;
    while (at < size) {
      this.#context.signal.throwIfAborted();
      const bytes = await this.#window.load(at, at + HEADER, at + AHEAD);
      if (bytes.length < HEADER) {
        this.#fail(
          'ar.truncated',
          `The archive ends inside a header, at byte ${inWords(size)}. ${this.#kept()}`,
          at,
        );
        return;
      }
      const header = hasMagic(bytes, HEADER_END, HEADER - 2) ? parseHeader(bytes) : undefined;
      if (header === undefined) {
        this.#fail('ar.header', `No member header stands at byte ${inWords(at)}. ${this.#kept()}`, at);
        return;
      }
      if (!(await this.#member(bytes, header, at))) return;
      const end = at + HEADER + header.size;
      // Members begin at even offsets.
      at = end + (end % 2);
    }
  }

  /** Takes one member in; false when reading cannot go on. */
  async #member(bytes: Uint8Array, header: Header, at: number): Promise<boolean> {
    const start = at + HEADER;
    if (header.name === '//') return this.#takeLongNames(start, header.size, at);
    if (header.name === '/' || header.name === '/SYM64/' || header.name.startsWith('__.SYMDEF')) {
      const message = `The symbol table at byte ${inWords(at)} (${counted(header.size, 'byte')}) is not a member and is not listed.`;
      this.#log.add('ar.symbol-table', 'info', message, { offset: at });
      return true;
    }
    const named = await this.#name(bytes, header, start);
    const { text, raw } = nameFromBytes(named.bytes);
    const path = normalizePath(text);
    const { budget } = this.#context;
    const { limits } = budget;
    const full = this.#entries.length >= limits.entriesPerArchive;
    if (full || !budget.take('entries', 1)) {
      const limit = full ? 'entriesPerArchive' : 'entriesPerCase';
      this.#log.push(
        limitFault(limit, limits, `The archive has more members. ${this.#kept()}`, {
          entry: path,
          offset: at,
        }),
      );
      this.#complete = false;
      return false;
    }
    const end = start + header.size;
    const cut = end > this.#source.size;
    this.#checkName(path, text, at);
    if (cut) {
      const message = `${quoted(path)} states ${counted(header.size, 'byte')}, but the archive ends at byte ${inWords(this.#source.size)}. ${this.#kept()}`;
      this.#fail('ar.truncated', message, at, path);
    }
    this.#entries.push({
      path,
      type: 'f',
      mode: header.mode & 0o7777,
      size: header.size - named.inContent,
      mtime: header.mtime,
      uid: header.uid,
      gid: header.gid,
      headerOffset: at,
      steps: [
        { op: 'slice', start: start + named.inContent, end: Math.min(end, this.#source.size), name: path },
      ],
      flags: (raw === undefined ? 0 : EntryFlag.rawName) | (cut ? EntryFlag.notInspected : 0),
    });
    return !cut;
  }

  /** A member's name, and how many bytes of it stand before its content (BSD). */
  async #name(
    bytes: Uint8Array,
    header: Header,
    start: number,
  ): Promise<{ bytes: Uint8Array; inContent: number }> {
    const { name } = header;
    const bsd = /^#1\/([0-9]{1,10})$/.exec(name);
    if (bsd !== null) {
      const length = Number(bsd[1]);
      if (length <= Math.min(header.size, this.#context.budget.limits.path)) {
        const long = await this.#source.bytes(start, start + length);
        const end = long.indexOf(0);
        return { bytes: end < 0 ? long : long.subarray(0, end), inContent: length };
      }
      this.#badName(name, start - HEADER);
    }
    const gnu = /^\/([0-9]{1,10})$/.exec(name);
    if (gnu !== null) {
      const long = this.#longNames?.subarray(Number(gnu[1]));
      const end = long === undefined ? -1 : long.indexOf(0x0a);
      if (long !== undefined && end > 0) {
        return { bytes: long.subarray(0, long[end - 1] === 0x2f ? end - 1 : end), inContent: 0 };
      }
      this.#badName(name, start - HEADER);
      return { bytes: bytes.subarray(1, name.length), inContent: 0 };
    }
    const short = bytes.subarray(0, name.length);
    return { bytes: name.length > 1 && name.endsWith('/') ? short.subarray(0, -1) : short, inContent: 0 };
  }

  #badName(name: string, offset: number): void {
    const message = `The member at byte ${inWords(offset)} refers to a long name, ${quoted(name)}, that is not there.`;
    this.#log.add('ar.long-name', 'warning', message, { entry: name, offset });
  }

  async #takeLongNames(start: number, size: number, at: number): Promise<boolean> {
    const { limits } = this.#context.budget;
    if (size > limits.longRecord) {
      this.#log.push(
        limitFault(
          'longRecord',
          limits,
          `The table of long names has ${counted(size, 'byte')}. ${this.#kept()}`,
          { offset: at },
        ),
      );
      this.#complete = false;
      return false;
    }
    if (this.#longNames !== undefined) {
      this.#log.add(
        'ar.long-names-twice',
        'warning',
        'There is a second table of long names; it counts from here on.',
        { offset: at },
      );
    }
    this.#longNames = await this.#source.bytes(start, start + size);
    if (this.#longNames.length === size) return true;
    this.#fail(
      'ar.truncated',
      `The archive ends inside its table of long names, at byte ${inWords(this.#source.size)}. ${this.#kept()}`,
      at,
    );
    return false;
  }

  #checkName(path: string, written: string, offset: number): void {
    const where = { entry: path, offset };
    if (this.#seen.has(path)) {
      const message = `${quoted(path)} is in the archive more than once: tools differ in which they take.`;
      this.#log.add('ar.duplicate', 'warning', message, where);
    }
    this.#seen.add(path);
    if (written.startsWith('/') || written.split('/').includes('..')) {
      const message = `${quoted(written)} leads outside the directory it is unpacked in, for a tool that follows it.`;
      this.#log.add('ar.name.traversal', 'warning', message, where);
    }
  }

  #fail(code: string, message: string, offset: number, entry?: string): void {
    this.#complete = false;
    this.#log.add(code, 'error', message, { entry, offset });
  }

  #kept(): string {
    return keptBefore(this.#entries.length, 'member');
  }
}

/** Fields of a header; `undefined` when the size, which leads to the next one, is not a number. */
function parseHeader(bytes: Uint8Array): Header | undefined {
  const text = decodeLatin1(bytes);
  const field = (start: number, end: number): string => text.slice(start, end).trimEnd();
  const size = decimal(field(48, 58));
  if (!Number.isSafeInteger(size)) return undefined;
  const count = (start: number, end: number): number => decimal(field(start, end)) || 0;
  const mode = field(40, 48);
  return {
    name: field(0, 16),
    mtime: count(16, 28),
    uid: count(28, 34),
    gid: count(34, 40),
    mode: /^[0-7]+$/.test(mode) ? Number.parseInt(mode, 8) : 0,
    size,
  };
}
