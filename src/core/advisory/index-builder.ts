import { type Bytes, decodeUtf8 } from '../base/bytes.ts';
import { evaluate } from './evaluate.ts';
import {
  type Block,
  type IndexedEcosystem,
  type IndexedSource,
  type IndexHeader,
  Packer,
  writeHeader,
} from './index-format.ts';
import { keyOf, usualSummary, writeDetail, writeMatch } from './index-rows.ts';
import { KeptRecords } from './kept-records.ts';
import { licenceOf } from './licences.ts';
import type { OsvRecord } from './record.ts';
import { TextBuffer } from './text-buffer.ts';
import type { Affected } from './types.ts';

/** What is known of a source before its records are read. */
export interface SourceToIndex {
  readonly name: string;
  /** Absent until {@link IndexBuilder.identify} when the source is hashed while it is read. */
  readonly sha256?: string;
}

const BLOCK = 8 * 1024;

/**
 * Makes a compact index of records, in any number of sources. The same records give the same bytes, in whatever order
 * they come; of two records with one id the one that was modified last counts.
 */
export class IndexBuilder {
  readonly #kept = new KeptRecords();
  readonly #sources: { of: SourceToIndex; readonly state: SourceState }[] = [];

  /** Begins a source; records that follow are its own until the next one begins. */
  begin(source: SourceToIndex): void {
    this.#sources.push({ of: source, state: new SourceState() });
  }

  /** Says the digest of the current source, which is known only when it was read. */
  identify(sha256: string): void {
    const source = this.#sources.at(-1);
    if (source !== undefined) source.of = { ...source.of, sha256 };
  }

  add(record: OsvRecord): void {
    const { advisory, withdrawn, affected, unplaced, licence } = record;
    const source = this.#sources.at(-1);
    if (source === undefined) throw new Error('no source was begun');
    source.state.add(record, licence ?? licenceOf(advisory.id));
    const [only, another] = affected;
    const said = only === undefined || another !== undefined ? undefined : usualSummary(only);
    this.#kept.add({
      id: advisory.id,
      modified: advisory.modified,
      withdrawn,
      unplaced,
      detail: writeDetail(advisory, said),
      packages: (withdrawn ? [] : merged(affected)).map((one) => ({
        ecosystem: one.ecosystem,
        key: keyOf(one.ecosystem, one.name),
        match: writeMatch(slim(one)),
      })),
    });
  }

  /**
   * Ends the current source. `complete`: all that it counts was read, so that the ecosystem which every one of its
   * records names is there in full; `covers` names further ones that its publisher says are.
   */
  end(complete: boolean, covers: readonly string[] = []): void {
    const source = this.#sources.at(-1);
    if (source !== undefined) source.state.close(complete, covers);
  }

  /** The index, once: what it is made of is not kept. */
  finish(): Blob {
    const detail = new Blocks<number>();
    let number = 0;
    const ids: string[] = [];
    for (const kept of this.#kept.details()) {
      const advisory = number++;
      const line = detail.begin(() => {
        ids.push(kept.id);
        return advisory;
      });
      line.bytes(kept.detail.written);
      detail.end();
    }
    const retracted = new Blocks<string>();
    for (const { id, line } of this.#kept.retracted()) {
      retracted.begin(() => id).bytes(line);
      retracted.end();
    }
    const match = new Blocks<string>();
    let to: TextBuffer | undefined;
    const end = () => {
      to?.text(']');
      if (to !== undefined) match.end();
    };
    for (const { bytes, key, keyEnd, match: row, end: rowEnd, same, advisory } of this.#kept.packages()) {
      if (to === undefined || !same) {
        end();
        to = match.begin(() => decodeUtf8(bytes.subarray(key, keyEnd)) ?? '');
        to.bytes(bytes, key, keyEnd - key);
        to.text('\t[');
      } else to.text(',');
      to.write('[', advisory, ',');
      to.bytes(bytes, row, rowEnd - row);
      to.text(']');
    }
    end();
    const matched = match.finish();
    const detailed = detail.finish(matched.length);
    const back = retracted.finish(matched.length + detailed.length);
    const blocks = { match: matched.blocks, detail: detailed.blocks, ids, retracted: back.blocks };
    return new Blob([...writeHeader(this.#header(), blocks), matched.bytes, detailed.bytes, back.bytes]);
  }

  #header(): IndexHeader {
    const covered = new Set(this.#sources.flatMap(({ state }) => state.covered));
    const { ecosystems, ...totals } = this.#kept.totals;
    return {
      sources: this.#sources
        .map(({ of: { name, sha256 = '' }, state }): IndexedSource => ({ name, sha256, ...state.summary }))
        .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
      ecosystems: ecosystems
        .map((one): IndexedEcosystem => ({ ...one, complete: covered.has(baseOf(one.name)) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      ...totals,
    };
  }
}

/** Without the release. */
export function baseOf(ecosystem: string): string {
  return ecosystem.split(':')[0] ?? ecosystem;
}

/** What a source says as a whole. */
class SourceState {
  #records = 0;
  #newest = '';
  readonly #licences = new Set<string>();
  /** Ecosystems that every record so far names. */
  #common: Set<string> | undefined;
  #complete = false;
  #stated: readonly string[] = [];

  add({ advisory, affected }: OsvRecord, licence: string | undefined): void {
    this.#records++;
    if (advisory.modified > this.#newest) this.#newest = advisory.modified;
    if (licence !== undefined) this.#licences.add(licence);
    const names = (base: string) => affected.some(({ ecosystem }) => baseOf(ecosystem) === base);
    if (this.#common === undefined)
      this.#common = new Set(affected.map(({ ecosystem }) => baseOf(ecosystem)));
    else for (const base of this.#common) if (!names(base)) this.#common.delete(base);
  }

  close(complete: boolean, covers: readonly string[]): void {
    this.#complete = complete;
    this.#stated = covers;
  }

  get covered(): readonly string[] {
    return this.#complete ? [...(this.#common ?? []), ...this.#stated] : [];
  }

  get summary(): Omit<IndexedSource, keyof SourceToIndex> {
    return {
      records: this.#records,
      newest: this.#newest,
      complete: this.#complete,
      licences: [...this.#licences].sort(),
    };
  }
}

/** One entry for each package: a record may have several for the same one, and any of them counts. */
function merged(affected: readonly Affected[]): readonly Affected[] {
  if (affected.length < 2) return affected;
  const out = new Map<string, Affected>();
  for (const one of affected) {
    const key = keyOf(one.ecosystem, one.name);
    const known = out.get(key);
    out.set(
      key,
      known === undefined
        ? one
        : {
            ...known,
            ranges: [...known.ranges, ...one.ranges],
            versions: [...known.versions, ...one.versions],
          },
    );
  }
  return [...out.values()];
}

/** Without the versions that its ranges say are affected anyway: those are most of them. */
function slim(affected: Affected): Affected {
  if (affected.versions.length === 0 || affected.ranges.length === 0) return affected;
  const ranges = { ...affected, versions: [] };
  return {
    ...affected,
    versions: affected.versions.filter((version) => evaluate(ranges, version).status !== 'affected'),
  };
}

/** Lines, compressed in blocks. */
class Blocks<K> {
  readonly #packer = new Packer();
  readonly #blocks: Block<K>[] = [];
  readonly #pieces = new Pieces();
  readonly #lines = new TextBuffer();
  #first: K | undefined;

  /** Where the next line is to be written, up to {@link end}. */
  begin(key: () => K): TextBuffer {
    if (this.#lines.length === 0) this.#first = key();
    return this.#lines;
  }

  end(): void {
    this.#lines.text('\n');
    if (this.#lines.length >= BLOCK) this.#cut();
  }

  /** `before`: bytes that lie between the first block of all and these. */
  finish(before = 0): {
    readonly blocks: readonly Block<K>[];
    readonly bytes: Blob;
    readonly length: number;
  } {
    this.#cut();
    const blocks = this.#blocks.map((block) => ({ ...block, offset: block.offset + before }));
    return { blocks, bytes: this.#pieces.all(), length: this.#pieces.length };
  }

  #cut(): void {
    const { length: size, written } = this.#lines;
    if (this.#first === undefined || size === 0) return;
    const packed = this.#packer.pack(written);
    this.#blocks.push({ first: this.#first, offset: this.#pieces.length, length: packed.length, size });
    this.#pieces.add(packed);
    this.#lines.clear();
  }
}

const PIECE = 1 << 18;

/** Bytes put behind one another. A browser keeps those of a blob elsewhere: here there is one piece of them. */
class Pieces {
  readonly #full: Blob[] = [];
  readonly #piece: Bytes = new Uint8Array(PIECE);
  #used = 0;

  get length(): number {
    return this.#full.length * PIECE + this.#used;
  }

  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + PIECE - this.#used);
      this.#piece.set(part, this.#used);
      this.#used += part.length;
      at += part.length;
      if (this.#used < PIECE) continue;
      this.#full.push(new Blob([this.#piece]));
      this.#used = 0;
    }
  }

  all(): Blob {
    return new Blob([...this.#full, this.#piece.subarray(0, this.#used)]);
  }
}
