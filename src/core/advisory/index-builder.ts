import { type Bytes, concatBytes } from '../base/bytes.ts';
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
import { licenceOf } from './licences.ts';
import type { OsvRecord } from './record.ts';
import { RowStore } from './row-store.ts';
import { TextBuffer } from './text-buffer.ts';
import type { Affected } from './types.ts';

/** What is known of a source before its records are read. */
export interface SourceToIndex {
  readonly name: string;
  readonly sha256: string;
}

interface Kept {
  readonly id: string;
  readonly modified: string;
  readonly withdrawn: boolean;
  readonly detail: number;
  /** Numbers of its match rows, from `first`, as many as `keys`. */
  readonly keys: readonly string[];
  readonly first: number;
  readonly unplaced: number;
}

const BLOCK = 8 * 1024;

/**
 * Makes a compact index of records, in any number of sources. The same records give the same bytes, in whatever order
 * they come; of two records with one id the one that was modified last counts.
 */
export class IndexBuilder {
  readonly #rows = new RowStore();
  readonly #kept = new Map<string, Kept>();
  readonly #sources: { readonly of: SourceToIndex; readonly state: SourceState }[] = [];

  /** Begins a source; records that follow are its own until the next one begins. */
  begin(source: SourceToIndex): void {
    this.#sources.push({ of: source, state: new SourceState() });
  }

  add(record: OsvRecord): void {
    const { advisory, withdrawn, affected, unplaced, licence } = record;
    const source = this.#sources.at(-1);
    if (source === undefined) throw new Error('no source was begun');
    source.state.add(record, licence ?? licenceOf(advisory.id));
    const known = this.#kept.get(advisory.id);
    if (known !== undefined && known.modified >= advisory.modified) return;
    const [only, another] = affected;
    const said = only === undefined || another !== undefined ? undefined : usualSummary(only);
    const detail = this.#rows.add(writeDetail(advisory, said));
    const parts = withdrawn ? [] : merged(affected);
    const rows = parts.map((one) => this.#rows.add(writeMatch(slim(one))));
    this.#kept.set(advisory.id, {
      id: advisory.id,
      modified: advisory.modified,
      withdrawn,
      detail,
      keys: parts.map(({ ecosystem, name }) => keyOf(ecosystem, name)),
      first: rows[0] ?? 0,
      unplaced,
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

  finish(): Bytes {
    const live = [...this.#kept.values()]
      .filter(({ withdrawn }) => !withdrawn)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const detail = new Blocks<number>();
    const matches: { readonly key: string; readonly row: number; readonly advisory: number }[] = [];
    live.forEach(({ detail: row, keys, first }, advisory) => {
      detail.begin(advisory).bytes(this.#rows.bytes(row));
      detail.end();
      keys.forEach((key, i) => {
        matches.push({ key, row: first + i, advisory });
      });
    });
    matches.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.advisory - b.advisory));
    const match = new Blocks<string>();
    for (let at = 0; at < matches.length; ) {
      const key = matches[at]?.key ?? '';
      const line = match.begin(key);
      line.text(`${key}\t[`);
      for (let first = true; matches[at]?.key === key; first = false, at++) {
        const { row = 0, advisory = 0 } = matches[at] ?? {};
        line.text(`${first ? '' : ','}[${advisory},`);
        line.bytes(this.#rows.bytes(row));
        line.text(']');
      }
      line.text(']');
      match.end();
    }
    const matched = match.finish();
    const length = matched.parts.reduce((sum, part) => sum + part.length, 0);
    const detailed = detail.finish(length);
    return concatBytes([
      ...writeHeader(this.#header(live), matched.blocks, detailed.blocks),
      ...matched.parts,
      ...detailed.parts,
    ]);
  }

  #header(live: readonly Kept[]): IndexHeader {
    const all = [...this.#kept.values()];
    const ecosystems = new Map<string, { records: number; newest: string }>();
    for (const { keys, modified } of live) {
      for (const name of new Set(keys.map((key) => key.slice(0, key.indexOf('\t'))))) {
        const one = ecosystems.get(name) ?? { records: 0, newest: '' };
        ecosystems.set(name, {
          records: one.records + 1,
          newest: modified > one.newest ? modified : one.newest,
        });
      }
    }
    const covered = new Set(this.#sources.flatMap(({ state }) => state.covered));
    return {
      sources: this.#sources
        .map(({ of, state }): IndexedSource => ({ ...of, ...state.summary }))
        .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
      ecosystems: [...ecosystems]
        .map(([name, one]): IndexedEcosystem => ({ name, ...one, complete: covered.has(baseOf(name)) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      records: live.length,
      withdrawn: all.length - live.length,
      unplaced: live.reduce((sum, { unplaced }) => sum + unplaced, 0),
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
    const named = new Set(affected.map(({ ecosystem }) => baseOf(ecosystem)));
    this.#common =
      this.#common === undefined ? named : new Set([...this.#common].filter((one) => named.has(one)));
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
function merged(affected: readonly Affected[]): Affected[] {
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
  readonly #parts: Bytes[] = [];
  readonly #lines = new TextBuffer();
  #first: K | undefined;
  #offset = 0;

  /** Where the next line is to be written, up to {@link end}. */
  begin(key: K): TextBuffer {
    if (this.#lines.length === 0) this.#first = key;
    return this.#lines;
  }

  end(): void {
    this.#lines.text('\n');
    if (this.#lines.length >= BLOCK) this.#cut();
  }

  /** `before`: bytes that lie between the first block of all and these. */
  finish(before = 0): { readonly blocks: readonly Block<K>[]; readonly parts: readonly Bytes[] } {
    this.#cut();
    const blocks = this.#blocks.map((block) => ({ ...block, offset: block.offset + before }));
    return { blocks, parts: this.#parts };
  }

  #cut(): void {
    const { length: size, written } = this.#lines;
    if (this.#first === undefined || size === 0) return;
    const packed = this.#packer.pack(written);
    this.#blocks.push({ first: this.#first, offset: this.#offset, length: packed.length, size });
    this.#parts.push(packed);
    this.#offset += packed.length;
    this.#lines.clear();
  }
}
