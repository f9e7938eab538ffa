import type { CaseState } from '../../core/case/views.ts';

type Job = CaseState['jobs'][number];

/** How far all work together is. `done` and `total` only grow while work goes on. */
export interface RunProgress {
  readonly done: number;
  readonly total: number;
  /** What each job under way last said. */
  readonly jobs: ReadonlyMap<string, { readonly done: number; readonly total: number }>;
}

export const NO_PROGRESS: RunProgress = { done: 0, total: 0, jobs: new Map() };

/**
 * The next state of the bar. Jobs leave the list when they are over, so what they had to do is counted as done; a job
 * that begins a new stage adds it to what is to do. The share never falls by a job ending.
 */
export function advance(before: RunProgress, jobs: readonly Job[]): RunProgress {
  if (jobs.length === 0) return { done: before.total, total: before.total, jobs: new Map() };
  const now = new Map<string, { readonly done: number; readonly total: number }>();
  for (const job of jobs) {
    if (job.total <= 0) continue;
    const key = `${job.stage} ${job.source}`;
    const known = now.get(key);
    now.set(key, { done: (known?.done ?? 0) + job.done, total: (known?.total ?? 0) + job.total });
  }
  const sum = (of: RunProgress['jobs'], part: 'done' | 'total'): number => {
    let all = 0;
    for (const one of of.values()) all += one[part];
    return all;
  };
  let over = 0;
  for (const [key, last] of before.jobs) if (!now.has(key)) over += last.total;
  const finished = before.total - sum(before.jobs, 'total') + over;
  return { done: finished + sum(now, 'done'), total: finished + sum(now, 'total'), jobs: now };
}
