import { decodeUtf8 } from '../base/bytes.ts';
import { compareText, type Row, SortedRows } from './sorted-rows.ts';
import { TextBuffer } from './text-buffer.ts';

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

/** A package line, where it lies; valid until the next one is asked for. */
export interface KeptPackage {
  readonly bytes: Uint8Array;
  readonly key: number;
  readonly keyEnd: number;
  readonly match: number;
  readonly end: number;
  /** It has the key of the line before it. */
  readonly same: boolean;
  /** Number of the advisory among the live ones. */
  readonly advisory: number;
}

/** What the live records come to in one ecosystem. */
export interface EcosystemCount {
  readonly name: string;
  readonly records: number;
  readonly newest: string;
}

/** A record that counts: its id, and its detail line. */
export interface KeptDetail {
  readonly id: string;
  readonly detail: TextBuffer;
}

const TAB = 9;
const COMMA = 0x2c;
const LINE_FEED = 10;

/**
 * Hundreds of thousands of records as rows to be sorted: an object and a few strings for each would take more memory than
 * all that they say. Read once, first the records, then the packages.
 */
export class KeptRecords {
  readonly #records = new SortedRows();
  readonly #packages = new SortedRows();
  readonly #ecosystems: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #counts = new Map<number, { records: number; readonly newest: TextBuffer }>();
  readonly #retracted = new TextBuffer();
  #given = 0;
  #live = 0;
  #withdrawn = 0;
  #unplaced = 0;
  /** Number of the live record, and one; 0 for one that does not count. By the order in which records were given. */
  #liveOf = new Uint32Array(0);

  add({ id, modified, withdrawn, unplaced, detail, packages }: RecordToKeep): void {
    const given = this.#given++;
    const [only, another] = packages;
    const ecosystems =
      only !== undefined && another === undefined
        ? this.#numberOf(only.ecosystem)
        : [...new Set(packages.map(({ ecosystem }) => this.#numberOf(ecosystem)))].join(',');
    // JSON holds no tab that is not escaped.
    const said = JSON.stringify(modified);
    this.#records.add(
      [id],
      [given, '\t', withdrawn ? 1 : 0, '\t', unplaced, '\t', ecosystems, '\t', said, '\t', detail],
    );
    // A line feed comes before all that a name may hold, so that ids settle equal keys alone.
    for (const { key, match } of packages) this.#packages.add([key, '\n', id], [given, '\t', match]);
  }

  /**
   * The records that count, in the order of their ids, valid until the next one is asked for: of those with one id the
   * one modified last, of two as new the one not taken back, else the first, unless it was taken back. Where two that are
   * as new name different versions, {@link packages} has those of both: which of them is right, nobody can tell.
   */
  *details(): Generator<KeptDetail> {
    this.#liveOf = new Uint32Array(this.#given);
    const best = new BestOfId();
    for (const row of this.#records.sorted()) {
      if (!best.isOf(row)) {
        if (this.#counted(best)) yield best;
        best.clear(row);
      }
      best.take(row);
    }
    if (this.#counted(best)) yield best;
  }

  /** `["id","modified"]` of each record that was taken back, in the order of their ids; known once the others were read. */
  *retracted(): Generator<{ readonly id: string; readonly line: Uint8Array }> {
    const { written } = this.#retracted;
    for (let at = 0; at < written.length; ) {
      const end = written.indexOf(LINE_FEED, at);
      const line = written.subarray(at, end);
      const [id] = JSON.parse(decodeUtf8(line) ?? '[""]') as [string, string];
      yield { id, line };
      at = end + 1;
    }
  }

  /** Packages of the live records, sorted by key and, within one, by advisory. */
  *packages(): Generator<KeptPackage> {
    const before = new TextBuffer();
    const said = new TextBuffer();
    let last = 0;
    for (const row of this.#packages.sorted()) {
      const given = numberAt(row.bytes, row.body);
      const match = row.bytes.indexOf(TAB, row.body) + 1;
      const live = this.#liveOf[given] ?? 0;
      if (live === 0) continue;
      const { bytes, key, end } = row;
      const keyEnd = bytes.indexOf(LINE_FEED, key);
      const same = compareText(before.written, 0, before.length, bytes, key, keyEnd - key) === 0;
      // The same record twice says it once.
      if (same && live === last && compareText(said.written, 0, said.length, bytes, match, end - match) === 0)
        continue;
      last = live;
      said.fill(bytes, match, end);
      before.clear();
      before.bytes(bytes, key, keyEnd - key);
      yield { bytes, key, keyEnd, match, end, same, advisory: live - 1 };
    }
  }

  /** What the live records came to, once they were read. */
  get totals(): {
    readonly records: number;
    readonly withdrawn: number;
    readonly unplaced: number;
    readonly ecosystems: readonly EcosystemCount[];
  } {
    const ecosystems = [...this.#counts].map(([number, { records, newest }]) => ({
      name: this.#ecosystems[number] ?? '',
      records,
      newest: String(JSON.parse(decodeUtf8(newest.written) ?? '""')),
    }));
    return { records: this.#live, withdrawn: this.#withdrawn, unplaced: this.#unplaced, ecosystems };
  }

  /** Counts the record that stands for its id; `false` when there is none, or it was taken back. */
  #counted(best: BestOfId): boolean {
    const { given, withdrawn, unplaced, ecosystems, modified } = best;
    if (given < 0) return false;
    if (withdrawn) {
      this.#withdrawn++;
      this.#retracted.text(`[${JSON.stringify(best.id)},`);
      this.#retracted.bytes(modified.written);
      this.#retracted.text(']\n');
      return false;
    }
    this.#liveOf[given] = ++this.#live;
    for (const other of best.asNew) this.#liveOf[other] = this.#live;
    this.#unplaced += unplaced;
    for (let at = 0; at < ecosystems.length; at = ecosystems.written.indexOf(COMMA, at) + 1 || Infinity) {
      const ecosystem = numberAt(ecosystems.written, at);
      const count = this.#counts.get(ecosystem) ?? { records: 0, newest: new TextBuffer() };
      this.#counts.set(ecosystem, count);
      count.records++;
      if (isLess(count.newest.written, modified.written)) count.newest.fill(modified.written);
    }
    return true;
  }

  #numberOf(ecosystem: string): number {
    const known = this.#numbers.get(ecosystem);
    if (known !== undefined) return known;
    this.#numbers.set(ecosystem, this.#ecosystems.length);
    return this.#ecosystems.push(ecosystem) - 1;
  }
}

/** Of the records with one id, the one that counts; its parts in buffers that the next id uses again. */
class BestOfId {
  readonly #id = new TextBuffer();
  readonly modified = new TextBuffer();
  /** Numbers of its ecosystems, commas between. */
  readonly ecosystems = new TextBuffer();
  readonly detail = new TextBuffer();
  /** Numbers of others that were modified when it was. */
  readonly asNew: number[] = [];
  given = -1;
  withdrawn = false;
  unplaced = 0;

  get id(): string {
    return decodeUtf8(this.#id.written) ?? '';
  }

  isOf({ bytes, key, body }: Row): boolean {
    const { length, written } = this.#id;
    return compareText(written, 0, length, bytes, key, body - key) === 0;
  }

  clear({ bytes, key, body }: Row): void {
    this.#id.fill(bytes, key, body);
    this.asNew.length = 0;
    this.given = -1;
  }

  take({ bytes, body, end }: Row): void {
    const withdrawn = bytes.indexOf(TAB, body) + 1;
    const unplaced = bytes.indexOf(TAB, withdrawn) + 1;
    const ecosystems = bytes.indexOf(TAB, unplaced) + 1;
    const modified = bytes.indexOf(TAB, ecosystems) + 1;
    const detail = bytes.indexOf(TAB, modified) + 1;
    const isWithdrawn = numberAt(bytes, withdrawn) === 1;
    if (this.given >= 0 && !isLess(this.modified.written, bytes, modified, detail - 1)) {
      const { length, written } = this.modified;
      const isAsNew = compareText(written, 0, length, bytes, modified, detail - 1 - modified) === 0;
      if (isAsNew && !isWithdrawn && !this.withdrawn) this.asNew.push(numberAt(bytes, body));
      if (!isAsNew || isWithdrawn || !this.withdrawn) return;
    }
    this.asNew.length = 0;
    this.given = numberAt(bytes, body);
    this.withdrawn = isWithdrawn;
    this.unplaced = numberAt(bytes, unplaced);
    this.ecosystems.fill(bytes, ecosystems, modified - 1);
    this.modified.fill(bytes, modified, detail - 1);
    this.detail.fill(bytes, detail, end);
  }
}

function isLess(a: Uint8Array, b: Uint8Array, from = 0, to = b.length): boolean {
  return compareText(a, 0, a.length, b, from, to - from) < 0;
}

/** The number whose digits begin at `at`. */
function numberAt(bytes: Uint8Array, at: number): number {
  let number = 0;
  for (let i = at; ; i++) {
    const digit = (bytes[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return number;
    number = number * 10 + digit;
  }
}
