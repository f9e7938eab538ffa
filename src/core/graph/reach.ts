import { type Adjacency, type Column, type Graph, induce } from './csr.ts';
import { byComponent, stronglyConnected } from './scc.ts';

/**
 * Steps from the nearest of `starts` to every node, breadth first; -1 where there is no way, or none within `hops`.
 * Follow `graph.out` for descendants, `graph.in` for ancestors.
 */
export function distances(
  adjacency: Adjacency,
  starts: Iterable<number>,
  hops = Number.POSITIVE_INFINITY,
): Int32Array<ArrayBuffer> {
  const nodes = adjacency.offsets.length - 1;
  const distance = new Int32Array(nodes).fill(-1);
  const queue = new Uint32Array(nodes);
  let end = 0;
  for (const start of starts) {
    if ((distance[start] as number) === 0) continue;
    distance[start] = 0;
    queue[end++] = start;
  }
  for (let head = 0; head < end; head++) {
    const v = queue[head] as number;
    const next = (distance[v] as number) + 1;
    if (next > hops) break;
    const last = adjacency.offsets[v + 1] as number;
    for (let k = adjacency.offsets[v] as number; k < last; k++) {
      const w = adjacency.ends[k] as number;
      if ((distance[w] as number) >= 0) continue;
      distance[w] = next;
      queue[end++] = w;
    }
  }
  return distance;
}

/** `targets` and everything from which they are reached, ascending. */
export function ancestors(graph: Graph, targets: Iterable<number>): Column {
  return nodesWhere(distances(graph.in, targets), (distance) => distance >= 0);
}

/** `starts` and everything reached from them, ascending. */
export function descendants(graph: Graph, starts: Iterable<number>): Column {
  return nodesWhere(distances(graph.out, starts), (distance) => distance >= 0);
}

/** Indices of a column whose value passes, ascending. */
export function nodesWhere(
  column: ArrayLike<number>,
  passes: (value: number, node: number) => boolean,
): Column {
  const found = new Uint32Array(column.length);
  let count = 0;
  for (let v = 0; v < column.length; v++) if (passes(column[v] as number, v)) found[count++] = v;
  return found.slice(0, count);
}

/**
 * Where ways begin: every node that nothing asks for (a loop to itself does not count), and the lowest node of every
 * cycle that nothing outside it asks for. Everything is reached from these. Ascending.
 */
export function roots(graph: Graph): Column {
  const first = nodesWhere(graph.in.offsets.subarray(0, graph.nodes), (_, v) => !hasOtherParent(graph, v));
  const reached = distances(graph.out, first);
  const rest = nodesWhere(reached, (distance) => distance < 0);
  if (rest.length === 0) return first;
  // What is left has parents only among itself, so its first components are cycles that nobody enters.
  const part = induce(graph, rest);
  const components = stronglyConnected(part);
  const entered = new Uint8Array(components.count);
  for (let v = 0; v < part.nodes; v++) {
    for (let k = part.out.offsets[v] as number; k < (part.out.offsets[v + 1] as number); k++) {
      const into = components.of[part.out.ends[k] as number] as number;
      if (into !== (components.of[v] as number)) entered[into] = 1;
    }
  }
  const { starts, nodes } = byComponent(components);
  const all = Array.from(first);
  for (let c = 0; c < components.count; c++) {
    if ((entered[c] as number) === 0) all.push(rest[nodes[starts[c] as number] as number] as number);
  }
  return Uint32Array.from(all).sort();
}

function hasOtherParent(graph: Graph, node: number): boolean {
  for (let k = graph.in.offsets[node] as number; k < (graph.in.offsets[node + 1] as number); k++) {
    if ((graph.in.ends[k] as number) !== node) return true;
  }
  return false;
}

/**
 * The shortest way from any of `starts` to `target`; of several the one whose nodes come first in order.
 * `undefined` when there is none. `left` are the steps from each node on to the target, where they are known.
 */
export function shortestWay(
  graph: Graph,
  starts: Iterable<number>,
  target: number,
  left: ArrayLike<number> = distances(graph.in, [target]),
): number[] | undefined {
  let start: number | undefined;
  for (const candidate of starts) {
    if ((left[candidate] as number) < 0) continue;
    if (start === undefined || before(left, candidate, start)) start = candidate;
  }
  if (start === undefined) return undefined;
  const way = [start];
  while (way.at(-1) !== target) way.push(nearer(graph, left, way.at(-1) ?? target));
  return way;
}

/** The first neighbor that is one step nearer to where `left` counts to. */
function nearer(graph: Graph, left: ArrayLike<number>, node: number): number {
  const last = graph.out.offsets[node + 1] as number;
  for (let k = graph.out.offsets[node] as number; k < last; k++) {
    const next = graph.out.ends[k] as number;
    if (left[next] === (left[node] as number) - 1) return next;
  }
  throw new Error(`no way on from node ${node}`);
}

function before(left: ArrayLike<number>, a: number, b: number): boolean {
  return (left[a] as number) < (left[b] as number) || ((left[a] as number) === (left[b] as number) && a < b);
}
