import { describe, expect, it } from 'vitest';
import { type Progress, throttle } from '../../src/core/base/progress.ts';

describe('throttle', () => {
  it('lets the first through, then no more than so many a second', () => {
    let clock = 5000;
    const seen: number[] = [];
    const report = throttle(
      ({ done }) => seen.push(done),
      10,
      () => clock,
    );
    const at = (time: number): void => {
      clock = 5000 + time;
      const progress: Progress = { stage: 'reading', done: time, total: 1000, path: 'a.tar' };
      report(progress);
    };
    for (let time = 0; time < 1000; time += 7) at(time);
    expect(seen[0]).toBe(0);
    expect(seen.length).toBeLessThanOrEqual(10);
    expect(seen.length).toBeGreaterThanOrEqual(9);
    expect(seen.every((time, i) => i === 0 || time - (seen[i - 1] ?? 0) >= 100)).toBe(true);
  });
});
