import { once } from '../base/once.ts';
import { at, type Column, type Graph } from './csr.ts';
import type { ByComponent, Components } from './scc.ts';

/** The graph that ways are counted in, or the part of it that leads to one node. */
export interface Counted {
  readonly graph: Graph;
  readonly roots: Column;
  readonly components: Pick<Components, 'count' | 'of'>;
  /** The nodes that are counted. */
  readonly order: ByComponent;
  /** Ways are followed no further than to the target, and over no node that is negative here. */
  readonly towards?: { readonly target: number; readonly left: ArrayLike<number> };
}

/** Ways from any root to each node, none of which passes a node twice. Parallel edges make one way. */
export interface Counts {
  readonly ways: Float64Array;
  /** 1: counting stopped; there are this many or more. */
  readonly atLeast: Uint8Array;
}

/** Steps that counting inside cycles takes before it stops. */
export const STEPS = 400_000;

/**
 * A way enters a component once and leaves it for good. So the ways that end at a node are, summed over the nodes
 * where its component is entered, the ways up to there times the simple paths between the two inside.
 */
export function countWays(counted: Counted, steps = STEPS): Counts {
  const { graph, roots, components, order, towards } = counted;
  const { of } = components;
  const { offsets, ends } = graph.out;
  const entering = new Float64Array(graph.nodes);
  const ways = new Float64Array(graph.nodes);
  const atLeast = new Uint8Array(graph.nodes);
  const add = (counts: Float64Array, node: number, more: number): void => {
    const sum = (counts[node] as number) + more;
    if (sum > Number.MAX_SAFE_INTEGER) atLeast[node] = 1;
    counts[node] = sum > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : sum;
  };
  for (const root of roots) entering[root] = 1;
  const inside = once(() => insidePaths(counted, steps));
  for (let first = 0; first < order.nodes.length; ) {
    const c = of[order.nodes[first] as number] as number;
    const end = order.starts[c + 1] as number;
    if (end === first + 1) {
      const v = order.nodes[first] as number;
      ways[v] = entering[v] as number;
    } else {
      const members = order.nodes.subarray(first, end);
      let unsure = members.some((v) => atLeast[v] === 1);
      // Once no step is left, there is one way from each to each that is known of: all are added in one go.
      let rest = 0;
      for (const u of members) {
        const times = at(entering, u);
        if (times === 0) continue;
        if (inside().spent()) {
          rest += times;
          continue;
        }
        const found = inside().from(u, members);
        unsure ||= !found.complete;
        for (const v of members) add(ways, v, times * at(found.paths, v));
      }
      for (const v of members) {
        if (rest > 0) add(ways, v, rest);
        if (unsure || rest > 0) atLeast[v] = 1;
      }
    }
    for (; first < end; first++) {
      const v = order.nodes[first] as number;
      const times = ways[v] as number;
      if (times === 0 || v === towards?.target) continue;
      const last = offsets[v + 1] as number;
      for (let k = offsets[v] as number, previous = -1; k < last; k++) {
        const w = ends[k] as number;
        if (w === previous || (of[w] as number) === c) continue;
        previous = w;
        if (towards !== undefined && at(towards.left, w) < 0) continue;
        if (atLeast[v] === 1) atLeast[w] = 1;
        add(entering, w, times);
      }
    }
  }
  return { ways, atLeast };
}

/** Counts the simple paths inside a component from one of its nodes to each, by walking them all. */
function insidePaths({ graph, components, towards }: Counted, steps: number) {
  const { offsets, ends } = graph.out;
  const paths = new Float64Array(graph.nodes);
  const onPath = new Uint8Array(graph.nodes);
  const cursor = offsets.slice();
  const path: number[] = [];
  let left = steps;
  let complete = true;
  return {
    /** Whether no step is left. */
    spent: (): boolean => left === 0,
    /** `paths` is valid for the members until the next call. Never 0: each member is reached from each. */
    from(
      start: number,
      members: ArrayLike<number>,
    ): { readonly paths: Float64Array; readonly complete: boolean } {
      const c = at(components.of, start);
      for (let i = 0; i < members.length; i++) paths[at(members, i)] = 0;
      const enter = (v: number): void => {
        paths[v] = at(paths, v) + 1;
        onPath[v] = 1;
        cursor[v] = at(offsets, v);
        path.push(v);
      };
      enter(start);
      for (let v = path.at(-1); v !== undefined; v = path.at(-1)) {
        const k = at(cursor, v);
        const end = k === at(offsets, v + 1);
        if (end || left === 0) {
          if (!end) complete = false;
          onPath[v] = 0;
          path.pop();
          continue;
        }
        cursor[v] = k + 1;
        const w = at(ends, k);
        if (towards !== undefined && at(towards.left, w) < 0) continue;
        left--;
        const parallel = k > at(offsets, v) && at(ends, k - 1) === w;
        if (!parallel && at(onPath, w) === 0 && at(components.of, w) === c) enter(w);
      }
      if (!complete) for (let i = 0; i < members.length; i++) paths[at(members, i)] ||= 1;
      return { paths, complete };
    },
  };
}
