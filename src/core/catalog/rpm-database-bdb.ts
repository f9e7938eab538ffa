import { inWords } from '../unpack/wording.ts';
import { type Complain, Pages, type RpmBlob } from './rpm-blob.ts';

/** Magic of a hash database, at byte 12 in the byte order of the machine that wrote it (Berkeley DB, db_page.h). */
const HASH_MAGIC = 0x061561;
const MAGIC_AT = 12;
const PAGE_HEADER = 26;

/** Kinds of pages. */
const HASH_UNSORTED = 2;
const OVERFLOW = 7;
const HASH = 13;
/** Kinds of items on a page: data, or where the data begin on pages of their own. */
const KEY_DATA = 1;
const OFF_PAGE = 3;
const OFF_PAGE_BYTES = 12;
/** The key under which the next number is kept, which is no package. */
const NO_PACKAGE = 0;

/** Whether these are the first bytes of a hash database; in which byte order. */
export function bdbByteOrder(bytes: Uint8Array): 'little' | 'big' | undefined {
  if (bytes.length < 512) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(MAGIC_AT, true) === HASH_MAGIC) return 'little';
  return view.getUint32(MAGIC_AT, false) === HASH_MAGIC ? 'big' : undefined;
}

/** Headers of the packages in a Berkeley DB `Packages`: the values on its hash pages, and on the pages they lead to. */
export function* bdbBlobs(bytes: Uint8Array, complain: Complain): Generator<RpmBlob> {
  const little = bdbByteOrder(bytes) === 'little';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(20, little);
  if (size < 512 || size > 65_536 || (size & (size - 1)) !== 0) {
    complain('rpm.bdb', 'error', 'is no Berkeley DB database that can be read: its header is damaged', 0);
    return;
  }
  if (bytes[24] !== 0 || ((bytes[26] ?? 0) & 1) !== 0) {
    complain(
      'rpm.bdb-unsupported',
      'error',
      'is encrypted or has checksums on its pages, which is not supported',
      24,
    );
    return;
  }
  const pages = new Pages(bytes, size);
  const last = view.getUint32(32, little);
  if (last >= pages.count) {
    const what = `is cut: it has ${inWords(last + 1)} pages of ${inWords(size)} bytes, of which ${inWords(pages.count)} are there`;
    complain('rpm.bdb-truncated', 'error', what, bytes.length);
  }
  for (let page = 1; page < pages.count; page++) {
    const kind = bytes[page * size + 25];
    if (kind === HASH || kind === HASH_UNSORTED) yield* new HashPage(pages, page, little, complain).blobs();
  }
}

/** A page of keys and values, which take turns. */
class HashPage {
  readonly #pages: Pages;
  readonly #start: number;
  readonly #little: boolean;
  readonly #complain: Complain;

  constructor(pages: Pages, page: number, little: boolean, complain: Complain) {
    this.#pages = pages;
    this.#start = page * pages.size;
    this.#little = little;
    this.#complain = complain;
  }

  *blobs(): Generator<RpmBlob> {
    const { view, size } = this.#pages;
    const room = Math.floor((size - PAGE_HEADER) / 2);
    const items = Math.min(view.getUint16(this.#start + 20, this.#little), room);
    for (let i = 0; i + 1 < items; i += 2) {
      const key = this.#item(i);
      const value = this.#item(i + 1);
      if (key === undefined || value === undefined) {
        const at = this.#start + PAGE_HEADER + 2 * i;
        this.#damaged('an item lies outside of its page', at);
        continue;
      }
      if (this.#number(key.bytes) === NO_PACKAGE) continue;
      if (value.kind === KEY_DATA) yield value;
      else if (value.kind === OFF_PAGE) {
        const blob = this.#offPage(value.offset);
        if (blob === undefined) this.#damaged('the record of a package is not whole', value.offset);
        else yield { bytes: blob, offset: value.offset };
      }
    }
  }

  /** An item: it reaches to where the one before it begins. */
  #item(
    i: number,
  ): { readonly kind: number; readonly bytes: Uint8Array; readonly offset: number } | undefined {
    const { bytes, size } = this.#pages;
    const from = this.#offsetOf(i);
    const to = i === 0 ? size : this.#offsetOf(i - 1);
    if (from < PAGE_HEADER || from >= to || to > size) return undefined;
    const offset = this.#start + from;
    return { kind: bytes[offset] ?? 0, bytes: bytes.subarray(offset + 1, this.#start + to), offset };
  }

  #offsetOf(i: number): number {
    return this.#pages.view.getUint16(this.#start + PAGE_HEADER + 2 * i, this.#little);
  }

  /** A key: the package's number. */
  #number(key: Uint8Array): number | undefined {
    if (key.length !== 4) return undefined;
    return new DataView(key.buffer, key.byteOffset).getUint32(0, this.#little);
  }

  /** The data of a chain of overflow pages. */
  #offPage(item: number): Uint8Array | undefined {
    const { bytes, view, size } = this.#pages;
    if (item + OFF_PAGE_BYTES > this.#start + size) return undefined;
    const length = view.getUint32(item + 8, this.#little);
    if (length > bytes.length) return undefined;
    const out = new Uint8Array(length);
    let page = view.getUint32(item + 4, this.#little);
    for (let at = 0; at < length; ) {
      const start = page * size;
      if (page === 0 || !this.#pages.take(page) || bytes[start + 25] !== OVERFLOW) return undefined;
      const used = view.getUint16(start + 22, this.#little);
      const part = bytes.subarray(
        start + PAGE_HEADER,
        start + PAGE_HEADER + Math.min(used, size - PAGE_HEADER, length - at),
      );
      if (part.length === 0) return undefined;
      out.set(part, at);
      at += part.length;
      page = view.getUint32(start + 16, this.#little);
    }
    return out;
  }

  #damaged(what: string, offset: number): void {
    this.#complain('rpm.bdb-damaged', 'error', `is damaged at byte ${inWords(offset)}: ${what}`, offset);
  }
}
