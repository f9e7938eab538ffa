import { at, buildGraph, type Graph } from './csr.ts';
import { byComponent, type Components, stronglyConnected } from './scc.ts';

/** What leads back to where it starts. */
export interface Circles {
  /** Nodes with an edge to themselves. */
  readonly selves: number;
  /** Groups of nodes of which each leads to each other, by whatever way, and how many nodes there are in all of them. */
  readonly circles: number;
  readonly components: number;
}

/** Samples of them: nodes in ascending order, and shortest ways round, each without its end, of the largest groups. */
export interface CircleSamples extends Circles {
  readonly selfNodes: readonly number[];
  readonly ways: readonly (readonly number[])[];
}

/** Linear in nodes and edges, and `samples` times linear in the groups that are sampled. */
export function circlesIn(
  nodes: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  samples = 0,
): CircleSamples {
  const graph = buildGraph(nodes, from, to);
  const loops = new Uint8Array(nodes);
  for (let i = 0; i < from.length; i++) if (from[i] === to[i]) loops[at(from, i)] = 1;
  const selfNodes: number[] = [];
  let selves = 0;
  for (let v = 0; v < nodes; v++) {
    if (loops[v] === 0) continue;
    selves++;
    if (selfNodes.length < samples) selfNodes.push(v);
  }
  const groups = stronglyConnected(graph);
  let circles = 0;
  let components = 0;
  for (const size of groups.sizes) {
    if (size < 2) continue;
    circles++;
    components += size;
  }
  const ways = circles === 0 || samples === 0 ? [] : sampled(graph, groups, samples);
  return { selves, circles, components, selfNodes, ways };
}

function sampled(graph: Graph, groups: Components, samples: number): number[][] {
  const { starts, nodes } = byComponent(groups);
  const firstOf = (group: number) => at(nodes, at(starts, group));
  return Array.from(groups.sizes.keys())
    .filter((group) => at(groups.sizes, group) > 1)
    .sort((a, b) => at(groups.sizes, b) - at(groups.sizes, a) || firstOf(a) - firstOf(b))
    .slice(0, samples)
    .map((group) => wayRound(graph, groups, firstOf(group)));
}

/** Breadth first from a node to itself, within its group: there is a way. */
function wayRound({ nodes, out }: Graph, { of }: Components, start: number): number[] {
  const before = new Int32Array(nodes).fill(-1);
  const open = [start];
  for (let next = 0; next < open.length; next++) {
    const v = at(open, next);
    for (let k = at(out.offsets, v); k < at(out.offsets, v + 1); k++) {
      const w = at(out.ends, k);
      if (w === start && v !== start) return traced(before, start, v);
      if (w === start || of[w] !== of[start] || at(before, w) >= 0) continue;
      before[w] = v;
      open.push(w);
    }
  }
  return [start];
}

function traced(before: Int32Array, start: number, last: number): number[] {
  const way: number[] = [];
  for (let v = last; v !== start; v = at(before, v)) way.push(v);
  return [start, ...way.reverse()];
}
