import { type Ancestry, ancestry, indexOf } from './ancestry.ts';
import { at, type Column, type Graph, induce, type Subgraph, tabulate } from './csr.ts';
import { distances, nodesWhere, roots as rootsOf, shortestWay } from './reach.ts';
import { type Components, stronglyConnected } from './scc.ts';

export type FocusQuestion =
  /** Everything that leads to a node: "why is this here". */
  | { readonly kind: 'why'; readonly target: number }
  /** What asks for a node and what it asks for, up to `hops` steps each way. */
  | { readonly kind: 'around'; readonly node: number; readonly hops: number }
  /** One shortest way to each of a set of nodes. */
  | { readonly kind: 'flagged'; readonly targets: readonly number[] };

/** The part of the graph a question is about. Numbers are the part's own. */
export interface Asked {
  readonly part: Subgraph;
  readonly components: Components;
  /** Never folded. */
  readonly kept: readonly number[];
  readonly answer: readonly number[];
  readonly targets: ReadonlySet<number>;
  readonly isRoot: (node: number) => boolean;
  /** The part with those edges alone that lead nearer to what was asked about, or from it further away. */
  readonly nearest: () => Subgraph;
}

/** Finds the part of a graph that answers a question. `above` is the target's ancestry, where it is known already. */
export function pick(
  graph: Graph,
  question: FocusQuestion,
  { roots, above }: { readonly roots?: Iterable<number>; readonly above?: Ancestry },
): Asked {
  switch (question.kind) {
    case 'why':
      return pickWhy(above ?? ancestry(graph, question.target, roots));
    case 'around':
      return pickAround(graph, question.node, question.hops, roots);
    case 'flagged':
      return pickFlagged(graph, question.targets, roots);
  }
}

function pickWhy({ part, components, target, roots }: Ancestry): Asked {
  const isRoot = (node: number): boolean => indexOf(roots, node) >= 0;
  if (target === undefined) {
    return { part, components, kept: [], answer: [], targets: new Set(), isRoot, nearest: () => part };
  }
  const answer = shortestWay(part, roots, target) ?? [];
  const left = distances(part.in, [target]);
  return {
    part,
    components,
    kept: onShortestWays(part, roots, left, answer),
    answer,
    targets: new Set([target]),
    isRoot,
    nearest: () => withEdges(part, (from, to) => at(left, to) === at(left, from) - 1),
  };
}

/** All nodes on a way as short as the answer, or the answer's alone where they are too many to be told apart. */
function onShortestWays(
  part: Subgraph,
  roots: Column,
  left: ArrayLike<number>,
  answer: readonly number[],
): readonly number[] {
  const MANY = 24;
  const before = distances(part.out, roots);
  const steps = answer.length - 1;
  const all = nodesWhere(before, (distance, v) => distance + at(left, v) === steps);
  return all.length <= Math.max(MANY, answer.length) ? Array.from(all) : answer;
}

function pickAround(graph: Graph, node: number, hops: number, roots: Iterable<number> | undefined): Asked {
  const above = distances(graph.in, [node], hops);
  const below = distances(graph.out, [node], hops);
  const part = induce(
    graph,
    nodesWhere(above, (distance, v) => distance >= 0 || at(below, v) >= 0),
  );
  const step = (from: number, to: number): boolean => {
    const [a, b] = [at(part.whole, from), at(part.whole, to)];
    return (
      (at(above, b) >= 0 && at(above, b) === at(above, a) - 1) ||
      (at(below, a) >= 0 && at(below, b) === at(below, a) + 1)
    );
  };
  return {
    ...picked(part, [node], roots ?? rootsOf(graph)),
    answer: [],
    nearest: () => withEdges(part, step),
  };
}

function pickFlagged(graph: Graph, targets: readonly number[], given: Iterable<number> | undefined): Asked {
  const roots = Uint32Array.from(given ?? rootsOf(graph));
  const depth = distances(graph.out, roots);
  const onWay = new Uint8Array(graph.nodes);
  const parent = new Int32Array(graph.nodes).fill(-1);
  for (const target of targets) {
    if (at(depth, target) < 0) continue;
    // Up to where an earlier way was met: from there on both are one.
    for (let v = target; v >= 0 && at(onWay, v) === 0; v = at(parent, v)) {
      onWay[v] = 1;
      const parents = graph.in.ends.subarray(at(graph.in.offsets, v), at(graph.in.offsets, v + 1));
      parent[v] = at(depth, v) === 0 ? -1 : (parents.find((u) => at(depth, u) === at(depth, v) - 1) ?? -1);
    }
  }
  const part = induce(
    graph,
    nodesWhere(onWay, (on) => on === 1),
    (from, to) => at(parent, to) === from,
  );
  return { ...picked(part, targets, roots), answer: [], nearest: () => part };
}

function picked(
  part: Subgraph,
  targets: readonly number[],
  roots: Iterable<number>,
): Omit<Asked, 'answer' | 'nearest'> {
  const here = targets.map((node) => indexOf(part.whole, node)).filter((v) => v >= 0);
  const begins = new Set(roots);
  return {
    part,
    components: stronglyConnected(part),
    kept: here.sort((a, b) => a - b),
    targets: new Set(here),
    isRoot: (v) => begins.has(at(part.whole, v)),
  };
}

function withEdges(part: Subgraph, keepEdge: (from: number, to: number) => boolean): Subgraph {
  const all = tabulate(part.nodes, (v) => v);
  return { ...induce(part, all, keepEdge), whole: part.whole };
}
