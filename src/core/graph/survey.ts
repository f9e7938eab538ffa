import { once } from '../base/once.ts';
import { type Counts, countWays } from './count-ways.ts';
import type { Column, Graph } from './csr.ts';
import { distances, roots as rootsOf } from './reach.ts';
import { type ByComponent, byComponent, type Components, stronglyConnected } from './scc.ts';

/** What every question about a graph needs and no question changes: found once a graph. */
export interface Survey {
  readonly graph: Graph;
  /** Where ways begin, ascending. */
  readonly roots: Column;
  /** Steps from the nearest root; -1 where none leads. */
  readonly depth: Int32Array;
  readonly components: Components;
  readonly order: ByComponent;
  /** Ways to each node, counted when they are first asked for. */
  readonly counts: () => Counts;
}

/** `roots` defaults to the roots of the graph, from which everything is reached. O(nodes + edges). */
export function survey(graph: Graph, roots?: Iterable<number>): Survey {
  const begin = roots === undefined ? rootsOf(graph) : Uint32Array.from(new Set(roots)).sort();
  const components = stronglyConnected(graph);
  const order = byComponent(components);
  return {
    graph,
    roots: begin,
    depth: distances(graph.out, begin),
    components,
    order,
    counts: once(() => countWays({ graph, roots: begin, components, order })),
  };
}
