import { decodeUtf8Lossy } from '../base/bytes.ts';
import { inWords } from '../unpack/wording.ts';
import { type Complain, Pages, type RpmBlob } from './rpm-blob.ts';

export const SQLITE_MAGIC = 'SQLite format 3\0';

/** Kinds of b-tree pages (SQLite file format, 1.6). */
const INTERIOR = 5;
const LEAF = 13;
/** Pages between the root and a leaf, at most: SQLite itself allows 20. */
const MOST_DEPTH = 20;
const FILE_HEADER = 100;

/** Headers of the packages in an `rpmdb.sqlite`: the blobs of the table `Packages`, by a walk over its b-tree. */
export function* sqliteBlobs(bytes: Uint8Array, complain: Complain): Generator<RpmBlob> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stated = bytes.length < FILE_HEADER ? 0 : view.getUint16(16);
  const size = stated === 1 ? 65_536 : stated;
  if (size < 512 || (size & (size - 1)) !== 0) {
    complain('rpm.sqlite', 'error', 'is no SQLite database that can be read: its header is damaged', 0);
    return;
  }
  const pages = new Pages(bytes, size);
  const expected = view.getUint32(28);
  if (expected > pages.count) {
    const what = `is cut: it has ${inWords(expected)} pages of ${inWords(size)} bytes, of which ${inWords(pages.count)} are there`;
    complain('rpm.sqlite-truncated', 'error', what, bytes.length);
  }
  const reader = new TableReader(pages, size - (bytes[20] ?? 0), complain);
  const root = rootOf(reader, 'Packages');
  if (root === undefined) {
    complain('rpm.sqlite', 'error', 'is a SQLite database in which no table "Packages" was found', 0);
    return;
  }
  for (const row of reader.rows(root)) {
    // `hnum` is the row's own number, and not stored; `blob` is the header.
    const blob = row.values.find(({ type }) => type >= 12 && type % 2 === 0);
    if (blob !== undefined) yield { bytes: blob.bytes, offset: row.offset };
  }
}

/** The root page of a table, from the schema, which is the table that begins on page 1. */
function rootOf(reader: TableReader, table: string): number | undefined {
  for (const { values } of reader.rows(1)) {
    const [type, name, , root] = values;
    if (textOf(type) === 'table' && textOf(name) === table) return root && integerOf(root);
  }
  return undefined;
}

interface Value {
  /** Serial type (2.1). */
  readonly type: number;
  readonly bytes: Uint8Array;
}

interface Row {
  readonly values: readonly Value[];
  readonly offset: number;
}

class TableReader {
  readonly #pages: Pages;
  /** Bytes of a page that hold data. */
  readonly #usable: number;
  readonly #complain: Complain;

  constructor(pages: Pages, usable: number, complain: Complain) {
    this.#pages = pages;
    this.#usable = usable;
    this.#complain = complain;
  }

  /** Rows of the table whose root is page `root`, counted from 1, in order. */
  *rows(root: number): Generator<Row> {
    const ahead: { page: number; depth: number }[] = [{ page: root, depth: 0 }];
    for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
      const { page, depth } = next;
      const start = (page - 1) * this.#pages.size;
      if (depth > MOST_DEPTH || !this.#pages.take(page - 1)) {
        this.#damaged(`page ${inWords(page)} is not there, or belongs to something else`, Math.max(0, start));
        continue;
      }
      const header = start + (page === 1 ? FILE_HEADER : 0);
      const kind = this.#pages.bytes[header];
      const cells = this.#pages.view.getUint16(header + 3);
      if (kind === INTERIOR) {
        const children = this.#pointers(start, header + 12, cells).map((at) =>
          this.#pages.view.getUint32(at),
        );
        children.push(this.#pages.view.getUint32(header + 8));
        for (const child of children.reverse()) ahead.push({ page: child, depth: depth + 1 });
      } else if (kind === LEAF) {
        for (const at of this.#pointers(start, header + 8, cells)) {
          const row = this.#row(at, start + this.#usable);
          if (row !== undefined) yield row;
        }
      } else this.#damaged(`page ${inWords(page)} is no page of a table`, start);
    }
  }

  /** Where the cells of a page begin; those that point out of it are left out. */
  #pointers(start: number, array: number, cells: number): number[] {
    const end = start + this.#usable;
    const out: number[] = [];
    for (let i = 0; i < cells && array + 2 * i + 2 <= end; i++) {
      const at = start + this.#pages.view.getUint16(array + 2 * i);
      if (at + 4 <= end && at > start) out.push(at);
      else this.#damaged('a cell lies outside of its page', array + 2 * i);
    }
    return out;
  }

  #row(offset: number, end: number): Row | undefined {
    const { bytes } = this.#pages;
    const [length, afterLength] = varint(bytes, offset);
    const [, start] = varint(bytes, afterLength);
    const payload = this.#payload(length, start, end);
    if (payload === undefined) {
      this.#damaged('a row is not whole', offset);
      return undefined;
    }
    return { values: [...valuesOf(payload)], offset };
  }

  /** The content of a cell (1.6): a part on the page, the rest on a chain of overflow pages. */
  #payload(length: number, start: number, end: number): Uint8Array | undefined {
    const { bytes, view, size } = this.#pages;
    if (length > bytes.length) return undefined;
    const most = this.#usable - 35;
    if (length <= most) return start + length <= end ? bytes.subarray(start, start + length) : undefined;
    const least = Math.floor(((this.#usable - 12) * 32) / 255) - 23;
    const fitting = least + ((length - least) % (this.#usable - 4));
    const local = fitting <= most ? fitting : least;
    if (start + local + 4 > end) return undefined;
    const out = new Uint8Array(length);
    out.set(bytes.subarray(start, start + local));
    let page = view.getUint32(start + local);
    for (let at = local; at < length; ) {
      if (!this.#pages.take(page - 1)) return undefined;
      const from = (page - 1) * size;
      const part = bytes.subarray(from + 4, from + 4 + Math.min(this.#usable - 4, length - at));
      out.set(part, at);
      at += part.length;
      page = view.getUint32(from);
    }
    return out;
  }

  #damaged(what: string, offset: number): void {
    this.#complain('rpm.sqlite-damaged', 'error', `is damaged at byte ${inWords(offset)}: ${what}`, offset);
  }
}

/** Values of a record (2.1): a header with their types, then their bytes. */
function* valuesOf(record: Uint8Array): Generator<Value> {
  const [headerLength, first] = varint(record, 0);
  let body = headerLength;
  for (let at = first; at < headerLength && at < record.length; ) {
    const [type, next] = varint(record, at);
    const length = bytesOf(type);
    yield { type, bytes: record.subarray(body, body + length) };
    body += length;
    at = next;
  }
}

function bytesOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}

function textOf(value: Value | undefined): string | undefined {
  if (value === undefined || value.type < 13 || value.type % 2 === 0) return undefined;
  return decodeUtf8Lossy(value.bytes);
}

function integerOf({ type, bytes }: Value): number | undefined {
  if (type === 8 || type === 9) return type - 8;
  if (type < 1 || type > 4) return undefined;
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** A number of one to nine bytes, seven bits each, the ninth with eight; and where it ends. */
function varint(bytes: Uint8Array, at: number): readonly [value: number, next: number] {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[at + i] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + i + 1];
  }
  return [value * 256 + (bytes[at + 8] ?? 0), at + 9];
}
