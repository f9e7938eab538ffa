import { type Column, type Graph, tabulate } from './csr.ts';

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
    if ((order[start] as number) > 0) continue;
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
      const v = path[depth - 1] as number;
      const k = cursor[v] as number;
      if (k < (out.offsets[v + 1] as number)) {
        cursor[v] = k + 1;
        const w = out.ends[k] as number;
        if ((order[w] as number) === 0) enter(w);
        else if ((of[w] as number) === UNASSIGNED) low[v] = Math.min(low[v] as number, order[w] as number);
        continue;
      }
      depth--;
      if (depth > 0) {
        const parent = path[depth - 1] as number;
        low[parent] = Math.min(low[parent] as number, low[v] as number);
      }
      if ((low[v] as number) !== (order[v] as number)) continue;
      for (let w = -1; w !== v; ) {
        w = open[--openCount] as number;
        of[w] = count;
      }
      count++;
    }
  }
  // Components close from the sinks up: turned over, they are in topological order.
  const sizes = new Uint32Array(count);
  for (let v = 0; v < nodes; v++) {
    const component = count - 1 - (of[v] as number);
    of[v] = component;
    sizes[component] = (sizes[component] as number) + 1;
  }
  return { count, of, sizes };
}

const UNASSIGNED = 0xffff_ffff;

/** Nodes listed component by component, ascending within each: `nodes[starts[c] .. starts[c + 1]]`. */
export interface ByComponent {
  readonly starts: Column;
  readonly nodes: Column;
}

/** Lists all nodes, or those `among` (ascending) alone. */
export function byComponent(
  { count, of }: { readonly count: number; readonly of: ArrayLike<number> },
  among: ArrayLike<number> = tabulate(of.length, (v) => v),
): ByComponent {
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < among.length; i++) {
    const after = (of[among[i] as number] as number) + 1;
    starts[after] = (starts[after] as number) + 1;
  }
  for (let c = 0; c < count; c++) starts[c + 1] = (starts[c] as number) + (starts[c + 1] as number);
  const next = starts.slice(0, count);
  const nodes = new Uint32Array(among.length);
  for (let i = 0; i < among.length; i++) {
    const v = among[i] as number;
    const component = of[v] as number;
    const slot = next[component] as number;
    next[component] = slot + 1;
    nodes[slot] = v;
  }
  return { starts, nodes };
}
