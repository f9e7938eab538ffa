import { normalizePath } from '../base/names.ts';
import type { EntryTable } from '../model/entry-table.ts';
import { Oddities } from './oddities.ts';
import { PathOrder } from './path-order.ts';
import { type Marker, readMarker } from './whiteout.ts';

/** A marker that acts on the layers below. */
export type LowerMarker = Extract<Marker, { kind: 'whiteout' | 'opaque' }>;

/** What a layer brings, by row. */
export interface Members {
  /** Per entry of the table: its row, or -1 for a marker or the root. */
  rows: Int32Array;
  /** Directories that the entries need and the layer has none for. */
  implied: number[];
  readonly markers: readonly LowerMarker[];
}

/** Layers whose paths have become rows. */
export interface Interned {
  readonly order: PathOrder;
  readonly members: readonly Members[];
  /** Per row: how many layers have it, or imply it. */
  readonly counts: Uint32Array;
  readonly oddities: Oddities;
}

/** Implied directories of one squash: a few entries with paths of 2,000 segments would imply millions. */
const MAX_IMPLIED = 250_000;

/** Gives every distinct path a row, and every directory that is implied. */
export function intern(layers: readonly { readonly table: EntryTable }[], mode: 'apply' | 'keep'): Interned {
  const ids = new Ids();
  const oddities = new Oddities(mode === 'apply' ? layers.length : 0);
  let room = MAX_IMPLIED;
  const members = layers.map(({ table }, layer): Members => {
    const rows = new Int32Array(table.length).fill(-1);
    const markers: LowerMarker[] = [];
    for (let i = 0; i < table.length; i++) {
      const path = normalizePath(table.path(i));
      if (path === '') continue;
      const marker = mode === 'apply' ? readMarker(path) : undefined;
      if (marker !== undefined) {
        oddities.addMarker(marker, path, layer, table.size(i));
        if (marker.kind === 'whiteout' || marker.kind === 'opaque') markers.push(marker);
        if (marker.kind !== 'invalid') continue;
      }
      rows[i] = ids.of(path);
      ids.claim(rows[i] ?? 0, layer);
    }
    const implied: number[] = [];
    for (const id of mode === 'apply' ? rows : []) {
      let path = id < 0 ? '' : ids.path(id);
      for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/')) {
        path = path.slice(0, slash);
        if (room === 0) {
          oddities.add('image.implied-directories', path, layer);
          break;
        }
        const parent = ids.of(path);
        if (!ids.claim(parent, layer)) break;
        implied.push(parent);
        room--;
      }
    }
    return { rows, implied, markers };
  });
  return { ...ids.ranked(members), members, oddities };
}

/** Numbers for paths in the order in which they come, until all are known and can be sorted. */
class Ids {
  readonly #ids = new Map<string, number>();
  readonly #paths: string[] = [];
  readonly #lastLayer: number[] = [];
  readonly #layers: number[] = [];

  of(path: string): number {
    const known = this.#ids.get(path);
    if (known !== undefined) return known;
    const id = this.#paths.push(path) - 1;
    this.#ids.set(path, id);
    this.#lastLayer.push(-1);
    this.#layers.push(0);
    return id;
  }

  path(id: number): string {
    return this.#paths[id] ?? '';
  }

  /** Counts a layer for a path, once; false when it was counted before. */
  claim(id: number, layer: number): boolean {
    if (this.#lastLayer[id] === layer) return false;
    this.#lastLayer[id] = layer;
    this.#layers[id] = (this.#layers[id] ?? 0) + 1;
    return true;
  }

  /** Sorts the paths, and puts rows for numbers in `members`. */
  ranked(members: readonly Members[]): { readonly order: PathOrder; readonly counts: Uint32Array } {
    const sorted = [...this.#paths].sort();
    const rank = new Int32Array(sorted.length);
    const counts = new Uint32Array(sorted.length);
    sorted.forEach((path, row) => {
      const id = this.#ids.get(path) ?? 0;
      rank[id] = row;
      counts[row] = this.#layers[id] ?? 0;
    });
    for (const { rows, implied } of members) {
      for (let i = 0; i < rows.length; i++) if ((rows[i] ?? -1) >= 0) rows[i] = rank[rows[i] ?? 0] ?? -1;
      for (let i = 0; i < implied.length; i++) implied[i] = rank[implied[i] ?? 0] ?? -1;
    }
    return { order: new PathOrder(sorted), counts };
  }
}
