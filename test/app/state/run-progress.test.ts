import fc from 'fast-check';
import { expect, it } from 'vitest';
import { advance, NO_PROGRESS, type RunProgress } from '../../../src/app/state/run-progress.ts';

const job = (source: string, stage: string, done: number, total: number) => ({
  source,
  stage,
  done,
  total,
  name: source,
  path: '',
  silent: false,
});

it('adds up what is under way', () => {
  const now = advance(NO_PROGRESS, [job('a', 'unpacking', 30, 100), job('b', 'hashing', 5, 20)]);
  expect([now.done, now.total]).toEqual([35, 120]);
});

it('counts a job that left the list as done', () => {
  let now = advance(NO_PROGRESS, [job('a', 'unpacking', 30, 100), job('b', 'unpacking', 0, 50)]);
  now = advance(now, [job('b', 'unpacking', 10, 50)]);
  expect([now.done, now.total]).toEqual([110, 150]);
});

it('a new stage of a job is more to do, its old stage is done', () => {
  let now = advance(NO_PROGRESS, [job('a', 'unpacking', 90, 100)]);
  now = advance(now, [job('a', 'hashing', 0, 40)]);
  expect([now.done, now.total]).toEqual([100, 140]);
});

it('a job of unknown length does not move the bar', () => {
  expect(advance(NO_PROGRESS, [job('a', 'reading', 7, 0)])).toMatchObject({ done: 0, total: 0 });
});

it('never has more done than there is, whatever jobs say', () => {
  const jobs = fc.array(
    fc
      .record({
        source: fc.constantFrom('a', 'b', 'c'),
        stage: fc.constantFrom('unpacking', 'hashing'),
        total: fc.nat(100),
      })
      .chain((one) => fc.nat(one.total).map((done) => job(one.source, one.stage, done, one.total))),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(fc.array(jobs, { maxLength: 8 }), (steps) => {
      let now: RunProgress = NO_PROGRESS;
      for (const step of steps) {
        now = advance(now, step);
        expect(now.done).toBeLessThanOrEqual(now.total);
        expect(now.done).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
