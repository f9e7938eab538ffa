import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_HEIGHT, scrollToRow, visibleRows } from '../../../src/app/ui/scroll-math.ts';

describe('rows in sight', () => {
  it('at the top, the first ones and some beyond', () => {
    expect(visibleRows({ rowHeight: 28, total: 1000, viewport: 280 }, 0)).toEqual({
      height: 28_000,
      first: 0,
      last: 14,
      top: 0,
    });
  });

  it('a row is drawn where it belongs', () => {
    const seen = visibleRows({ rowHeight: 28, total: 1000, viewport: 280 }, 1400);
    expect(seen.first).toBe(46);
    expect(seen.top).toBe(46 * 28);
  });

  it('nothing when there is nothing', () => {
    expect(visibleRows({ rowHeight: 28, total: 0, viewport: 280 }, 0)).toMatchObject({ height: 0, last: -1 });
  });

  it('a table taller than a browser allows still reaches its last row', () => {
    const scroll = { rowHeight: 28, total: 1_000_000, viewport: 700 };
    const end = visibleRows(scroll, MAX_HEIGHT - scroll.viewport);
    expect(end.height).toBe(MAX_HEIGHT);
    expect(end.last).toBe(999_999);
    expect(end.top + (end.last - end.first + 1) * 28).toBeCloseTo(MAX_HEIGHT, 3);
  });
});

it('scrolled to a row, that row is whole in sight, in tables of any length', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000_000 }),
      fc.integer({ min: 60, max: 1400 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (total, viewport, from, to) => {
        const scroll = { rowHeight: 28, total, viewport };
        const row = Math.floor(to * (total - 1));
        const height = Math.min(total * 28, MAX_HEIGHT);
        const at = scrollToRow(scroll, from * Math.max(0, height - viewport), row);
        const seen = visibleRows(scroll, at);
        const top = seen.top + (row - seen.first) * 28;
        expect(seen.first).toBeLessThanOrEqual(row);
        expect(seen.last).toBeGreaterThanOrEqual(row);
        expect(top).toBeGreaterThan(at - 1);
        expect(top + 28).toBeLessThan(at + viewport + 1);
      },
    ),
  );
});
