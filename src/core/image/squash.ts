import { normalizePath } from '../base/names.ts';
import type { Fault } from '../base/result.ts';
import type { EntryTable } from '../model/entry-table.ts';
import { type Interned, intern, type LowerMarker, type Members } from './interned.ts';
import type { Oddities } from './oddities.ts';
import type { PathOrder, Rows } from './path-order.ts';
import { RowSet } from './row-set.ts';
import { IMPLIED, SquashedTree, type Versions } from './squashed-tree.ts';

/** Members of one layer, in any order. */
export interface SquashLayer {
  readonly table: EntryTable;
  readonly diffID?: string | undefined;
}

/**
 * Applies layers, base first, and keeps the story of every path (OCI image-spec, layer.md, "Applying Changesets").
 *
 * A layer counts as a set: the order of its members does not matter, but for a path stored twice, where the last one
 * wins. Markers act on lower layers only and never show. An entry that is not a directory takes away everything that
 * lower layers had below it; a directory over a directory keeps it. A directory that no entry stands for but that one
 * needs is there too, as an extractor would make it. Paths are literal: nothing is applied through a symbolic link, and
 * a directory that is only implied replaces nothing, so that no file can hide behind one.
 *
 * @param markers `keep` for an archive that is not a layer, or to show a layer as it is: names with the whiteout
 *   prefix are then ordinary, and nothing is implied.
 */
export function squash(layers: readonly SquashLayer[], markers: 'apply' | 'keep' = 'apply'): SquashedTree {
  const interned = intern(layers, markers);
  const versions = allocate(interned);
  const state = new Squash(layers, versions, interned.oddities);
  interned.members.forEach((members, layer) => {
    state.apply(layer, members);
    // What they say is in the versions now.
    members.rows = new Int32Array(0);
    members.implied = [];
  });
  return new SquashedTree(layers, versions, state.live, state.present, state.targets, state.faults());
}

function allocate({ order, counts }: Interned): Versions {
  const start = new Uint32Array(order.length + 1);
  for (let row = 0; row < order.length; row++) start[row + 1] = (start[row] ?? 0) + (counts[row] ?? 0);
  const total = start[order.length] ?? 0;
  return {
    order,
    start,
    layer: new Int32Array(total).fill(-1),
    index: new Int32Array(total),
    end: new Int32Array(total).fill(-1),
    replaced: new Uint8Array(total),
  };
}

/** The state of the file system while layers are applied. */
class Squash {
  readonly #layers: readonly SquashLayer[];
  readonly #versions: Versions;
  readonly #order: PathOrder;
  readonly #oddities: Oddities;
  /** Per row: the version that stands, or -1. */
  readonly live: Int32Array;
  readonly present: RowSet;
  /** Version of a hard link to the version that holds its content. */
  readonly targets = new Map<number, number>();
  /** Per row: versions filled so far; the layer seen last, plus one; its entry. */
  readonly #filled: Uint32Array;
  readonly #stamp: Int32Array;
  readonly #entry: Int32Array;

  constructor(layers: readonly SquashLayer[], versions: Versions, oddities: Oddities) {
    const rows = versions.order.length;
    this.#layers = layers;
    this.#versions = versions;
    this.#order = versions.order;
    this.#oddities = oddities;
    this.live = new Int32Array(rows).fill(-1);
    this.present = new RowSet(rows);
    this.#filled = new Uint32Array(rows);
    this.#stamp = new Int32Array(rows);
    this.#entry = new Int32Array(rows);
  }

  apply(layer: number, { rows, implied, markers }: Members): void {
    const brought = this.#distinct(layer, rows);
    for (const row of implied) {
      this.#stamp[row] = layer + 1;
      this.#entry[row] = IMPLIED;
    }
    for (const marker of markers) this.#clear(marker, layer);
    for (const row of brought) {
      if (this.#type(layer, this.#entry[row] ?? 0) !== 'd') this.#endAll(this.#order.belowRow(row), layer);
      this.#end(row, layer);
    }
    for (const row of brought) this.#bring(row, layer);
    for (const row of implied) if (!this.present.has(row)) this.#bring(row, layer);
    for (const row of brought) if (this.#versionType(this.live[row] ?? -1) === 'h') this.#link(row, layer);
  }

  /** Rows of the layer, each once; the last entry of a path wins. */
  #distinct(layer: number, rows: Int32Array): Int32Array {
    const out = new Int32Array(rows.length);
    let length = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? -1;
      if (row < 0) continue;
      if (this.#stamp[row] !== layer + 1) {
        this.#stamp[row] = layer + 1;
        out[length++] = row;
      }
      this.#entry[row] = i;
    }
    return out.subarray(0, length);
  }

  #clear(marker: LowerMarker, layer: number): void {
    if (marker.directory !== '') {
      const row = this.#order.find(marker.directory);
      const own = this.#stamp[row] === layer + 1;
      if (row >= 0 && !own && this.#versionType(this.live[row] ?? -1) === 'l') {
        this.#oddities.add('image.whiteout-under-link', marker.directory, layer);
      }
    }
    if (marker.kind === 'whiteout') {
      const row = this.#order.find(marker.target);
      if (row >= 0) this.#end(row, layer);
      this.#endAll(this.#order.below(marker.target), layer);
    } else {
      this.#endAll(this.#order.below(marker.directory), layer);
    }
  }

  #endAll([start, end]: Rows, layer: number): void {
    for (let row = this.present.next(start, end); row >= 0; row = this.present.next(row + 1, end)) {
      this.#end(row, layer);
    }
  }

  #end(row: number, layer: number): void {
    const version = this.live[row] ?? -1;
    if (version < 0) return;
    this.live[row] = -1;
    this.present.delete(row);
    this.#versions.end[version] = layer;
    if (this.#stamp[row] === layer + 1) this.#versions.replaced[version] = 1;
  }

  #bring(row: number, layer: number): void {
    const versions = this.#versions;
    const version = (versions.start[row] ?? 0) + (this.#filled[row] ?? 0);
    this.#filled[row] = (this.#filled[row] ?? 0) + 1;
    versions.layer[version] = layer;
    versions.index[version] = this.#entry[row] ?? 0;
    this.live[row] = version;
    this.present.add(row);
  }

  /** Finds the content of a hard link in the merged tree as it is now; what a later layer does to the target is its own. */
  #link(row: number, layer: number): void {
    const own = this.live[row] ?? -1;
    const seen = new Set<number>([own]);
    let version = own;
    while (this.#versionType(version) === 'h') {
      const known = this.targets.get(version);
      const next = known ?? this.#linked(version);
      if (next < 0 || seen.has(next) || seen.size > 40) {
        this.#oddities.add('image.hard-link-unresolved', this.#order.path(row), layer);
        return;
      }
      seen.add(next);
      version = next;
    }
    this.targets.set(own, version);
  }

  #linked(version: number): number {
    const { table } = this.#layers[this.#versions.layer[version] ?? 0] ?? {};
    const link = table?.link(this.#versions.index[version] ?? 0);
    const row = link === undefined ? -1 : this.#order.find(normalizePath(link));
    return row < 0 ? -1 : (this.live[row] ?? -1);
  }

  #versionType(version: number): string {
    return version < 0
      ? ''
      : this.#type(this.#versions.layer[version] ?? 0, this.#versions.index[version] ?? 0);
  }

  #type(layer: number, index: number): string {
    if (index === IMPLIED) return 'd';
    return this.#layers[layer]?.table.type(index) ?? '';
  }

  /** What is odd about the result: also the paths that stand below something that is no directory. */
  faults(): Fault[] {
    for (
      let row = this.present.next(0, this.#order.length);
      row >= 0;
      row = this.present.next(row + 1, this.#order.length)
    ) {
      const [start, end] = this.#order.belowRow(row);
      if (start === end) continue;
      const type = this.#versionType(this.live[row] ?? -1);
      const below = type === 'd' ? -1 : this.present.next(start, end);
      if (below < 0) continue;
      const layer = this.#versions.layer[this.live[below] ?? -1] ?? 0;
      const code = type === 'l' ? 'image.path-under-link' : 'image.path-under-file';
      this.#oddities.add(code, this.#order.path(below), layer);
    }
    return this.#oddities.faults();
  }
}
