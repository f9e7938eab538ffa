import type { Hex } from '../base/bytes.ts';
import { toHex } from '../base/bytes.ts';
import { CONTENT_KINDS, type ContentKind } from './content-kind.ts';
import type { Step } from './source.ts';

/** File, directory, symbolic link, hard link, fifo, character device, block device. */
export type EntryType = 'f' | 'd' | 'l' | 'h' | 'p' | 'c' | 'b';

const TYPES: readonly EntryType[] = ['f', 'd', 'l', 'h', 'p', 'c', 'b'];

/** Facts about one entry that are a yes or a no. Combined by `|`. */
export const EntryFlag = {
  /** The content was not hashed or not opened (limit, encryption, fault). */
  notInspected: 1,
  encrypted: 2,
  /** A later entry of the same archive has the same path. */
  shadowed: 4,
  /** Not reachable the way most tools read the archive: after the end marker, or in one zip directory only. */
  hidden: 8,
  /** Carries `security.capability`. */
  capability: 16,
  /** The stored checksum and the bytes disagree. */
  badChecksum: 32,
  /** The name is not UTF-8; the path shows its bytes as `\xNN`, in a zip as code page 437. */
  rawName: 64,
} as const;

/** What a container reader tells about one member. Offsets count bytes of the container. */
export interface Entry {
  readonly path: string;
  readonly type: EntryType;
  /** Permission bits with setuid, setgid and sticky (12 bits). */
  readonly mode: number;
  readonly size: number;
  /** Seconds since 1970, 0 when unknown. */
  readonly mtime: number;
  readonly uid: number;
  readonly gid: number;
  /** Target of a symbolic or hard link, as written. */
  readonly link?: string;
  /** Where the member's header starts. */
  readonly headerOffset: number;
  /** From the container's bytes to the member's content. Empty for members without content. */
  readonly steps: readonly Step[];
  /** {@link EntryFlag} bits. */
  readonly flags: number;
  /** CRC-32 the content must have, where the container states one. For who reads the member; tables leave it out. */
  readonly crc32?: number;
}

/** The columns of an {@link EntryTable}: plain data, posted between workers as it is. */
export interface EntryColumns {
  paths: string[];
  type: Uint8Array<ArrayBuffer>;
  mode: Uint16Array<ArrayBuffer>;
  flags: Uint8Array<ArrayBuffer>;
  size: Float64Array<ArrayBuffer>;
  mtime: Float64Array<ArrayBuffer>;
  uid: Float64Array<ArrayBuffer>;
  gid: Float64Array<ArrayBuffer>;
  headerOffset: Float64Array<ArrayBuffer>;
  /** Content of plain members: `[start, end)` of the container; `NaN` start when `steps` says it or there is none. */
  start: Float64Array<ArrayBuffer>;
  end: Float64Array<ArrayBuffer>;
  /** 32 bytes an entry; valid where `hashed` is 1. */
  sha256: Uint8Array<ArrayBuffer>;
  hashed: Uint8Array<ArrayBuffer>;
  /** Index into {@link CONTENT_KINDS}. */
  content: Uint8Array<ArrayBuffer>;
  links: Map<number, string>;
  /** What stands behind `#!` of scripts that may be run. */
  interpreters: Map<number, string>;
  /** Members whose content needs more than one slice. */
  steps: Map<number, readonly Step[]>;
}

/**
 * Members of one archive or layer in archive order, by column: 200,000 entries are a few typed arrays and one list
 * of strings, and cross a worker boundary without becoming objects.
 */
export class EntryTable {
  #columns: EntryColumns;
  #length: number;

  constructor(columns: EntryColumns = emptyColumns(256)) {
    this.#columns = columns;
    this.#length = columns.paths.length;
  }

  get length(): number {
    return this.#length;
  }

  /** Columns cut to length, to post or keep. */
  toColumns(): EntryColumns {
    const n = this.#length;
    const c = this.#columns;
    if (c.type.length === n) return c;
    this.#columns = resize(c, n);
    return this.#columns;
  }

  /** Appends an entry and returns its index. */
  add(entry: Entry): number {
    const i = this.#length++;
    if (i >= this.#columns.type.length) this.#columns = resize(this.#columns, Math.max(256, i * 2));
    const c = this.#columns;
    c.paths.push(entry.path);
    c.type[i] = TYPES.indexOf(entry.type);
    c.mode[i] = entry.mode;
    c.flags[i] = entry.flags;
    c.size[i] = entry.size;
    c.mtime[i] = entry.mtime;
    c.uid[i] = entry.uid;
    c.gid[i] = entry.gid;
    c.headerOffset[i] = entry.headerOffset;
    const only = entry.steps.length === 1 ? entry.steps[0] : undefined;
    if (only?.op === 'slice') {
      c.start[i] = only.start;
      c.end[i] = only.end;
    } else {
      c.start[i] = Number.NaN;
      if (entry.steps.length > 0) c.steps.set(i, entry.steps);
    }
    if (entry.link !== undefined) c.links.set(i, entry.link);
    return i;
  }

  setSha256(i: number, digest: Uint8Array): void {
    this.#columns.sha256.set(digest, i * 32);
    this.#columns.hashed[i] = 1;
  }

  setContent(i: number, kind: ContentKind): void {
    this.#columns.content[i] = CONTENT_KINDS.indexOf(kind);
  }

  /** What the first bytes say; `other` for what was not read. */
  content(i: number): ContentKind {
    return CONTENT_KINDS[this.#columns.content[i] ?? 0] ?? 'other';
  }

  setInterpreter(i: number, line: string): void {
    this.#columns.interpreters.set(i, line);
  }

  /** Interpreter of a script and its argument, as its first line has them. */
  interpreter(i: number): string | undefined {
    return this.#columns.interpreters.get(i);
  }

  addFlags(i: number, flags: number): void {
    this.#columns.flags[i] = this.flags(i) | flags;
  }

  path(i: number): string {
    return this.#columns.paths[i] ?? '';
  }

  type(i: number): EntryType {
    return TYPES[this.#columns.type[i] ?? 0] ?? 'f';
  }

  mode(i: number): number {
    return this.#columns.mode[i] ?? 0;
  }

  flags(i: number): number {
    return this.#columns.flags[i] ?? 0;
  }

  size(i: number): number {
    return this.#columns.size[i] ?? 0;
  }

  mtime(i: number): number {
    return this.#columns.mtime[i] ?? 0;
  }

  uid(i: number): number {
    return this.#columns.uid[i] ?? 0;
  }

  gid(i: number): number {
    return this.#columns.gid[i] ?? 0;
  }

  headerOffset(i: number): number {
    return this.#columns.headerOffset[i] ?? 0;
  }

  link(i: number): string | undefined {
    return this.#columns.links.get(i);
  }

  sha256(i: number): Hex | undefined {
    if (this.#columns.hashed[i] !== 1) return undefined;
    return toHex(this.#columns.sha256.subarray(i * 32, i * 32 + 32));
  }

  /** From the container's bytes to this entry's content; empty when it has none. */
  steps(i: number): readonly Step[] {
    const start = this.#columns.start[i] ?? Number.NaN;
    if (Number.isNaN(start)) return this.#columns.steps.get(i) ?? [];
    return [{ op: 'slice', start, end: this.#columns.end[i] ?? start, name: this.path(i) }];
  }

  /** One row as an object: for tests and for the few rows a page shows. */
  row(i: number): Entry & { readonly sha256: Hex | undefined } {
    const link = this.link(i);
    return {
      path: this.path(i),
      type: this.type(i),
      mode: this.mode(i),
      size: this.size(i),
      mtime: this.mtime(i),
      uid: this.uid(i),
      gid: this.gid(i),
      headerOffset: this.headerOffset(i),
      steps: this.steps(i),
      flags: this.flags(i),
      ...(link === undefined ? {} : { link }),
      sha256: this.sha256(i),
    };
  }
}

function emptyColumns(capacity: number): EntryColumns {
  return {
    paths: [],
    type: new Uint8Array(capacity),
    mode: new Uint16Array(capacity),
    flags: new Uint8Array(capacity),
    size: new Float64Array(capacity),
    mtime: new Float64Array(capacity),
    uid: new Float64Array(capacity),
    gid: new Float64Array(capacity),
    headerOffset: new Float64Array(capacity),
    start: new Float64Array(capacity),
    end: new Float64Array(capacity),
    sha256: new Uint8Array(capacity * 32),
    hashed: new Uint8Array(capacity),
    content: new Uint8Array(capacity),
    links: new Map(),
    interpreters: new Map(),
    steps: new Map(),
  };
}

function resize(columns: EntryColumns, capacity: number): EntryColumns {
  const next = emptyColumns(capacity);
  const keep = Math.min(capacity, columns.type.length);
  next.paths = columns.paths;
  next.links = columns.links;
  next.interpreters = columns.interpreters;
  next.steps = columns.steps;
  for (const name of ['type', 'flags', 'hashed', 'content'] as const)
    next[name].set(columns[name].subarray(0, keep));
  next.mode.set(columns.mode.subarray(0, keep));
  for (const name of ['size', 'mtime', 'uid', 'gid', 'headerOffset', 'start', 'end'] as const) {
    next[name].set(columns[name].subarray(0, keep));
  }
  next.sha256.set(columns.sha256.subarray(0, keep * 32));
  return next;
}
