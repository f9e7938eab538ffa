import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph, type Graph, neighbors } from '../../src/core/graph/csr.ts';
import { roots, shortestWay } from '../../src/core/graph/reach.ts';
import { ways } from '../../src/core/graph/ways.ts';
import { chain, clique, drawn, lattice, packages, ring } from '../fixtures/graph.ts';

/** Every simple way from each start, by plain recursion, in the order `ways` promises. */
function everyWay(graph: Graph, starts: Iterable<number>, target: number): number[][] {
  const found: number[][] = [];
  const walk = (way: number[], v: number): void => {
    if (v === target) {
      found.push([...way, v]);
      return;
    }
    for (const w of neighbors(graph.out, v)) if (w !== v && !way.includes(w)) walk([...way, v], w);
  };
  for (const start of starts) walk([], start);
  return found.sort(
    (a, b) =>
      a.length - b.length || a.map((v, i) => v - (b[i] ?? 0)).find((difference) => difference !== 0) || 0,
  );
}

const listing = (result: ReturnType<typeof ways>, way: (nodes: Iterable<number>) => string): string[] =>
  result.listed.map(way);

describe('ways', () => {
  it('lists all ways from the root to a package, shortest first', () => {
    const { graph, node, way } = drawn(
      'app>webpack jest eslint lodash',
      'webpack>async',
      'async>lodash',
      'jest>core',
      'eslint>helper',
      'core>helper lodash',
      'helper>core',
    );
    const found = ways(graph, node('lodash'));
    expect(listing(found, way)).toEqual([
      'app > lodash',
      'app > webpack > async > lodash',
      'app > jest > core > lodash',
      'app > eslint > helper > core > lodash',
    ]);
    expect(found).toMatchObject({ total: 4, atLeast: false });
  });

  it('passes no node twice: a cycle adds a way only where it is entered anew', () => {
    const { graph, node, way } = drawn('app>a b', 'a>b t', 'b>a t');
    expect(listing(ways(graph, node('t')), way)).toEqual([
      'app > a > t',
      'app > b > t',
      'app > a > b > t',
      'app > b > a > t',
    ]);
  });

  it('ends at the target even where the target leads on', () => {
    const { graph, node, way } = drawn('app>libc', 'libc>gcc', 'gcc>libc', 'app>gcc');
    expect(listing(ways(graph, node('libc')), way)).toEqual(['app > libc', 'app > gcc > libc']);
    expect(listing(ways(graph, node('app')), way)).toEqual(['app']);
  });

  it('counts parallel edges and loops to itself as no further way', () => {
    const { graph, node, way } = drawn('app>a a', 'a>a t t');
    expect(listing(ways(graph, node('t')), way)).toEqual(['app > a > t']);
  });

  it('begins at the first node of a cycle that nobody enters', () => {
    const { graph, node, way } = drawn('a>b', 'b>c t', 'c>a t');
    expect(listing(ways(graph, node('t')), way)).toEqual(['a > b > t', 'a > b > c > t']);
    expect(listing(ways(graph, node('a')), way)).toEqual(['a']);
    expect(listing(ways(graph, node('c')), way)).toEqual(['a > b > c']);
  });

  it('begins where it is told', () => {
    const { graph, node, way } = drawn('app>a', 'a>b t', 'b>t', 'other>t');
    expect(listing(ways(graph, node('t'), { roots: [node('b'), node('a')] }), way)).toEqual([
      'a > t',
      'b > t',
      'a > b > t',
    ]);
    expect(ways(graph, node('app'), { roots: [node('other')] })).toEqual({
      listed: [],
      total: 0,
      atLeast: false,
    });
  });

  it('finds what plain recursion finds, in the same order', () => {
    const graphs = fc.integer({ min: 1, max: 8 }).chain((nodes) =>
      fc.record({
        graph: fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 26 }).map((edges) =>
          buildGraph(
            nodes,
            edges.map(([a]) => a),
            edges.map(([, b]) => b),
          ),
        ),
        target: fc.nat(nodes - 1),
        given: fc.option(fc.uniqueArray(fc.nat(nodes - 1), { maxLength: 3 }), { nil: undefined }),
        cap: fc.constantFrom(1, 3, 1000),
      }),
    );
    fc.assert(
      fc.property(graphs, ({ graph, target, given, cap }) => {
        const all = everyWay(graph, given ?? roots(graph), target);
        const found = ways(graph, target, { cap, ...(given === undefined ? {} : { roots: given }) });
        expect(found).toEqual({ listed: all.slice(0, cap), total: all.length, atLeast: false });
        expect(found.listed[0]).toEqual(shortestWay(graph, given ?? roots(graph), target));
      }),
      { numRuns: 600 },
    );
  });

  it('counts exactly, however many ways there are without a cycle', () => {
    const few = ways(lattice(10, 15), 151, { cap: 3 });
    expect(few.total).toBe(10 ** 15);
    expect(few.atLeast).toBe(false);
    expect(few.listed.map((way) => way.at(-2))).toEqual([141, 142, 143]);
    expect(ways(lattice(10, 16), 161)).toMatchObject({ total: Number.MAX_SAFE_INTEGER, atLeast: true });
  });

  it('counts the ways inside a cycle exactly, and says so when it stops', () => {
    // From one of n nodes to another, over any of the others in any order: sum of (n-2)! / k!.
    expect(ways(clique(8), 7)).toMatchObject({ total: 1957, atLeast: false });
    const many = ways(clique(30), 29, { steps: 20_000 });
    expect(many.atLeast).toBe(true);
    expect(many.total).toBeGreaterThanOrEqual(many.listed.length);
    expect(many.listed.length).toBeGreaterThan(700);
    expect(many.listed.slice(0, 3)).toEqual([
      [0, 29],
      [0, 1, 29],
      [0, 2, 29],
    ]);
  });

  it('keeps the first ways of all when it stops listing', () => {
    const graph = packages(400, 7, 3);
    const all = ways(graph, 399, { steps: 4_000_000, cap: 5000 });
    const short = ways(graph, 399, { steps: 300, cap: 5000 });
    expect(all.atLeast).toBe(false);
    expect(short.listed.length).toBeLessThan(all.listed.length);
    expect(short.listed).toEqual(all.listed.slice(0, short.listed.length));
  });

  it('takes no longer for a cycle of 60,000 that is entered 60,000 times', () => {
    const around = Array.from({ length: 60_000 }, (_, i) => i);
    const graph = buildGraph(
      120_001,
      [...around, ...around.map((i) => 60_000 + i), 0],
      [...around.map((i) => (i + 1) % 60_000), ...around, 120_000],
    );
    const found = ways(graph, 120_000, { cap: 3 });
    expect(found.atLeast).toBe(true);
    expect(found.total).toBe(60_000);
    expect(found.listed.map((way) => way.length)).toEqual([3, 4, 5]);
  });

  it('does not depend on the stack: 20,000 deep', () => {
    expect(ways(chain(20_000), 19_999)).toMatchObject({ total: 1, atLeast: false });
    const around = ways(ring(20_000), 19_999);
    expect(around.total).toBe(1);
    expect(around.listed[0]?.length).toBe(20_000);
  });
});
