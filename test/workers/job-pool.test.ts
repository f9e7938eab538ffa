import { expose } from 'comlink';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import type { JobOrder } from '../../src/core/case/case.ts';
import type { Job, JobResult } from '../../src/core/case/jobs.ts';
import { JobPool } from '../../workers/job-pool.ts';
import type { JobApi } from '../../workers/protocol.ts';

const DONE: JobResult = { harvests: [], next: [], used: { expanded: 0, entries: 0 } };

const order = (): JobOrder => ({
  limits: DEFAULT_LIMITS,
  used: { expanded: 0, entries: 0 },
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onGlimpse: () => undefined,
  onEarly: () => undefined,
});

const job = (file: string): Job => ({ kind: 'open', file, name: file });

/** A pool whose workers work until they are told to end. */
function poolOf(width: number) {
  const files = new Map(['a', 'b', 'c'].map((name) => [name, new File(['x'], name)]));
  const running: { readonly slot: number; readonly end: () => void }[] = [];
  const pool = new JobPool(width, files, () => undefined);
  for (let slot = 0; slot < width; slot++) {
    const { port1, port2 } = new MessageChannel();
    const api: JobApi = {
      run: () => new Promise((resolve) => running.push({ slot, end: () => resolve(DONE) })),
      abort: () => undefined,
    };
    expose(api, port1);
    pool.attach(slot, port2);
  }
  const started = async (count: number) => {
    while (running.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return { pool, running, started };
}

test('jobs that come at once run on different workers, and one too many waits for the first to be free', async () => {
  const { pool, running, started } = poolOf(2);
  const [first, second, third] = ['a', 'b', 'c'].map((file) => pool.run(job(file), order()));
  await started(2);
  expect(new Set(running.map(({ slot }) => slot))).toEqual(new Set([0, 1]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(running).toHaveLength(2);
  running[1]?.end();
  await started(3);
  expect(running[2]?.slot).toBe(running[1]?.slot);
  running[0]?.end();
  running[2]?.end();
  expect(await Promise.all([first, second, third])).toEqual([DONE, DONE, DONE]);
});
