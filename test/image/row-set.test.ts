import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowSet } from '../../src/core/image/row-set.ts';

it('finds the next member as a plain search would, over long gaps too', () => {
  const rows = 5_000;
  const row = fc.oneof(fc.nat({ max: rows - 1 }), fc.constantFrom(0, 31, 32, 1_023, 1_024, 1_055, rows - 1));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), row), { maxLength: 60 }),
      fc.array(fc.tuple(row, row)),
      (steps, asked) => {
        const set = new RowSet(rows);
        const model = new Set<number>();
        for (const [add, at] of steps) {
          if (add) {
            set.add(at);
            model.add(at);
          } else {
            set.delete(at);
            model.delete(at);
          }
        }
        expect(set.size).toBe(model.size);
        const sorted = [...model].sort((a, b) => a - b);
        for (const [from, end] of [...asked, [0, rows] as const]) {
          expect(set.next(from, end)).toBe(sorted.find((at) => at >= from && at < end) ?? -1);
        }
      },
    ),
    { seed: 20_260_105, numRuns: 300 },
  );
});
