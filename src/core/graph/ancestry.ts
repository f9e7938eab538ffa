import { at, type Column, type Graph, induce, type Subgraph } from './csr.ts';
import { ancestors, distances, nodesWhere, roots as rootsOf } from './reach.ts';
import { type Components, stronglyConnected } from './scc.ts';

/** What "why is this here" is about: the part of a graph that leads from its roots to one node. */
export interface Ancestry {
  /**
   * Edges that leave the target are on no way to it: they are left out, and with them what is reached through it
   * alone. So the target is where everything ends.
   */
  readonly part: Subgraph;
  readonly components: Components;
  /** Number of the target in `part`; `undefined` when no root leads to it, and `part` is empty. */
  readonly target: number | undefined;
  /** Numbers in `part` of the nodes where ways begin, ascending. */
  readonly roots: Column;
}

/** `roots` defaults to the roots of the whole graph; nodes among them that do not lead to the target are ignored. */
export function ancestry(graph: Graph, target: number, roots?: Iterable<number>): Ancestry {
  const above = induce(graph, ancestors(graph, [target]));
  const sink = indexOf(above.whole, target);
  // A cycle that nobody enters has no way in but the target's own: so roots are found before its edges go.
  const begin = roots === undefined ? rootsOf(above) : nodesIn(above.whole, roots);
  const ending = withoutExits(graph, above, sink);
  const reached = distances(ending.out, begin);
  const kept = nodesWhere(reached, (distance) => distance >= 0);
  if (kept.length === ending.nodes) {
    return { part: ending, components: stronglyConnected(ending), target: sink, roots: begin };
  }
  const whole = kept.map((v) => at(ending.whole, v));
  const part = induce(graph, whole, (from) => from !== target);
  const end = indexOf(whole, target);
  return {
    part,
    components: stronglyConnected(part),
    target: end < 0 ? undefined : end,
    roots: begin.map((v) => indexOf(kept, v)),
  };
}

function nodesIn(column: Column, wanted: Iterable<number>): Column {
  const found = new Set<number>();
  for (const node of wanted) {
    const index = indexOf(column, node);
    if (index >= 0) found.add(index);
  }
  return Uint32Array.from(found).sort();
}

function withoutExits(graph: Graph, above: Subgraph, sink: number): Subgraph {
  const leaves = at(above.out.offsets, sink) < at(above.out.offsets, sink + 1);
  const target = at(above.whole, sink);
  return leaves ? induce(graph, above.whole, (from) => from !== target) : above;
}

/** Index of a value in an ascending column, -1 when it is not there. */
export function indexOf(column: Column, value: number): number {
  let low = 0;
  let high = column.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = at(column, middle);
    if (found === value) return middle;
    if (found < value) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
