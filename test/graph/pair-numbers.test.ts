import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pairNumbers } from '../../src/core/graph/pair-numbers.ts';

it('numbers pairs from 0 on, the same pair the same', () => {
  const small = fc.array(fc.tuple(fc.constantFrom(0, 1, 7, 2 ** 32 - 1), fc.nat(5)), { maxLength: 60 });
  fc.assert(
    fc.property(small, (pairs) => {
      const number = pairNumbers(pairs.length);
      const known: string[] = [];
      for (const [a, b] of pairs) {
        const name = `${a} ${b}`;
        if (!known.includes(name)) known.push(name);
        expect(number(a, b)).toBe(known.indexOf(name));
      }
    }),
  );
});
