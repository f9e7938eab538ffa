import { chainOf, type Link, type Rows } from './rows.ts';
import { spread } from './spread.ts';

/** Distance between the edges of two boxes, of a box and a passing line, of two lines. */
const GAPS = { boxes: 20, mixed: 14, lines: 10 };

/**
 * The middle of each item. Each row in turn moves to where its lines to the rows around it are shortest (weighted
 * least squares with the order and the distances kept, solved exactly), until the picture is balanced; then lines
 * that pass several rows are pulled straight. Leftmost edge at 0.
 */
export function placeColumns(rows: Rows, links: readonly Link[]): Float64Array {
  const { items } = rows;
  const x = new Float64Array(items.length);
  for (const row of rows.rows) pack(rows, row, x);
  const gaps = rows.rows.map((row) => row.map((item, i) => apart(rows, row[i - 1], item)));
  const move = (r: number, towards: 'up' | 'down' | 'both'): void =>
    moveRow(rows, rows.rows[r] ?? [], gaps[r] ?? [], x, towards);
  const ROUNDS = 10;
  for (let round = 0; round < ROUNDS; round++) {
    const settle = round >= ROUNDS / 2;
    for (let r = 0; r < gaps.length; r++) move(r, settle ? 'both' : 'up');
    for (let r = gaps.length - 1; r >= 0; r--) move(r, settle ? 'both' : 'down');
  }
  straighten(rows, links, x);
  const left = rows.rows.reduce((least, [first]) => {
    return first === undefined ? least : Math.min(least, (x[first] ?? 0) - (items[first]?.width ?? 0) / 2);
  }, Number.POSITIVE_INFINITY);
  // To tenths of a pixel: the same picture on every machine. Adding 0 turns -0 into 0.
  return x.map((middle) => Math.round((middle - left) * 10) / 10 + 0);
}

/** Distance that the middles of two neighbors keep. */
function apart({ items, boxes }: Rows, left: number | undefined, right: number | undefined): number {
  if (left === undefined || right === undefined) return 0;
  const bends = (left < boxes ? 0 : 1) + (right < boxes ? 0 : 1);
  const gap = bends === 0 ? GAPS.boxes : bends === 1 ? GAPS.mixed : GAPS.lines;
  return (items[left]?.width ?? 0) / 2 + gap + (items[right]?.width ?? 0) / 2;
}

function pack(rows: Rows, row: readonly number[], x: Float64Array): void {
  let at = 0;
  row.forEach((item, i) => {
    at += apart(rows, row[i - 1], i === 0 ? undefined : item);
    x[item] = at;
  });
  for (const item of row) x[item] = (x[item] ?? 0) - at / 2;
}

function moveRow(
  { items }: Rows,
  row: readonly number[],
  gaps: readonly number[],
  x: Float64Array,
  towards: 'up' | 'down' | 'both',
): void {
  const wanted: number[] = [];
  const weights: number[] = [];
  for (const i of row) {
    let sum = 0;
    let weight = 0;
    const item = items[i];
    if (item !== undefined && towards !== 'down') {
      for (const s of item.up) {
        sum += s.weight * ((x[s.upper] ?? 0) + s.upperAt - s.lowerAt);
        weight += s.weight;
      }
    }
    if (item !== undefined && towards !== 'up') {
      for (const s of item.down) {
        sum += s.weight * ((x[s.lower] ?? 0) + s.lowerAt - s.upperAt);
        weight += s.weight;
      }
    }
    wanted.push(weight === 0 ? (x[i] ?? 0) : sum / weight);
    weights.push(weight === 0 ? 0.01 : weight);
  }
  spread(wanted, weights, gaps);
  for (let i = 0; i < row.length; i++) x[row[i] ?? 0] = wanted[i] ?? 0;
}

/** Gives the passing items of a long line one x where their rows leave room for it. */
function straighten(all: Rows, links: readonly Link[], x: Float64Array): void {
  const { items, rows } = all;
  const chains = links.map((link, l) => chainOf(all, link, l));
  const place = new Map<number, number>();
  for (const row of rows) for (const [i, item] of row.entries()) place.set(item, i);
  const room = (item: number): readonly [number, number] => {
    const row = rows[items[item]?.row ?? 0] ?? [];
    const i = place.get(item) ?? 0;
    const left = row[i - 1];
    const right = row[i + 1];
    return [
      left === undefined ? Number.NEGATIVE_INFINITY : (x[left] ?? 0) + apart(all, left, item),
      right === undefined ? Number.POSITIVE_INFINITY : (x[right] ?? 0) - apart(all, item, right),
    ];
  };
  const PASSES = 3;
  for (let pass = 0; pass < PASSES; pass++) {
    for (const chain of chains) {
      const passing = chain.slice(1, -1);
      for (let start = 0; start < passing.length; ) {
        let low = Number.NEGATIVE_INFINITY;
        let high = Number.POSITIVE_INFINITY;
        let end = start;
        let sum = 0;
        for (; end < passing.length; end++) {
          const item = passing[end] ?? 0;
          const [least, most] = room(item);
          if (Math.max(low, least) > Math.min(high, most)) break;
          low = Math.max(low, least);
          high = Math.min(high, most);
          sum += x[item] ?? 0;
        }
        if (end === start) {
          start++;
          continue;
        }
        // Lines up with the end of the line where it can: a line that leaves a box straight reads best.
        const ends = [
          start === 0 ? x[chain[0] ?? 0] : undefined,
          end === passing.length ? x[chain.at(-1) ?? 0] : undefined,
        ];
        const mean = sum / (end - start);
        const aim =
          ends.find((at) => at !== undefined && at >= low && at <= high && Math.abs(at - mean) < 40) ?? mean;
        const at = Math.max(low, Math.min(high, aim));
        for (let i = start; i < end; i++) x[passing[i] ?? 0] = at;
        start = end;
      }
    }
  }
}
