import type { Tree } from '../image/tree.ts';
import type { FileReading } from './types.ts';

/** Layers in which something stands: from `from` up to, and not including, `until`; `Infinity` for good. */
export interface Lifetime {
  readonly from: number;
  readonly until: number;
}

/** How long the file version stands that a reading was made of. */
export function lifetimeOf(tree: Tree, reading: FileReading): Lifetime {
  const fate = tree.fate(reading.path, reading.layer);
  const until = fate === undefined || fate.state === 'present' ? Number.POSITIVE_INFINITY : fate.by;
  return { from: reading.layer, until };
}

export function overlaps(a: Lifetime, b: Lifetime): boolean {
  return a.from < b.until && b.from < a.until;
}

/** The part of a `Place` that follows from a lifetime. */
export function standing(life: Lifetime): {
  readonly state: 'present' | 'removed';
  readonly layer: number;
  readonly removedIn?: number;
} {
  if (life.until === Number.POSITIVE_INFINITY) return { state: 'present', layer: life.from };
  return { state: 'removed', layer: life.from, removedIn: life.until };
}
