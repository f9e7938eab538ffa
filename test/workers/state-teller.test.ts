import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CaseState } from '../../src/core/case/views.ts';
import { StateTeller } from '../../workers/state-teller.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A case that reads a file, and what the page hears of it. */
function reading() {
  let state: CaseState = { phase: 'working', version: 1, jobs: [], waiting: 0, took: undefined };
  const heard: number[] = [];
  const teller = new StateTeller(() => state);
  teller.watch(({ version }) => heard.push(version));
  const progress = () => teller.changed();
  const find = () => {
    state = { ...state, version: state.version + 1 };
    teller.changed();
  };
  const end = () => {
    state = { ...state, phase: 'done' };
    teller.changed();
  };
  return { heard, progress, find, end };
}

test('what is found while only progress was told is told at once', () => {
  const { heard, progress, find } = reading();
  vi.advanceTimersByTime(500);
  progress();
  vi.advanceTimersByTime(10);
  find();
  expect(heard).toEqual([1, 1, 2]);
});

test('much that is found is told ten times a second, the last of it always', () => {
  const { heard, find } = reading();
  for (let i = 0; i < 20; i++) {
    vi.advanceTimersByTime(20);
    find();
  }
  vi.advanceTimersByTime(200);
  expect(heard.length).toBeLessThanOrEqual(6);
  expect(heard.at(-1)).toBe(21);
});

test('progress alone is told ten times a second, and the end at once', () => {
  const { heard, progress, end } = reading();
  for (let i = 0; i < 50; i++) {
    vi.advanceTimersByTime(10);
    progress();
  }
  expect(heard.length).toBeLessThanOrEqual(7);
  const before = heard.length;
  end();
  expect(heard.length).toBe(before + 1);
});
