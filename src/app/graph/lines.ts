export type Point = readonly [number, number];

/** How far from a bend a line begins to turn. */
const ROUND = 14;

/** The path of an edge through its points, bends rounded, ending `short` of the last point for the arrow. */
export function edgePath(points: readonly Point[], short = 5): string {
  const line = shortened(points, short);
  const [first] = line;
  if (first === undefined) return '';
  let path = `M${at(first)}`;
  for (let i = 1; i < line.length - 1; i++) {
    const [before, corner, after] = [line[i - 1], line[i], line[i + 1]];
    if (before === undefined || corner === undefined || after === undefined) continue;
    path += `L${at(towards(corner, before))}Q${at(corner)} ${at(towards(corner, after))}`;
  }
  const last = line[line.length - 1];
  return last === undefined || line.length === 1 ? path : `${path}L${at(last)}`;
}

/** Corners of the arrow at the end of an edge. */
export function arrowHead(points: readonly Point[], length = 7, width = 3.5): string {
  const tip = points[points.length - 1];
  const before = points.findLast((point) => tip !== undefined && distance(point, tip) > 0.5);
  if (tip === undefined || before === undefined) return '';
  const far = distance(before, tip);
  const [ux, uy] = [(tip[0] - before[0]) / far, (tip[1] - before[1]) / far];
  const base: Point = [tip[0] - ux * length, tip[1] - uy * length];
  return [
    tip,
    [base[0] - uy * width, base[1] + ux * width] as const,
    [base[0] + uy * width, base[1] - ux * width] as const,
  ]
    .map(at)
    .join(' ');
}

function shortened(points: readonly Point[], by: number): readonly Point[] {
  const last = points[points.length - 1];
  const before = points[points.length - 2];
  if (last === undefined || before === undefined) return points;
  const length = distance(before, last);
  if (length <= by) return points;
  const share = (length - by) / length;
  const end: Point = [before[0] + (last[0] - before[0]) * share, before[1] + (last[1] - before[1]) * share];
  return [...points.slice(0, -1), end];
}

/** A point `ROUND` away from `from` in the direction of `to`, at most half way. */
function towards(from: Point, to: Point): Point {
  const length = distance(from, to);
  if (length === 0) return from;
  const share = Math.min(ROUND, length / 2) / length;
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function at([x, y]: Point): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
