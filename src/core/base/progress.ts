/** How far a long job is. `total` is 0 while unknown; `done` never falls within a stage. Amounts are bytes or items. */
export interface Progress {
  readonly stage: 'reading' | 'hashing' | 'unpacking' | 'cataloguing' | 'joining';
  readonly done: number;
  readonly total: number;
  readonly path: string;
}

export type OnProgress = (progress: Progress) => void;

/** Lets at most `perSecond` calls through; the caller injects the clock (milliseconds). */
export function throttle(onProgress: OnProgress, perSecond: number, now: () => number): OnProgress {
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const time = now();
    if (time - last < 1000 / perSecond) return;
    last = time;
    onProgress(progress);
  };
}
