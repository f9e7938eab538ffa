import { describe, expect, it } from 'vitest';
import { Budget, DEFAULT_LIMITS, limitFault } from '../../src/core/base/limits.ts';

describe('budget', () => {
  const limits = { ...DEFAULT_LIMITS, heldPerCase: 100, entriesPerCase: 3 };

  it('counts what fits, up to the limit and no further', () => {
    const budget = new Budget(limits);
    expect(budget.take('held', 60)).toBe(true);
    expect(budget.take('held', 41)).toBe(false);
    expect(budget.used('held')).toBe(60);
    expect(budget.take('held', 40)).toBe(true);
    expect(budget.take('held', 0)).toBe(true);
    expect(budget.take('held', 1)).toBe(false);
    expect(budget.used('entries')).toBe(0);
  });

  it('takes back what is given back, never below nothing', () => {
    const budget = new Budget(limits);
    budget.take('held', 100);
    budget.release('held', 30);
    expect(budget.take('held', 30)).toBe(true);
    budget.release('held', 1000);
    expect(budget.used('held')).toBe(0);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses %d, and counts as before', (amount) => {
    const budget = new Budget(limits);
    expect(budget.take('held', amount)).toBe(false);
    expect(budget.used('held')).toBe(0);
    expect(budget.take('held', 101)).toBe(false);
  });

  it('goes on from what others used', () => {
    const budget = new Budget(limits, { entries: 2 });
    expect(budget.take('entries', 1)).toBe(true);
    expect(budget.take('entries', 1)).toBe(false);
  });
});

describe('limits', () => {
  it('are those of the design', () => {
    expect(DEFAULT_LIMITS).toMatchObject({
      nesting: 8,
      entriesPerArchive: 200_000,
      entriesPerCase: 1_000_000,
      expansionRatio: 1000,
      expansionFloor: 10_485_760,
      expandedPerCase: 8_589_934_592,
      heldPerCase: 1_073_741_824,
      parsedNested: 67_108_864,
      longRecord: 1_048_576,
      path: 4096,
      jsonDepth: 1000,
    });
    expect(Object.isFrozen(DEFAULT_LIMITS)).toBe(true);
    expect(Object.values(DEFAULT_LIMITS).every((limit) => Number.isSafeInteger(limit) && limit > 0)).toBe(
      true,
    );
  });

  it('name themselves when hit, and say that something is kept only where it is', () => {
    const raised = { ...DEFAULT_LIMITS, entriesPerArchive: 250_000 };
    const said = (kept?: 'before' | 'nothing') =>
      limitFault('entriesPerArchive', raised, 'a.tar has more entries.', {
        entry: 'x',
        offset: 512,
        ...(kept === undefined ? {} : { kept }),
      });
    const message = 'a.tar has more entries. The limit "entries-per-archive" (250,000) was reached';
    expect(said()).toEqual({
      code: 'limit.entries-per-archive',
      severity: 'error',
      message: `${message}.`,
      entry: 'x',
      offset: 512,
    });
    expect(said('before').message).toBe(`${message}; what was read before it is kept.`);
    expect(said('nothing').message).toBe(`${message}; nothing in it was read.`);
  });
});
