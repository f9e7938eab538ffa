import type { Rows } from './rows.ts';

/** Orders rows as a walk from the top meets their items: what belongs together starts together. */
export function orderByWalk({ items, rows }: Rows): void {
  const seen = new Uint8Array(items.length);
  const order = rows.map((): number[] => []);
  for (const start of rows.flat()) {
    const stack = [start];
    for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
      if (seen[item] === 1) continue;
      seen[item] = 1;
      const { row, down } = items[item] ?? { row: 0, down: [] };
      order[row]?.push(item);
      for (let i = down.length - 1; i >= 0; i--) stack.push(down[i]?.lower ?? 0);
    }
  }
  order.forEach((row, r) => {
    rows[r] = row;
  });
}

/**
 * Reorders rows so that fewer lines cross: barycenter sweeps down and up (Sugiyama 1981), keeping the best order
 * seen, then swaps of neighbors while they help.
 */
export function reorder(rows: Rows, sweeps: number): void {
  const ends = endsOf(rows);
  const position = new Float64Array(rows.items.length);
  const wanted = new Float64Array(rows.items.length);
  rows.rows.forEach((row) => {
    number(row, position);
  });
  let best = rows.rows.map((row) => [...row]);
  let fewest = crossings(rows, ends, position);
  for (let sweep = 0, since = 0; sweep < sweeps && since < 4 && fewest > 0; sweep++, since++) {
    const down = sweep % 2 === 0;
    for (let i = 0; i < rows.rows.length; i++) {
      const r = down ? i : rows.rows.length - 1 - i;
      const row = rows.rows[r] ?? [];
      const others = rows.rows[down ? r - 1 : r + 1]?.length ?? 0;
      byBarycenter(row, down ? ends.up : ends.down, others, position, wanted);
      number(row, position);
    }
    const left = crossings(rows, ends, position);
    if (left >= fewest) continue;
    fewest = left;
    best = rows.rows.map((row) => [...row]);
    since = -1;
  }
  best.forEach((row, r) => {
    rows.rows[r] = row;
    number(row, position);
  });
  swapNeighbors(rows, ends, position);
}

/** By item, the items its segments lead to; `shares` tells how far from the middle they meet it, in widths. */
interface Ends {
  readonly up: Side;
  readonly down: Side;
}

interface Side {
  readonly items: readonly (readonly number[])[];
  readonly shares: readonly number[];
}

function endsOf({ items }: Rows): Ends {
  const side = (end: 'upper' | 'lower', list: 'up' | 'down'): Side => {
    const shares = items.map((item) => {
      let sum = 0;
      for (const segment of item[list]) {
        const at = end === 'upper' ? segment.upperAt : segment.lowerAt;
        if (at !== 0) sum += at / (items[segment[end]]?.width ?? 1);
      }
      return sum;
    });
    return { items: items.map((item) => item[list].map((segment) => segment[end])), shares };
  };
  return { up: side('upper', 'up'), down: side('lower', 'down') };
}

function number(row: readonly number[], position: Float64Array): void {
  for (let i = 0; i < row.length; i++) position[row[i] ?? 0] = i;
}

/** Sorts a row by the mean place of what its items are joined to; an item without lines keeps its own. */
function byBarycenter(
  row: number[],
  side: Side,
  others: number,
  position: Float64Array,
  wanted: Float64Array,
): void {
  for (const item of row) {
    const joined = side.items[item] ?? [];
    let sum = side.shares[item] ?? 0;
    for (let i = 0; i < joined.length; i++) sum += position[joined[i] ?? 0] ?? 0;
    wanted[item] = joined.length === 0 ? ((position[item] ?? 0) * others) / row.length : sum / joined.length;
  }
  row.sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || (position[a] ?? 0) - (position[b] ?? 0));
}

/** Pairs of lines that cross, over all rows: lines to the left that end further right, by a Fenwick tree. */
function crossings({ rows }: Rows, { up }: Ends, position: Float64Array): number {
  let sum = 0;
  const tree = new Int32Array(1 + rows.reduce((most, row) => Math.max(most, row.length), 0));
  for (let r = 1; r < rows.length; r++) {
    const range = rows[r - 1]?.length ?? 0;
    tree.fill(0, 0, range + 1);
    let count = 0;
    for (const item of rows[r] ?? []) {
      const joined = up.items[item] ?? [];
      for (let i = 0; i < joined.length; i++) {
        sum += count;
        for (let at = (position[joined[i] ?? 0] ?? 0) + 1; at > 0; at -= at & -at) sum -= tree[at] ?? 0;
      }
      for (let i = 0; i < joined.length; i++) {
        for (let at = (position[joined[i] ?? 0] ?? 0) + 1; at <= range; at += at & -at)
          tree[at] = (tree[at] ?? 0) + 1;
      }
      count += joined.length;
    }
  }
  return sum;
}

/** Swaps neighbors whose lines cross less the other way round. */
function swapNeighbors({ rows }: Rows, ends: Ends, position: Float64Array): void {
  const places = (side: Side, item: number): number[] =>
    (side.items[item] ?? []).map((end) => position[end] ?? 0).sort((a, b) => a - b);
  const PASSES = 4;
  for (let pass = 0, better = true; better && pass < PASSES; pass++) {
    better = false;
    for (const row of rows) {
      const above = row.map((item) => places(ends.up, item));
      const below = row.map((item) => places(ends.down, item));
      for (let i = 1; i < row.length; i++) {
        const gain = saved(above[i - 1], above[i]) + saved(below[i - 1], below[i]);
        if (gain <= 0) continue;
        swap(row, i);
        swap(above, i);
        swap(below, i);
        better = true;
      }
      number(row, position);
    }
  }
}

function swap<T>(list: T[], i: number): void {
  const pair = list.slice(i - 1, i + 1).reverse();
  list.splice(i - 1, 2, ...pair);
}

/** Crossings fewer when the item with ends `left` changes places with the item with ends `right`; both ascend. */
function saved(left: readonly number[] = [], right: readonly number[] = []): number {
  let sum = 0;
  let below = 0;
  let through = 0;
  for (const end of left) {
    while (below < right.length && (right[below] ?? 0) < end) below++;
    while (through < right.length && (right[through] ?? 0) <= end) through++;
    // Ends of `right` before this one cross now; those after it would.
    sum += below - (right.length - through);
  }
  return sum;
}
