import { expect, it } from 'vitest';
import { counted } from '../../../src/app/state/counted.ts';
import type { Workers } from '../../../src/app/state/session.svelte.ts';
import type { Summary } from '../../../src/core/case/views.ts';
import { summary } from '../rows.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve));

it('tells that something is asked until the last answer is there, or the last refusal', async () => {
  const answers: { answer: (value: Summary) => void; refuse: () => void }[] = [];
  const api: Pick<Workers['case'], 'summary' | 'watch'> = {
    watch: () => undefined,
    summary: () => new Promise((answer, refuse) => answers.push({ answer, refuse })),
  };
  const told: boolean[] = [];
  const workers = counted(
    { case: api as Workers['case'], layout: { layout: () => Promise.reject() } },
    (one) => told.push(one),
  );
  workers.case.watch(() => undefined);
  expect(told).toEqual([]);
  const first = workers.case.summary();
  const second = workers.case.summary();
  expect(told).toEqual([true, true]);
  answers[0]?.answer(summary({ version: 1 }));
  expect(await first).toMatchObject({ version: 1 });
  expect(told).toEqual([true, true, true]);
  answers[1]?.refuse();
  await expect(second).rejects.toBeUndefined();
  await settle();
  expect(told.at(-1)).toBe(false);
});
