import type { Band } from './draw.ts';
import { type Box, chainOf, type Link, type Rows, type Span } from './rows.ts';
import { spread } from './spread.ts';

export type Point = readonly [x: number, y: number];

/** Lines keep this far from the corners of a box where they meet it. */
export const CORNER = 12;
/** And this far from each other. */
const APART = 14;

/** Bends of each link. Between two of them a line is vertical, or it is in the gap between two rows. */
export function routeLinks(
  rows: Rows,
  boxes: readonly Box[],
  links: readonly Link[],
  middles: Float64Array,
  bands: readonly Band[],
): Point[][] {
  const chains = links.map((link, l) => chainOf(rows, link, l));
  const ends = attach(chains, boxes, links, middles);
  return links.map((_, l) => {
    const chain = chains[l] ?? [];
    const { leaves = 0, arrives = 0 } = ends[l] ?? {};
    const points: Point[] = [];
    const add = (x: number, y: number): void => void points.push([x, y]);
    chain.forEach((item, i) => {
      const band = bands[rows.items[item]?.row ?? 0] ?? { top: 0, bottom: 0 };
      const inset = (band.bottom - band.top - (boxes[item]?.height ?? 0)) / 2;
      if (i === 0) add(leaves, band.bottom - inset);
      const x = i === 0 ? leaves : i === chain.length - 1 ? arrives : (middles[item] ?? 0);
      if (i > 0) add(x, band.top);
      if (i < chain.length - 1) add(x, band.bottom);
      if (i === chain.length - 1) add(arrives, band.top + inset);
    });
    return tidy(points);
  });
}

/** Takes out points that stand twice or within a vertical run. */
export function tidy(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const [x, y] of points) {
    const before = kept.at(-1);
    if (before?.[0] === x && before[1] === y) continue;
    if (before?.[0] === x && kept.at(-2)?.[0] === x) kept.pop();
    kept.push([x, y]);
  }
  return kept;
}

/** Links that meet a box as one line. */
interface End {
  readonly links: number[];
  readonly wanted: number;
}

/** Where links meet their boxes: as straight as may be, in the order in which they come, side by side. */
function attach(
  chains: readonly (readonly number[])[],
  boxes: readonly Box[],
  links: readonly Link[],
  middles: Float64Array,
): { readonly leaves: number; readonly arrives: number }[] {
  const span = (box: number, given: Span | undefined): Span => {
    const middle = middles[box] ?? 0;
    const half = Math.max(0, (boxes[box]?.width ?? 0) / 2 - CORNER);
    return { from: middle + (given?.from ?? -half), to: middle + (given?.to ?? half) };
  };
  const found = links.map(() => ({ leaves: 0, arrives: 0 }));
  for (const side of ['leaves', 'arrives'] as const) {
    const groups = new Map<string, { within: Span; ends: Map<number, End> }>();
    links.forEach((link, l) => {
      const box = side === 'leaves' ? link.from : link.to;
      const within = span(box, link[side]);
      const chain = chains[l] ?? [];
      const next = (side === 'leaves' ? chain[1] : chain.at(-2)) ?? 0;
      const passes = next >= boxes.length;
      const other = passes
        ? { from: middles[next] ?? 0, to: middles[next] ?? 0 }
        : span(next, side === 'leaves' ? link.arrives : link.leaves);
      const key = `${box} ${within.from}`;
      const group = groups.get(key) ?? { within, ends: new Map<number, End>() };
      groups.set(key, group);
      const line = passes ? next : -1 - l;
      const end = group.ends.get(line);
      if (end === undefined) group.ends.set(line, { links: [l], wanted: meeting(within, other) });
      else end.links.push(l);
    });
    for (const { within, ends } of groups.values()) {
      const sorted = [...ends.values()].sort(
        (a, b) => a.wanted - b.wanted || (a.links[0] ?? 0) - (b.links[0] ?? 0),
      );
      const gap = Math.min(APART, (within.to - within.from) / Math.max(1, sorted.length - 1));
      const at = sorted.map((end) => end.wanted);
      spread(
        at,
        sorted.map(() => 1),
        sorted.map(() => gap),
        within,
      );
      sorted.forEach((end, i) => {
        for (const link of end.links) {
          const both = found[link];
          if (both !== undefined) both[side] = Math.round((at[i] ?? 0) * 10) / 10;
        }
      });
    }
  }
  return found;
}

/** The point of `own` from which a line to `other` is straightest: the same one as seen from there, if they face. */
function meeting(own: Span, other: Span): number {
  const from = Math.max(own.from, other.from);
  const to = Math.min(own.to, other.to);
  const between = (own.from + own.to + other.from + other.to) / 4;
  if (from <= to) return Math.max(from, Math.min(to, between));
  return own.to < other.from ? own.to : own.from;
}
