import fc from 'fast-check';
import { expect, test } from 'vitest';
import { circlesIn } from '../../src/core/graph/circles.ts';

test('every sample is a way round along edges, of the largest groups, and no shorter one starts there', () => {
  const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 40 });
  fc.assert(
    fc.property(edges, (pairs) => {
      const from = pairs.map(([a]) => a);
      const to = pairs.map(([, b]) => b);
      const { ways, circles, selves, components } = circlesIn(12, from, to, 12);
      const has = (a: number, b: number) => pairs.some(([x, y]) => x === a && y === b);
      const isReached = (a: number, b: number) => stepsTo(pairs, a, b) !== undefined;
      const inCircles = Array.from({ length: 12 }, (_, v) => v).filter((v) =>
        Array.from({ length: 12 }, (_, w) => w).some((w) => w !== v && isReached(v, w) && isReached(w, v)),
      );
      expect(components).toBe(inCircles.length);
      expect(selves).toBe(new Set(pairs.filter(([a, b]) => a === b).map(([a]) => a)).size);
      expect(ways).toHaveLength(circles);
      for (const way of ways) {
        const [start = -1] = way;
        way.forEach((v, i) => {
          expect(has(v, way[(i + 1) % way.length] ?? -1)).toBe(true);
        });
        const shortest = Math.min(
          ...pairs
            .filter(([a, b]) => a === start && b !== start)
            .map(([, b]) => 1 + (stepsTo(pairs, b, start) ?? Number.POSITIVE_INFINITY)),
        );
        expect(way).toHaveLength(shortest);
      }
    }),
  );
});

/** Edges of the shortest way, by plain search. */
function stepsTo(pairs: readonly (readonly [number, number])[], a: number, b: number): number | undefined {
  let seen = new Set([a]);
  for (let steps = 0; steps <= 12; steps++) {
    if (seen.has(b)) return steps;
    seen = new Set([...seen, ...pairs.filter(([x]) => seen.has(x)).map(([, y]) => y)]);
  }
  return undefined;
}
