/** Instants on a line from 0 to 1, in order; far apart ones are drawn together so that near ones can be told apart. */
export interface TimeAxis {
  /** Whether distances are true to time. */
  readonly toScale: boolean;
  at(instant: number): number;
}

/** The least share of the line between two different instants. */
const LEAST = 0.07;

export function timeAxis(instants: readonly number[]): TimeAxis {
  const sorted = [...new Set(instants)].sort((a, b) => a - b);
  const first = sorted[0] ?? 0;
  const span = (sorted.at(-1) ?? first) - first;
  const gaps = sorted.slice(1).map((instant, i) => (instant - (sorted[i] ?? instant)) / Math.max(1, span));
  const drawn = gaps.map((gap) => Math.max(gap, LEAST));
  const whole = drawn.reduce((sum, gap) => sum + gap, 0);
  const places = new Map<number, number>([[first, 0]]);
  let reached = 0;
  sorted.slice(1).forEach((instant, i) => {
    reached += drawn[i] ?? 0;
    places.set(instant, whole === 0 ? 0 : reached / whole);
  });
  return { toScale: gaps.every((gap) => gap >= LEAST), at: (instant) => places.get(instant) ?? 0 };
}
