import type { Box, Link, Rows } from './rows.ts';

/**
 * A row for each box so that every link leads down: as high as its parents allow, then moved to where its links are
 * shortest in sum. Links form no cycle. Rows are numbered from 0 without gaps.
 */
export function assignRanks(boxes: readonly Box[], links: readonly Link[]): number[] {
  const up: number[][] = boxes.map(() => []);
  const down: number[][] = boxes.map(() => []);
  for (const { from, to } of links) {
    down[from]?.push(to);
    up[to]?.push(from);
  }
  const order = topological(up, down);
  const rank = boxes.map(() => 0);
  for (const box of order)
    for (const to of down[box] ?? []) rank[to] = Math.max(rank[to] ?? 0, (rank[box] ?? 0) + 1);
  const bottom = rank.reduce((most, r) => Math.max(most, r), 0);
  const lowest = (box: number): number =>
    (down[box] ?? []).reduce((least, to) => Math.min(least, (rank[to] ?? 0) - 1), Number.POSITIVE_INFINITY);
  const highest = (box: number): number =>
    (up[box] ?? []).reduce((most, from) => Math.max(most, (rank[from] ?? 0) + 1), Number.NEGATIVE_INFINITY);
  const PASSES = 8;
  for (let pass = 0, moved = true; moved && pass < PASSES; pass++) {
    moved = false;
    for (const box of pass % 2 === 0 ? order.toReversed() : order) {
      const pull = (down[box]?.length ?? 0) - (up[box]?.length ?? 0);
      const wanted = pull > 0 ? lowest(box) : pull < 0 ? highest(box) : (rank[box] ?? 0);
      if (!Number.isFinite(wanted) || wanted === rank[box]) continue;
      rank[box] = wanted;
      moved = true;
    }
  }
  boxes.forEach(({ pin }, box) => {
    if (pin === 'top') rank[box] = -1;
    if (pin === 'bottom') rank[box] = bottom + 1;
  });
  const used = [...new Set(rank)].sort((a, b) => a - b);
  const row = new Map(used.map((r, i) => [r, i]));
  return rank.map((r) => row.get(r) ?? 0);
}

function topological(up: readonly number[][], down: readonly number[][]): number[] {
  const waiting = up.map((from) => from.length);
  const order = waiting.flatMap((count, box) => (count === 0 ? [box] : []));
  for (let head = 0; head < order.length; head++) {
    for (const to of down[order[head] ?? 0] ?? []) {
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) order.push(to);
    }
  }
  return order;
}

/** Boxes of a row that is wider than this go to several rows. */
const WIDE = 1200;

/** Ranks that deal the boxes of rows too wide to see at once over rows of their own; `undefined` if there are none. */
export function splitWide(rows: Rows, boxes: readonly Box[], ranks: readonly number[]): number[] | undefined {
  const split = [...ranks];
  let added = 0;
  for (const [r, row] of rows.rows.entries()) {
    const own = row.filter((item) => item < boxes.length);
    const width = own.reduce((sum, box) => sum + (boxes[box]?.width ?? 0), 0);
    const parts = Math.min(Math.max(1, Math.ceil(width / WIDE)), own.length);
    own.forEach((box, i) => {
      split[box] = r + added + (i % parts);
    });
    added += parts - 1;
  }
  return added === 0 ? undefined : split;
}
