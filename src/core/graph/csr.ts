import { once } from '../base/once.ts';

/** A column of numbers that crosses a worker boundary by transfer. */
export type Column = Uint32Array<ArrayBuffer>;

/**
 * Neighbors of every node in one direction (compressed sparse rows). Those of node `v` stand at
 * `offsets[v] .. offsets[v + 1]` of `ends`, in ascending order; `edge` at the same place is the index of the edge in
 * the list the graph was built from, where its attributes are found.
 */
export interface Adjacency {
  readonly offsets: Column;
  readonly ends: Column;
  readonly edge: Column;
}

/** A directed graph over nodes `0 .. nodes - 1`. Parallel edges and self loops are kept as they were given. */
export interface Graph {
  readonly nodes: number;
  readonly edges: number;
  readonly out: Adjacency;
  readonly in: Adjacency;
}

/** Part of a graph with nodes numbered anew in the same order; edges keep the index they have in the whole. */
export interface Subgraph extends Graph {
  /** Number in the whole graph of each node of the part, ascending. */
  readonly whole: Column;
}

/**
 * Builds a graph from its edge list in O(nodes + edges). The caller bounds both (DESIGN §10).
 *
 * @throws RangeError when the lists differ in length or name a node that does not exist: a bug of the caller.
 */
export function buildGraph(nodes: number, from: ArrayLike<number>, to: ArrayLike<number>): Graph {
  if (from.length !== to.length) throw new RangeError(`${from.length} edge starts, ${to.length} edge ends`);
  for (let i = 0; i < from.length; i++) {
    const highest = Math.max(from[i] as number, to[i] as number);
    if (!(highest < nodes)) throw new RangeError(`edge ${i} names node ${highest} of ${nodes}`);
  }
  // Grouped by target first: transposing a grouped list leaves each group sorted, so that two transpositions sort
  // both directions without comparing anything.
  const byTarget = groupByTarget(nodes, from, to);
  const out = transpose(nodes, byTarget);
  return { nodes, edges: from.length, out, in: transpose(nodes, out) };
}

/** The part of `graph` that `keep` (ascending node numbers) spans, with the edges that pass `keepEdge`. */
export function induce(
  graph: Graph,
  keep: Column,
  keepEdge: (from: number, to: number) => boolean = () => true,
): Subgraph {
  const local = new Int32Array(graph.nodes).fill(-1);
  for (let i = 0; i < keep.length; i++) local[keep[i] as number] = i;
  const offsets = new Uint32Array(keep.length + 1);
  let bound = 0;
  for (const v of keep) bound += degree(graph.out, v);
  const ends = new Uint32Array(bound);
  const edge = new Uint32Array(bound);
  let count = 0;
  for (let i = 0; i < keep.length; i++) {
    const v = keep[i] as number;
    const last = graph.out.offsets[v + 1] as number;
    for (let k = graph.out.offsets[v] as number; k < last; k++) {
      const end = local[graph.out.ends[k] as number] as number;
      if (end < 0 || !keepEdge(v, graph.out.ends[k] as number)) continue;
      ends[count] = end;
      edge[count++] = graph.out.edge[k] as number;
    }
    offsets[i + 1] = count;
  }
  const out = { offsets, ends: ends.slice(0, count), edge: edge.slice(0, count) };
  // Most questions follow edges in one direction alone.
  const into = once(() => transpose(keep.length, out));
  return {
    nodes: keep.length,
    edges: count,
    out,
    get in() {
      return into();
    },
    whole: keep,
  };
}

/** The buffers to name when a graph is posted to another thread. */
export function graphBuffers(graph: Graph): ArrayBuffer[] {
  return [graph.out, graph.in].flatMap(({ offsets, ends, edge }) => [
    offsets.buffer,
    ends.buffer,
    edge.buffer,
  ]);
}

/** Reads a column at an index known to be inside it. */
export function at(column: ArrayLike<number>, index: number): number {
  return column[index] as number;
}

export function tabulate(length: number, value: (index: number) => number): Column {
  const column = new Uint32Array(length);
  for (let i = 0; i < length; i++) column[i] = value(i);
  return column;
}

export function degree(adjacency: Adjacency, node: number): number {
  return (adjacency.offsets[node + 1] as number) - (adjacency.offsets[node] as number);
}

/** Neighbors of a node in ascending order, each once however many edges lead there. For loops that are not hot. */
export function neighbors(adjacency: Adjacency, node: number): number[] {
  const all = adjacency.ends.subarray(
    adjacency.offsets[node] as number,
    adjacency.offsets[node + 1] as number,
  );
  return Array.from(all).filter((end, i) => i === 0 || end !== all[i - 1]);
}

function groupByTarget(nodes: number, from: ArrayLike<number>, to: ArrayLike<number>): Adjacency {
  const { offsets, next } = counted(nodes, to);
  const ends = new Uint32Array(from.length);
  const edge = new Uint32Array(from.length);
  for (let i = 0; i < from.length; i++) {
    const group = to[i] as number;
    const slot = next[group] as number;
    next[group] = slot + 1;
    ends[slot] = from[i] as number;
    edge[slot] = i;
  }
  return { offsets, ends, edge };
}

function transpose(nodes: number, adjacency: Adjacency): Adjacency {
  const { offsets, next } = counted(nodes, adjacency.ends);
  const ends = new Uint32Array(adjacency.ends.length);
  const edge = new Uint32Array(adjacency.ends.length);
  for (let v = 0; v < nodes; v++) {
    const last = adjacency.offsets[v + 1] as number;
    for (let k = adjacency.offsets[v] as number; k < last; k++) {
      const group = adjacency.ends[k] as number;
      const slot = next[group] as number;
      next[group] = slot + 1;
      ends[slot] = v;
      edge[slot] = adjacency.edge[k] as number;
    }
  }
  return { offsets, ends, edge };
}

/** Where the group of each key starts when `keys` are sorted, and a copy to fill the groups by. */
function counted(nodes: number, keys: ArrayLike<number>): { offsets: Column; next: Column } {
  const offsets = new Uint32Array(nodes + 1);
  for (let i = 0; i < keys.length; i++) {
    const after = (keys[i] as number) + 1;
    offsets[after] = (offsets[after] as number) + 1;
  }
  for (let v = 0; v < nodes; v++) offsets[v + 1] = (offsets[v] as number) + (offsets[v + 1] as number);
  return { offsets, next: offsets.slice(0, nodes) };
}
