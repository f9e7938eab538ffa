import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/core/graph/csr.ts';
import { ancestors, descendants, distances, roots, shortestWay } from '../../src/core/graph/reach.ts';
import { chain, drawn, ring } from '../fixtures/graph.ts';

const npm = drawn(
  'app>webpack jest lodash',
  'webpack>async',
  'async>lodash',
  'jest>core',
  'core>helper lodash',
  'helper>core',
);

describe('reach', () => {
  it('finds what leads to a node and what a node leads to', () => {
    const { graph, node, way } = npm;
    expect(way(ancestors(graph, [node('async')]))).toBe('app > webpack > async');
    expect(way(ancestors(graph, [node('helper')]))).toBe('app > jest > core > helper');
    expect(way(descendants(graph, [node('jest')]))).toBe('jest > lodash > core > helper');
    expect(way(descendants(graph, [node('async'), node('jest')]))).toBe(
      'jest > lodash > async > core > helper',
    );
  });

  it('counts steps from the nearest start, and no further than asked', () => {
    const { graph, node } = npm;
    const depth = distances(graph.out, [node('app')]);
    expect(depth[node('app')]).toBe(0);
    expect(depth[node('lodash')]).toBe(1);
    expect(depth[node('helper')]).toBe(3);
    expect(distances(graph.out, [node('app')], 2)[node('helper')]).toBe(-1);
    expect(distances(graph.out, [node('async'), node('async')])[node('app')]).toBe(-1);
  });

  it('takes for roots what nobody asks for', () => {
    const { graph, way } = drawn('a>c', 'b>c', 'c>d', 'alone>');
    expect(way(roots(graph))).toBe('a > b > alone');
  });

  it('takes the first of a cycle that nobody enters, and none of a cycle that somebody enters', () => {
    const { graph, way } = drawn('c>e d', 'd>c', 'e>f', 'f>e', 'self>self', 'top>x', 'x>y', 'y>x');
    expect(way(roots(graph))).toBe('c > self > top');
  });

  it('reaches everything from the roots', () => {
    for (const graph of [ring(50), chain(50), npm.graph, buildGraph(3, [0, 1, 1], [1, 0, 1])]) {
      expect(distances(graph.out, roots(graph))).not.toContain(-1);
    }
  });

  it('finds the shortest way, the first in order where several are as short', () => {
    const { graph, node, way } = drawn('app>z a lodash', 'z>t', 'a>t', 'lodash>');
    expect(way(shortestWay(graph, [node('app')], node('lodash')) ?? [])).toBe('app > lodash');
    expect(way(shortestWay(graph, [node('app')], node('t')) ?? [])).toBe('app > z > t');
    expect(way(shortestWay(graph, [node('app'), node('a'), node('z')], node('t')) ?? [])).toBe('z > t');
    expect(shortestWay(graph, [node('app')], node('app'))).toEqual([node('app')]);
    expect(shortestWay(graph, [node('lodash')], node('t'))).toBeUndefined();
  });

  it('does not depend on the stack: 20,000 deep', () => {
    const deep = chain(20_000);
    expect(Array.from(roots(deep))).toEqual([0]);
    expect(ancestors(deep, [19_999]).length).toBe(20_000);
    expect(shortestWay(deep, [0], 19_999)?.length).toBe(20_000);
    expect(Array.from(roots(ring(20_000)))).toEqual([0]);
  });
});
