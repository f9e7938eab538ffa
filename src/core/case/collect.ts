import { type Bytes, concatBytes, decodeUtf8Lossy } from '../base/bytes.ts';
import { type Budget, limitFault } from '../base/limits.ts';
import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import { ContentScan } from '../catalog/detectors/content-scan.ts';
import type { CatalogIndex } from '../catalog/match.ts';
import { CATALOG_HEAD, type Cataloger, type FileReading } from '../catalog/types.ts';
import { contentKindOf } from '../model/content-kind.ts';
import { type Entry, EntryFlag, EntryTable } from '../model/entry-table.ts';
import { reading } from '../model/reading.ts';
import type { Sniffed } from '../sniff/sniff.ts';
import type { EntrySink } from '../unpack/types.ts';
import type { MemberHasher } from './member-hasher.ts';
import { decidedBy, nestedKind } from './nested-kind.ts';

/** A member whose content somebody asked for. `bytes` is absent when the member is to be opened in place. */
export interface Wanted {
  readonly index: number;
  readonly catalogers: readonly Cataloger[];
  /** What the content is, when it holds other files. */
  readonly nested: Sniffed | undefined;
  readonly bytes: Bytes | undefined;
}

/** In the place of a cataloger's id: what the detectors of content saw. */
const DETECTED = 'detectors';

/**
 * Receives the members of a container: keeps the table, hashes every file as it passes, and holds on to the few
 * contents that a cataloger or a nested reader wants. `take` hands those over between chunks.
 */
export class MemberCollector implements EntrySink {
  readonly table = new EntryTable();
  readonly faults: Fault[] = [];
  readonly #hasher: MemberHasher;
  readonly #catalogs: CatalogIndex;
  readonly #budget: Budget;
  /** Nested archives are kept whole (`buffer`), or only named so that the caller opens them in place. */
  readonly #nestedBy: 'buffer' | 'place';
  #wanted: Wanted[] = [];
  readonly #scan = new ContentScan();
  readonly #observed: FileReading[] = [];

  #index = -1;
  #size = 0;
  #content = false;
  #catalogers: readonly Cataloger[] = [];
  #nested: Sniffed | undefined;
  #decided = true;
  /** Bytes of the member by which it is decided what it is. */
  #needed = 0;
  #parts: Uint8Array[] | undefined;
  #kept = 0;
  #most = Number.POSITIVE_INFINITY;

  readonly #parsed: 'parsedNested' | 'parsedDropped';

  constructor(
    hasher: MemberHasher,
    catalogs: CatalogIndex,
    budget: Budget,
    nestedBy: 'buffer' | 'place',
    parsed: 'parsedNested' | 'parsedDropped' = 'parsedNested',
  ) {
    this.#parsed = parsed;
    this.#hasher = hasher;
    this.#catalogs = catalogs;
    this.#budget = budget;
    this.#nestedBy = nestedBy;
  }

  entry(entry: Entry): void {
    this.#index = this.table.add(entry);
    this.#size = entry.size;
    this.#content = entry.type === 'f';
    this.#nested = undefined;
    this.#parts = undefined;
    this.#kept = 0;
    this.#decided = !this.#content || entry.size < 4;
    this.#hasher.begin(entry.size);
    // A whiteout marker is no file (OCI image-spec, layer.md).
    const marker = /(?:^|\/)\.wh\./.test(entry.path);
    this.#catalogers = this.#content && !marker ? this.#catalogs.byPath(entry.path) : [];
    this.#catalogers = this.#withRoom(this.#catalogers);
    this.#countMost();
    this.#scan.begin(entry.path, this.#content && !marker ? entry.size : 0);
    if (this.#catalogers.length > 0) this.#parts = [];
  }

  data(chunk: Uint8Array): void {
    if (!this.#content) return;
    this.#hasher.update(chunk);
    this.#scan.data(chunk);
    if (!this.#decided) this.#decide(chunk);
    else if (this.#parts !== undefined) this.#keep(chunk);
  }

  end(whole: boolean): void {
    if (!this.#content) return;
    const index = this.#index;
    this.#hasher.end((digest) => {
      if (whole) this.table.setSha256(index, digest);
    });
    this.#keepObserved();
    if (!whole) this.table.addFlags(this.#index, EntryFlag.notInspected);
    if (!this.#decided && this.#parts !== undefined) this.#settle(concatBytes(this.#parts));
    const wanted = this.#catalogers.length > 0 || this.#nested !== undefined;
    // A member that was cut off is catalogued as far as it goes; one of which nothing came, not at all.
    if (wanted && (whole || (this.#catalogers.length > 0 && this.#kept > 0))) {
      this.#wanted.push({
        index: this.#index,
        catalogers: this.#catalogers,
        nested: whole ? this.#nested : undefined,
        bytes: this.#parts === undefined ? undefined : concatBytes(this.#parts),
      });
    } else this.#budget.release('held', this.#kept);
    this.#parts = undefined;
    this.#content = false;
  }

  /** Resolves once the table holds the digest of every member that has ended. */
  async hashed(): Promise<void> {
    await this.#hasher.settled();
  }

  /** The reader should wait for {@link hashed} before it goes on. */
  get crowded(): boolean {
    return this.#hasher.crowded;
  }

  /** Members wanted since the last call. The caller gives their bytes back to the budget with {@link release}. */
  take(): Wanted[] {
    if (this.#wanted.length === 0) return [];
    const out = this.#wanted;
    this.#wanted = [];
    return out;
  }

  /** What detectors saw in members since the last call, a reading for each file in which they saw anything. */
  takeObserved(): FileReading[] {
    return this.#observed.splice(0);
  }

  #keepObserved(): void {
    const observations = this.#scan.end();
    if (observations.length === 0 && !this.#scan.crowded) return;
    const path = this.table.path(this.#index);
    if (this.#scan.crowded)
      this.faults.push(
        fault(
          'content.crowded',
          'warning',
          `"${displayName(path)}" was not searched to its end for secrets and hidden characters: too many words stand in it that such things begin with.`,
          { entry: path },
        ),
      );
    if (observations.length === 0) return;
    this.#observed.push({ cataloger: DETECTED, path, layer: 0, reading: reading({ observations }) });
  }

  release(wanted: Wanted): void {
    this.#budget.release('held', wanted.bytes?.length ?? 0);
  }

  /** Looks at the first bytes for an archive within; copies only while a chunk border cuts them. */
  #decide(chunk: Uint8Array): void {
    const first = this.#parts === undefined || this.#kept === 0;
    if (first) this.#needed = Math.min(this.#size, decidedBy(chunk, this.table.path(this.#index)));
    if (first && chunk.length >= this.#needed) {
      this.#settle(chunk);
      if (this.#parts !== undefined) this.#keep(chunk);
      return;
    }
    this.#parts ??= [];
    this.#keep(chunk);
    if (this.#kept >= this.#needed) this.#settle(concatBytes(this.#parts));
  }

  #settle(head: Uint8Array): void {
    this.#decided = true;
    const kind = contentKindOf(head);
    this.table.setContent(this.#index, kind);
    if (kind === 'script' && (this.table.mode(this.#index) & 0o111) !== 0)
      this.table.setInterpreter(this.#index, interpreterLine(head));
    const byHead = this.#withRoom(
      this.#catalogs.byHead(head).filter((one) => !this.#catalogers.includes(one)),
    );
    if (byHead.length > 0) this.#catalogers = [...this.#catalogers, ...byHead];
    this.#countMost();
    const found = nestedKind(head, this.table.path(this.#index), this.#size);
    if (found !== undefined && (this.#nestedBy === 'place' || this.#roomFor(`It is a ${found.row.title}.`))) {
      this.#nested = found;
    }
    const keep = this.#catalogers.length > 0 || (this.#nested !== undefined && this.#nestedBy === 'buffer');
    if (keep) this.#parts ??= [];
    else {
      this.#budget.release('held', this.#kept);
      this.#kept = 0;
      this.#parts = undefined;
    }
  }

  #keep(chunk: Uint8Array): void {
    const room = this.#most - this.#kept;
    if (this.#parts === undefined || room <= 0) return;
    const part = new Uint8Array(chunk.subarray(0, room));
    this.#parts.push(part);
    this.#kept += part.length;
    this.#budget.take('held', part.length);
  }

  /** No more is held of a file than what those who want it read. */
  #countMost(): void {
    const wantsHead = this.#catalogers.length > 0 && this.#catalogers.every(({ needs }) => needs === 'head');
    this.#most = wantsHead ? CATALOG_HEAD : Number.POSITIVE_INFINITY;
  }

  #withRoom(catalogers: readonly Cataloger[]): readonly Cataloger[] {
    return catalogers.filter(({ needs, title }) =>
      needs === 'head'
        ? this.#roomFor(
            `The ${title} reader wants its head.`,
            'heldPerCase',
            Math.min(this.#size, CATALOG_HEAD),
          )
        : this.#roomFor(
            `The ${title} reader wants it whole.`,
            needs === 'large' ? 'heldPerCase' : this.#parsed,
          ),
    );
  }

  #roomFor(
    why: string,
    limit: 'heldPerCase' | 'parsedNested' | 'parsedDropped' = this.#parsed,
    size: number = this.#size,
  ): boolean {
    const { limits } = this.#budget;
    if (size <= limits[limit] && this.#budget.used('held') + size <= limits.heldPerCase) return true;
    const path = this.table.path(this.#index);
    const name = size > limits[limit] ? limit : 'heldPerCase';
    const what = `"${path}" (${this.#size.toLocaleString('en')} bytes) was hashed but not opened. ${why}`;
    const where = { entry: path, offset: this.table.headerOffset(this.#index) };
    this.faults.push(limitFault(name, limits, what, where));
    this.table.addFlags(this.#index, EntryFlag.notInspected);
    return false;
  }
}

/** What stands behind `#!`; the kernel reads no more of it (execve(2)). */
const LONGEST_INTERPRETER = 254;

function interpreterLine(head: Uint8Array): string {
  const end = head.indexOf(0x0a);
  return decodeUtf8Lossy(head.subarray(2, Math.min(end < 0 ? head.length : end, LONGEST_INTERPRETER))).trim();
}
