import { at, type Column, induce } from './csr.ts';
import { distances, nodesWhere } from './reach.ts';
import { type Components, stronglyConnected } from './scc.ts';
import type { Survey } from './survey.ts';

/**
 * What "why is this here" is about: the part of a graph that leads from its roots to one node. Edges that leave the
 * target are on no way to it: they are left out, and with them what is reached through it alone. So the target is where
 * everything ends. Numbers are those of the whole graph: half of it may lead to one node, and is not copied.
 */
export interface Ancestry {
  readonly survey: Survey;
  readonly target: number;
  /** Nodes on a way, ascending: none when no root leads to the target. */
  readonly nodes: Column;
  /** Steps on to the target; -1 for nodes on no way. */
  readonly left: Int32Array;
  /** Cycles without the edges that leave the target. `of` says nothing of nodes on no way. */
  readonly components: Pick<Components, 'count' | 'of'>;
  /** Nodes where ways begin, those nearest to the target first, ascending where they are as near. */
  readonly roots: Column;
}

export function ancestry(survey: Survey, target: number): Ancestry {
  const { graph, depth } = survey;
  const left = distances(graph.in, at(depth, target) < 0 ? [] : [target]);
  const components = dropExits(survey, target, left);
  const nodes = new Uint32Array(graph.nodes);
  let count = 0;
  for (let v = 0; v < left.length; v++) {
    if ((depth[v] as number) < 0) left[v] = -1;
    if ((left[v] as number) >= 0) nodes[count++] = v;
  }
  return {
    survey,
    target,
    nodes: nodes.slice(0, count),
    left,
    components,
    roots: nearestFirst(survey, left),
  };
}

function nearestFirst({ graph, roots }: Survey, left: Int32Array): Column {
  const starts = new Uint32Array(graph.nodes + 1);
  let most = 0;
  for (let i = 0; i < roots.length; i++) {
    const after = (left[roots[i] as number] as number) + 1;
    starts[after] = (starts[after] as number) + 1;
    if (after > most) most = after;
  }
  // Those on no way stand at 0, and are left out.
  let count = 0;
  for (let steps = 1; steps <= most; steps++) {
    const these = starts[steps] as number;
    starts[steps] = count;
    count += these;
  }
  const sorted = new Uint32Array(count);
  for (let i = 0; i < roots.length; i++) {
    const root = roots[i] as number;
    const after = (left[root] as number) + 1;
    if (after === 0) continue;
    const slot = starts[after] as number;
    starts[after] = slot + 1;
    sorted[slot] = root;
  }
  return sorted;
}

/**
 * Takes the nodes that are reached through the target alone from `left`. They are on a cycle with it, so only that one
 * is looked at: without the edges that leave the target it falls apart into the components that are left of it.
 */
function dropExits(survey: Survey, target: number, left: Int32Array): Ancestry['components'] {
  const { graph, roots, depth, components, order } = survey;
  const own = at(components.of, target);
  const cycle = order.nodes.slice(at(order.starts, own), at(order.starts, own + 1));
  if (cycle.length === 1) return components;
  const inner = induce(graph, cycle, (from) => from !== target);
  const entered = nodesWhere(cycle, (v) => {
    if (indexOf(roots, v) >= 0) return true;
    for (let k = at(graph.in.offsets, v); k < at(graph.in.offsets, v + 1); k++) {
      const parent = at(graph.in.ends, k);
      if (at(components.of, parent) !== own && at(depth, parent) >= 0) return true;
    }
    return false;
  });
  const reached = distances(inner.out, entered);
  const apart = stronglyConnected(inner);
  const of = components.of.slice();
  cycle.forEach((v, i) => {
    of[v] = own + at(apart.of, i);
    if (at(reached, i) < 0) left[v] = -1;
  });
  return { count: own + apart.count, of };
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
