import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph, type Graph } from '../../src/core/graph/csr.ts';
import { distances } from '../../src/core/graph/reach.ts';
import { byComponent, stronglyConnected } from '../../src/core/graph/scc.ts';
import { chain, drawn, ring } from '../fixtures/graph.ts';

const cycles = (graph: Graph, way: (nodes: Iterable<number>) => string): string[] => {
  const components = stronglyConnected(graph);
  const { starts, nodes } = byComponent(components);
  return Array.from(components.sizes, (_, c) => way(nodes.subarray(starts[c], starts[c + 1])));
};

describe('strongly connected components', () => {
  it('come in topological order', () => {
    const { graph, way } = drawn(
      'app>jest eslint',
      'jest>core',
      'core>helper',
      'helper>core types',
      'eslint>helper',
    );
    expect(cycles(graph, way)).toEqual(['app', 'eslint', 'jest', 'core > helper', 'types']);
  });

  it('a node that asks for itself is no cycle of several', () => {
    const { graph, way } = drawn('a>a b');
    expect(cycles(graph, way)).toEqual(['a', 'b']);
  });

  it('hold exactly the nodes that reach each other', () => {
    const graphs = fc.integer({ min: 1, max: 9 }).chain((nodes) =>
      fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 24 }).map((edges) =>
        buildGraph(
          nodes,
          edges.map(([a]) => a),
          edges.map(([, b]) => b),
        ),
      ),
    );
    fc.assert(
      fc.property(graphs, (graph) => {
        const { of, sizes, count } = stronglyConnected(graph);
        const reach = Array.from({ length: graph.nodes }, (_, v) => distances(graph.out, [v]));
        for (let a = 0; a < graph.nodes; a++) {
          for (let b = 0; b < graph.nodes; b++) {
            const both = (reach[a]?.[b] ?? -1) >= 0 && (reach[b]?.[a] ?? -1) >= 0;
            expect(of[a] === of[b]).toBe(both);
            if ((reach[a]?.[b] ?? -1) >= 0) expect(of[a]).toBeLessThanOrEqual(of[b] ?? -1);
          }
        }
        expect(sizes.length).toBe(count);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(graph.nodes);
      }),
    );
  });

  it('do not depend on the stack: 20,000 deep', () => {
    expect(stronglyConnected(chain(20_000)).count).toBe(20_000);
    expect(Array.from(stronglyConnected(ring(20_000)).sizes)).toEqual([20_000]);
  });
});
