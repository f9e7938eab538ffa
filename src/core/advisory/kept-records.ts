import { decodeUtf8 } from '../base/bytes.ts';
import { RowStore } from './row-store.ts';
import type { TextBuffer } from './text-buffer.ts';

/** What an index keeps of a record, as the lines of the index have it. */
export interface RecordToKeep {
  readonly id: string;
  readonly modified: string;
  readonly withdrawn: boolean;
  readonly unplaced: number;
  readonly detail: string;
  /** Its packages: the key each is found under, and its match line. */
  readonly packages: readonly { readonly ecosystem: string; readonly key: string; readonly match: string }[];
}

/** Texts of a record in the store, behind its first. */
const ID = 0;
const MODIFIED = 1;
const DETAIL = 2;
const PACKAGES = 3;

/** Package lines in the order of the index. */
export interface KeptPackages {
  readonly count: number;
  /** Whether the line at `place` has the key of the line before it. */
  same(place: number): boolean;
  key(place: number): string;
  writeKey(place: number, to: TextBuffer): void;
  writeMatch(place: number, to: TextBuffer): void;
  /** Number of the advisory among the live ones. */
  advisory(place: number): number;
}

/** What the live records come to in one ecosystem. */
export interface EcosystemCount {
  readonly name: string;
  readonly records: number;
  readonly newest: string;
}

/**
 * Hundreds of thousands of records in columns: an object and a few strings for each would take more memory than all
 * that they say. Sorting moves numbers only.
 */
export class KeptRecords {
  readonly #texts = new RowStore();
  readonly #first: number[] = [];
  readonly #packages: number[] = [];
  readonly #unplaced: number[] = [];
  readonly #withdrawn: boolean[] = [];
  readonly #ecosystems = new Map<string, number>();
  /** Ecosystem of each package, and where in it a record's begin. */
  readonly #ecosystemOf: number[] = [];
  readonly #firstPackage: number[] = [];

  add({ id, modified, withdrawn, unplaced, detail, packages }: RecordToKeep): void {
    const first = this.#texts.add(id);
    this.#texts.add(modified);
    this.#texts.add(detail);
    this.#firstPackage.push(this.#ecosystemOf.length);
    for (const { ecosystem, key, match } of packages) {
      this.#texts.add(key);
      this.#texts.add(match);
      const known = this.#ecosystems.get(ecosystem) ?? this.#ecosystems.size;
      this.#ecosystems.set(ecosystem, known);
      this.#ecosystemOf.push(known);
    }
    this.#first.push(first);
    this.#packages.push(packages.length);
    this.#unplaced.push(unplaced);
    this.#withdrawn.push(withdrawn);
  }

  /**
   * The records that count, in the order of their ids: of those with one id the one modified last, or the first such;
   * and how many were taken back.
   */
  live(): { readonly records: Uint32Array; readonly withdrawn: number } {
    const order = Uint32Array.from(this.#first.keys());
    order.sort((a, b) => this.#compare(a, b, ID) || this.#compare(b, a, MODIFIED) || a - b);
    let count = 0;
    let withdrawn = 0;
    let before: number | undefined;
    for (const record of order) {
      if (before !== undefined && this.#compare(before, record, ID) === 0) continue;
      before = record;
      if (this.#withdrawn[record] === true) withdrawn++;
      else order[count++] = record;
    }
    return { records: order.slice(0, count), withdrawn };
  }

  writeDetail(record: number, to: TextBuffer): void {
    this.#texts.write(this.#at(record) + DETAIL, to);
  }

  unplaced(live: Uint32Array): number {
    return live.reduce((sum, record) => sum + (this.#unplaced[record] ?? 0), 0);
  }

  /** The ecosystems that live records name, each record once. */
  ecosystems(live: Uint32Array): readonly EcosystemCount[] {
    const counts = new Uint32Array(this.#ecosystems.size);
    const newest = new Uint32Array(counts.length);
    const counted = new Int32Array(counts.length).fill(-1);
    for (const record of live) {
      const from = this.#firstPackage[record] ?? 0;
      for (let i = from; i < from + (this.#packages[record] ?? 0); i++) {
        const ecosystem = this.#ecosystemOf[i] ?? 0;
        if (counted[ecosystem] === record) continue;
        counted[ecosystem] = record;
        const first = counts[ecosystem] === 0;
        counts[ecosystem] = (counts[ecosystem] ?? 0) + 1;
        if (first || this.#compare(record, newest[ecosystem] ?? 0, MODIFIED) > 0) newest[ecosystem] = record;
      }
    }
    return [...this.#ecosystems]
      .map(([name, i]) => ({
        name,
        records: counts[i] ?? 0,
        newest: this.#text(this.#at(newest[i] ?? 0) + MODIFIED),
      }))
      .filter(({ records }) => records > 0);
  }

  /** Packages of the live records, sorted by key and, within one, by advisory. */
  packages(live: Uint32Array): KeptPackages {
    let count = 0;
    for (const record of live) count += this.#packages[record] ?? 0;
    const rows = new Uint32Array(count);
    const advisories = new Uint32Array(count);
    let next = 0;
    live.forEach((record, advisory) => {
      const first = this.#at(record) + PACKAGES;
      for (let i = 0; i < (this.#packages[record] ?? 0); i++, next++) {
        rows[next] = first + 2 * i;
        advisories[next] = advisory;
      }
    });
    const texts = this.#texts;
    const row = (i: number | undefined) => rows[i ?? 0] ?? 0;
    // Lines begin in the order of advisories, so that their places settle equal keys.
    const order = new Uint32Array(count).map((_, i) => i);
    order.sort((a, b) => texts.compare(row(a), row(b)) || a - b);
    return {
      count,
      same: (place) =>
        place > 0 && place < count && texts.compare(row(order[place - 1]), row(order[place])) === 0,
      key: (place) => this.#text(row(order[place])),
      writeKey: (place, to) => texts.write(row(order[place]), to),
      writeMatch: (place, to) => texts.write(row(order[place]) + 1, to),
      advisory: (place) => advisories[order[place] ?? 0] ?? 0,
    };
  }

  #text(row: number): string {
    return decodeUtf8(this.#texts.bytes(row)) ?? '';
  }

  #at(record: number): number {
    return this.#first[record] ?? 0;
  }

  #compare(a: number, b: number, text: number): number {
    return this.#texts.compare(this.#at(a) + text, this.#at(b) + text);
  }
}
