import { at, type Column, type Graph } from './csr.ts';

/** Strongly connected components. Every edge between two of them leads from the lower number to the higher one. */
export interface Components {
  readonly count: number;
  /** Component of each node. */
  readonly of: Column;
  /** Nodes in each component. More than one: a cycle. */
  readonly sizes: Column;
}

/** Tarjan's algorithm (1972) with its own stack: a chain of any length is no deeper than a loop. O(nodes + edges). */
export function stronglyConnected(graph: Graph): Components {
  const { nodes, out } = graph;
  const order = new Uint32Array(nodes); // 1-based time of the first visit; 0: not visited
  const low = new Uint32Array(nodes);
  const cursor = out.offsets.slice(0, nodes);
  const of = new Uint32Array(nodes).fill(UNASSIGNED);
  const open = new Uint32Array(nodes); // nodes whose component is not closed yet
  const path = new Uint32Array(nodes); // nodes being visited
  let openCount = 0;
  let time = 0;
  let count = 0;
  for (let start = 0; start < nodes; start++) {
    if (at(order, start) > 0) continue;
    let depth = 0;
    const enter = (v: number): void => {
      time++;
      order[v] = time;
      low[v] = time;
      open[openCount++] = v;
      path[depth++] = v;
    };
    enter(start);
    while (depth > 0) {
      const v = at(path, depth - 1);
      const k = at(cursor, v);
      if (k < at(out.offsets, v + 1)) {
        cursor[v] = k + 1;
        const w = at(out.ends, k);
        if (at(order, w) === 0) enter(w);
        else if (at(of, w) === UNASSIGNED) low[v] = Math.min(at(low, v), at(order, w));
        continue;
      }
      depth--;
      if (depth > 0) {
        const parent = at(path, depth - 1);
        low[parent] = Math.min(at(low, parent), at(low, v));
      }
      if (at(low, v) !== at(order, v)) continue;
      for (let w = -1; w !== v; ) {
        w = at(open, --openCount);
        of[w] = count;
      }
      count++;
    }
  }
  // Components close from the sinks up: turned over, they are in topological order.
  const sizes = new Uint32Array(count);
  for (let v = 0; v < nodes; v++) {
    const component = count - 1 - at(of, v);
    of[v] = component;
    sizes[component] = at(sizes, component) + 1;
  }
  return { count, of, sizes };
}

const UNASSIGNED = 0xffff_ffff;

/** Nodes listed component by component, ascending within each: `nodes[starts[c] .. starts[c + 1]]`. */
export function byComponent(components: Components): { readonly starts: Column; readonly nodes: Column } {
  const starts = new Uint32Array(components.count + 1);
  for (let c = 0; c < components.count; c++) starts[c + 1] = at(starts, c) + at(components.sizes, c);
  const next = starts.slice(0, components.count);
  const nodes = new Uint32Array(components.of.length);
  for (let v = 0; v < nodes.length; v++) {
    const component = at(components.of, v);
    const slot = at(next, component);
    next[component] = slot + 1;
    nodes[slot] = v;
  }
  return { starts, nodes };
}
