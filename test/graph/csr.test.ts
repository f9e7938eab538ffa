import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph, graphBuffers, induce, neighbors } from '../../src/core/graph/csr.ts';
import { drawn } from '../fixtures/graph.ts';

const edgeList = fc.integer({ min: 1, max: 12 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    edges: fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 40 }),
  }),
);

describe('csr', () => {
  it('lists neighbors in ascending order with the index of each edge', () => {
    const graph = buildGraph(4, [2, 0, 0, 3], [1, 3, 1, 1]);
    expect(Array.from(graph.out.ends)).toEqual([1, 3, 1, 1]);
    expect(Array.from(graph.out.edge)).toEqual([2, 1, 0, 3]);
    expect(neighbors(graph.out, 0)).toEqual([1, 3]);
    expect(neighbors(graph.in, 1)).toEqual([0, 2, 3]);
    expect(neighbors(graph.in, 2)).toEqual([]);
  });

  it('keeps parallel edges and self loops', () => {
    const graph = buildGraph(2, [0, 0, 1], [1, 1, 1]);
    expect(graph.edges).toBe(3);
    expect(Array.from(graph.in.ends)).toEqual([0, 0, 1]);
    expect(Array.from(graph.in.edge)).toEqual([0, 1, 2]);
    expect(neighbors(graph.in, 1)).toEqual([0, 1]);
  });

  it('holds every edge once in each direction', () => {
    fc.assert(
      fc.property(edgeList, ({ nodes, edges }) => {
        const graph = buildGraph(
          nodes,
          edges.map(([a]) => a),
          edges.map(([, b]) => b),
        );
        for (const [adjacency, near, far] of [
          [graph.out, 0, 1],
          [graph.in, 1, 0],
        ] as const) {
          const seen: number[] = [];
          for (let v = 0; v < nodes; v++) {
            let previous = -1;
            for (let k = adjacency.offsets[v] ?? 0; k < (adjacency.offsets[v + 1] ?? 0); k++) {
              const index = adjacency.edge[k] ?? -1;
              expect(edges[index]?.[near]).toBe(v);
              expect(edges[index]?.[far]).toBe(adjacency.ends[k]);
              expect(adjacency.ends[k]).toBeGreaterThanOrEqual(previous);
              previous = adjacency.ends[k] ?? -1;
              seen.push(index);
            }
          }
          expect(seen.sort((a, b) => a - b)).toEqual(edges.map((_, i) => i));
        }
      }),
    );
  });

  it('refuses lists that do not fit', () => {
    expect(() => buildGraph(2, [0], [])).toThrow('1 edge starts, 0 edge ends');
    expect(() => buildGraph(2, [0], [2])).toThrow('edge 0 names node 2 of 2');
    expect(() => buildGraph(2, [0, Number.NaN], [1, 1])).toThrow('edge 1 names node NaN of 2');
  });

  it('cuts out a part, numbered anew, with the edges of the whole', () => {
    const { graph, node, way } = drawn('app>a b', 'a>c', 'b>c a', 'c>app d');
    const part = induce(graph, Uint32Array.from([node('app'), node('b'), node('c')].sort((x, y) => x - y)));
    expect(way(part.whole)).toBe('app > b > c');
    expect(neighbors(part.out, 0)).toEqual([1]);
    expect(neighbors(part.out, 1)).toEqual([2]);
    expect(neighbors(part.out, 2)).toEqual([0]);
    // app>b, b>c and c>app are the edges 1, 3 and 5 of the list.
    expect(Array.from(part.out.edge)).toEqual([1, 3, 5]);
    const ending = induce(graph, part.whole, (from) => from !== node('c'));
    expect(neighbors(ending.out, 2)).toEqual([]);
    expect(neighbors(ending.in, 0)).toEqual([]);
  });

  it('names its buffers for transfer', () => {
    const { graph } = drawn('a>b');
    const copy = structuredClone(graph, { transfer: graphBuffers(graph) });
    expect(neighbors(copy.out, 0)).toEqual([1]);
    expect(graph.out.ends.length).toBe(0);
  });
});
