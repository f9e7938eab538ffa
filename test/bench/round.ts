/** What one way of reading a layer once took. CPU time is that of all processes and threads that did the work. */
export interface Round {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2;
}
