import { type Ancestry, ancestry, indexOf } from './ancestry.ts';
import { at, type Column, type Graph, induce, type Subgraph, tabulate } from './csr.ts';
import { distances, nodesWhere, shortestWay } from './reach.ts';
import { type Components, stronglyConnected } from './scc.ts';
import type { Survey } from './survey.ts';

export type FocusQuestion =
  /** Everything that leads to a node: "why is this here". */
  | { readonly kind: 'why'; readonly target: number }
  /** What asks for a node and what it asks for, up to `hops` steps each way. */
  | { readonly kind: 'around'; readonly node: number; readonly hops: number }
  /** One shortest way to each of a set of nodes. */
  | { readonly kind: 'flagged'; readonly targets: readonly number[] };

/** A part of a graph to draw: nodes of `graph`, which is the whole or a part of it with numbers of its own. */
export interface Part {
  readonly graph: Graph;
  /** Ascending. */
  readonly nodes: Column;
  /** Number in the whole graph of each node of `graph`; the same when absent. */
  readonly whole?: Column;
  /** Absent where no edges that are meant lead round. */
  readonly components?: Components;
  /**
   * Steps of each node of `graph` on to the end, -1 for what is not of the part. Where these are given, only edges that
   * lead one step nearer are meant.
   */
  readonly left?: Int32Array;
}

/** The part of the graph a question is about. Nodes are numbered as in the whole graph. */
export interface Asked {
  /** How many nodes it has. */
  readonly covers: number;
  /** Never folded, ascending. */
  readonly kept: readonly number[];
  readonly answer: readonly number[];
  readonly targets: ReadonlySet<number>;
  readonly isRoot: (node: number) => boolean;
  readonly whole: () => Part;
  /** The part with those edges alone that lead nearer to what was asked about, or from it further away. */
  readonly nearest: () => Part;
}

/** Finds the part of a graph that answers a question. `above` is the target's ancestry, where it is known already. */
export function pick(survey: Survey, question: FocusQuestion, above?: Ancestry): Asked {
  switch (question.kind) {
    case 'why':
      return pickWhy(above ?? ancestry(survey, question.target));
    case 'around':
      return pickAround(survey, question.node, question.hops);
    case 'flagged':
      return pickFlagged(survey, question.targets);
  }
}

function pickWhy(above: Ancestry): Asked {
  const { target, nodes, left, roots } = above;
  const { graph, depth } = above.survey;
  const answer = shortestWay(graph, roots.subarray(0, 1), target, left) ?? [];
  return {
    covers: nodes.length,
    kept: onShortestWays(above, answer),
    answer,
    targets: new Set(answer.slice(-1)),
    isRoot: (node) => depth[node] === 0,
    whole: () => withComponents(induce(graph, nodes, (from) => from !== target)),
    nearest: () => ({ graph, nodes, left }),
  };
}

/** All nodes on a way as short as the answer, or the answer's alone where they are too many to be told apart. */
function onShortestWays({ survey, roots, left }: Ancestry, answer: readonly number[]): readonly number[] {
  const MANY = 24;
  const most = Math.max(MANY, answer.length);
  const { offsets, ends } = survey.graph.out;
  const found = new Set<number>();
  for (let i = 0; i < roots.length && at(left, at(roots, i)) === answer.length - 1; i++) {
    found.add(at(roots, i));
    if (found.size > most) return answer;
  }
  // What is added while the set is walked is walked too.
  for (const v of found) {
    for (let k = at(offsets, v); k < at(offsets, v + 1); k++) {
      const w = at(ends, k);
      if (at(left, w) >= 0 && at(left, w) === at(left, v) - 1) found.add(w);
    }
    if (found.size > most) return answer;
  }
  return Array.from(found).sort((a, b) => a - b);
}

function pickAround({ graph, depth }: Survey, node: number, hops: number): Asked {
  const above = distances(graph.in, [node], hops);
  const below = distances(graph.out, [node], hops);
  const part = induce(
    graph,
    nodesWhere(above, (distance, v) => distance >= 0 || at(below, v) >= 0),
  );
  return {
    ...picked(part, [node], depth),
    nearest: () =>
      withComponents(
        induce(
          graph,
          part.whole,
          (a, b) =>
            (at(above, b) >= 0 && at(above, b) === at(above, a) - 1) ||
            (at(below, a) >= 0 && at(below, b) === at(below, a) + 1),
        ),
      ),
  };
}

function pickFlagged({ graph, depth }: Survey, targets: readonly number[]): Asked {
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
  const asked = picked(part, targets, depth);
  return { ...asked, nearest: asked.whole };
}

function picked(
  part: Subgraph,
  targets: readonly number[],
  depth: ArrayLike<number>,
): Omit<Asked, 'nearest'> {
  const here = targets.filter((node) => indexOf(part.whole, node) >= 0);
  return {
    covers: part.nodes,
    kept: here.sort((a, b) => a - b),
    answer: [],
    targets: new Set(here),
    isRoot: (node) => depth[node] === 0,
    whole: () => withComponents(part),
  };
}

function withComponents(part: Subgraph): Part {
  return {
    graph: part,
    nodes: tabulate(part.nodes, (v) => v),
    whole: part.whole,
    components: stronglyConnected(part),
  };
}
