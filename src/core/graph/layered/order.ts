import type { Rows, Segment } from './rows.ts';

/**
 * Orders the items of each row so that few lines cross: barycenter sweeps down and up (Sugiyama 1981), keeping the
 * best order seen, then swaps of neighbors while they help. Changes `rows` in place; returns the crossings left.
 */
export function orderRows(rows: Rows, sweeps = 14): number {
  const position = new Float64Array(rows.items.length);
  const number = (row: readonly number[]): void => {
    row.forEach((item, i) => {
      position[item] = i;
    });
  };
  const set = (order: readonly (readonly number[])[]): void => {
    order.forEach((row, r) => {
      rows.rows[r] = [...row];
      number(row);
    });
  };
  set(depthFirst(rows));
  let best = rows.rows.map((row) => [...row]);
  let fewest = crossings(rows, position);
  for (let sweep = 0, since = 0; sweep < sweeps && since < 4 && fewest > 0; sweep++, since++) {
    const down = sweep % 2 === 0;
    const order = down ? rows.rows.keys() : [...rows.rows.keys()].reverse();
    for (const r of order) {
      const row = rows.rows[r] ?? [];
      byBarycenter(rows, row, down, position, rows.rows[down ? r - 1 : r + 1]?.length ?? 0);
      number(row);
    }
    const left = crossings(rows, position);
    if (left >= fewest) continue;
    fewest = left;
    best = rows.rows.map((row) => [...row]);
    since = -1;
  }
  set(best);
  return fewest - swapNeighbors(rows, position);
}

/** Items in the order in which a walk from the top meets them: what belongs together starts together. */
function depthFirst(rows: Rows): number[][] {
  const seen = new Uint8Array(rows.items.length);
  const order: number[][] = rows.rows.map(() => []);
  for (const start of rows.rows.flat()) {
    const stack = [start];
    for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
      if (seen[item] === 1) continue;
      seen[item] = 1;
      const { row, down } = rows.items[item] ?? { row: 0, down: [] };
      order[row]?.push(item);
      for (const segment of down.toReversed()) stack.push(segment.lower);
    }
  }
  return order;
}

function byBarycenter(
  { items }: Rows,
  row: number[],
  down: boolean,
  position: Float64Array,
  others: number,
): void {
  const wanted = new Map<number, number>();
  for (const item of row) {
    const segments = (down ? items[item]?.up : items[item]?.down) ?? [];
    let sum = 0;
    for (const segment of segments)
      sum += (position[down ? segment.upper : segment.lower] ?? 0) + portShare(items, segment, down);
    const own = ((position[item] ?? 0) * others) / row.length;
    wanted.set(item, segments.length === 0 ? own : sum / segments.length);
  }
  row.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || (position[a] ?? 0) - (position[b] ?? 0));
}

/** How far from its middle a line meets a wide box, as a share of its width. */
function portShare(items: Rows['items'], segment: Segment, down: boolean): number {
  const at = down ? segment.upperAt : segment.lowerAt;
  return at === 0 ? 0 : at / (items[down ? segment.upper : segment.lower]?.width ?? 1);
}

/** Pairs of lines that cross, over all rows. O(segments log items). */
function crossings(rows: Rows, position: Float64Array): number {
  let sum = 0;
  for (const row of rows.rows) {
    const ends: number[] = [];
    let last = 0;
    for (const item of row) {
      const own = (rows.items[item]?.down ?? [])
        .map((segment) => position[segment.lower] ?? 0)
        .sort((a, b) => a - b);
      for (const end of own) {
        ends.push(end);
        last = Math.max(last, end);
      }
    }
    sum += inversions(ends, last + 1);
  }
  return sum;
}

/** Pairs of values that stand in the wrong order, by a Fenwick tree. */
function inversions(values: readonly number[], range: number): number {
  const tree = new Uint32Array(range + 1);
  let sum = 0;
  values.forEach((value, before) => {
    let smallerOrEqual = 0;
    for (let i = value + 1; i > 0; i -= i & -i) smallerOrEqual += tree[i] ?? 0;
    sum += before - smallerOrEqual;
    for (let i = value + 1; i <= range; i += i & -i) tree[i] = (tree[i] ?? 0) + 1;
  });
  return sum;
}

/** Swaps neighbors whose lines cross less the other way round; returns the crossings saved. */
function swapNeighbors({ items, rows }: Rows, position: Float64Array): number {
  const ends = (item: number | undefined, side: 'up' | 'down'): number[] =>
    (items[item ?? -1]?.[side] ?? [])
      .map((segment) => position[side === 'up' ? segment.upper : segment.lower] ?? 0)
      .sort((a, b) => a - b);
  let saved = 0;
  const PASSES = 6;
  for (let pass = 0, better = true; better && pass < PASSES; pass++) {
    better = false;
    for (const row of rows) {
      for (let i = 1; i < row.length; i++) {
        const left = row[i - 1] ?? 0;
        const right = row[i] ?? 0;
        let gain = 0;
        for (const side of ['up', 'down'] as const) {
          const a = ends(left, side);
          const b = ends(right, side);
          gain += above(a, b) - above(b, a);
        }
        if (gain <= 0) continue;
        row[i - 1] = right;
        row[i] = left;
        position[right] = i - 1;
        position[left] = i;
        saved += gain;
        better = true;
      }
    }
  }
  return saved;
}

/** Pairs (a, b) with a > b, both lists ascending. */
function above(as: readonly number[], bs: readonly number[]): number {
  let sum = 0;
  let j = 0;
  for (const a of as) {
    while (j < bs.length && (bs[j] ?? 0) < a) j++;
    sum += j;
  }
  return sum;
}
