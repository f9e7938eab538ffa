import { type Ancestry, ancestry } from './ancestry.ts';
import { at, type Graph, type Subgraph } from './csr.ts';
import { distances } from './reach.ts';
import { byComponent, type Components } from './scc.ts';

/** All ways from any root to a node, none of which passes a node twice. Parallel edges make one way. */
export interface Ways {
  /** From root to target, shortest first, then by node number from the root on. The first of all there are. */
  readonly listed: readonly (readonly number[])[];
  /** All ways there are. */
  readonly total: number;
  /** Counting stopped: there are `total` ways or more. */
  readonly atLeast: boolean;
}

export interface WaysOptions {
  /** Where ways begin; the roots of the graph when absent. */
  readonly roots?: Iterable<number>;
  /** Ways listed at most. */
  readonly cap?: number;
  /** Steps that counting inside cycles, and listing, may each take before they stop. */
  readonly steps?: number;
}

/**
 * "Why is this here". The number of ways is exact where no cycle is involved, however many there are up to 2^53 - 1;
 * inside cycles they are counted one by one, within `steps`.
 */
export function ways(graph: Graph, target: number, options: WaysOptions = {}): Ways {
  return waysOf(ancestry(graph, target, options.roots), options);
}

/** The same, where the ancestry of the node is there already. */
export function waysOf(above: Ancestry, options: Omit<WaysOptions, 'roots'> = {}): Ways {
  const { cap = 1000, steps = 400_000 } = options;
  if (above.target === undefined) return { listed: [], total: 0, atLeast: false };
  const count = countWays(above, above.target, steps);
  const listed = listWays(above, above.target, cap, steps).map((way) =>
    way.map((v) => at(above.part.whole, v)),
  );
  return { listed, total: Math.max(count.total, listed.length), atLeast: count.atLeast };
}

/**
 * A way enters a component once and leaves it for good. So the ways that end at a node are, summed over the nodes
 * where its component is entered, the ways up to there times the simple paths between the two inside.
 */
function countWays(
  { part, roots, components }: Ancestry,
  target: number,
  steps: number,
): { readonly total: number; readonly atLeast: boolean } {
  const entering = new Float64Array(part.nodes);
  const ending = new Float64Array(part.nodes);
  for (const root of roots) entering[root] = 1;
  let atLeast = false;
  const add = (counts: Float64Array, node: number, more: number): void => {
    const sum = at(counts, node) + more;
    counts[node] = Math.min(sum, Number.MAX_SAFE_INTEGER);
    if (sum > Number.MAX_SAFE_INTEGER) atLeast = true;
  };
  const order = byComponent(components);
  const inside = insidePaths(part, components, steps);
  for (let c = 0; c < components.count; c++) {
    const members = order.nodes.subarray(at(order.starts, c), at(order.starts, c + 1));
    for (const u of members) {
      const times = at(entering, u);
      if (times === 0) continue;
      if (members.length === 1) {
        add(ending, u, times);
        continue;
      }
      const found = inside.from(u, members);
      if (!found.complete) atLeast = true;
      for (const v of members) add(ending, v, times * at(found.paths, v));
    }
    for (const v of members) {
      const last = part.out.offsets[v + 1] as number;
      for (let k = part.out.offsets[v] as number, previous = -1; k < last; k++) {
        const w = part.out.ends[k] as number;
        if (w !== previous && (components.of[w] as number) !== c) add(entering, w, ending[v] as number);
        previous = w;
      }
    }
  }
  return { total: at(ending, target), atLeast };
}

/** Counts the simple paths inside a component from one of its nodes to each, by walking them all. */
function insidePaths(part: Subgraph, components: Components, steps: number) {
  const paths = new Float64Array(part.nodes);
  const onPath = new Uint8Array(part.nodes);
  const cursor = part.out.offsets.slice();
  const path: number[] = [];
  let left = steps;
  let complete = true;
  return {
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
        cursor[v] = at(part.out.offsets, v);
        path.push(v);
      };
      enter(start);
      for (let v = path.at(-1); v !== undefined; v = path.at(-1)) {
        const k = at(cursor, v);
        const end = k === at(part.out.offsets, v + 1);
        if (end || left === 0) {
          if (!end) complete = false;
          onPath[v] = 0;
          path.pop();
          continue;
        }
        cursor[v] = k + 1;
        left--;
        const w = at(part.out.ends, k);
        const parallel = k > at(part.out.offsets, v) && at(part.out.ends, k - 1) === w;
        if (!parallel && at(onPath, w) === 0 && at(components.of, w) === c) enter(w);
      }
      if (!complete) for (let i = 0; i < members.length; i++) paths[at(members, i)] ||= 1;
      return { paths, complete };
    },
  };
}

/**
 * Best first: a beginning is worth its length and the shortest way on from its end. Beginnings of equal worth are
 * taken in order, depth first, so that ways come out sorted and, where there is no cycle, every step leads to one.
 */
function listWays(
  { part, roots, components }: Ancestry,
  target: number,
  cap: number,
  steps: number,
): number[][] {
  const left = distances(part.in, [target]);
  const trie = new Beginnings();
  const byLength: number[][] = [];
  const waiting = (length: number): number[] => {
    byLength[length] ??= [];
    return byLength[length];
  };
  for (const root of roots) waiting(at(left, root)).push(trie.add(root, NONE));
  const listed: number[][] = [];
  const most = trie.size + steps;
  for (let length = 0; length < byLength.length; length++) {
    const batch = byLength[length] ?? [];
    delete byLength[length];
    // The last is taken first.
    const stack = batch.sort((a, b) => trie.compare(b, a));
    for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
      if (listed.length === cap || trie.size > most) return listed;
      const v = trie.node(item);
      if (v === target) {
        listed.push(trie.way(item));
        continue;
      }
      const first = at(part.out.offsets, v);
      for (let k = at(part.out.offsets, v + 1) - 1; k >= first; k--) {
        const w = at(part.out.ends, k);
        if (k > first && at(part.out.ends, k - 1) === w) continue;
        if (at(components.of, w) === at(components.of, v) && trie.holds(item, w, components)) continue;
        const worth = trie.depth(item) + 1 + at(left, w);
        (worth === length ? stack : waiting(worth)).push(trie.add(w, item));
      }
    }
  }
  return listed;
}

const NONE = -1;

/** Beginnings of ways as a tree: each is a node and the beginning before it. */
class Beginnings {
  readonly #node: number[] = [];
  readonly #parent: number[] = [];
  readonly #depth: number[] = [];

  add(node: number, parent: number): number {
    this.#node.push(node);
    this.#parent.push(parent);
    this.#depth.push(parent === NONE ? 0 : this.depth(parent) + 1);
    return this.#node.length - 1;
  }

  get size(): number {
    return this.#node.length;
  }

  node(item: number): number {
    return at(this.#node, item);
  }

  /** Edges from the root. */
  depth(item: number): number {
    return at(this.#depth, item);
  }

  /** Whether a beginning passes `node`, which is in the component of its end. */
  holds(item: number, node: number, components: Components): boolean {
    const component = at(components.of, node);
    for (let i = item; i !== NONE && at(components.of, this.node(i)) === component; i = at(this.#parent, i)) {
      if (this.node(i) === node) return true;
    }
    return false;
  }

  /** Order of two beginnings by their nodes from the root on. */
  compare(a: number, b: number): number {
    let x = a;
    let y = b;
    while (this.depth(x) > this.depth(y)) x = at(this.#parent, x);
    while (this.depth(y) > this.depth(x)) y = at(this.#parent, y);
    if (x === y) return this.depth(a) - this.depth(b);
    while (at(this.#parent, x) !== at(this.#parent, y)) {
      x = at(this.#parent, x);
      y = at(this.#parent, y);
    }
    return this.node(x) - this.node(y);
  }

  way(item: number): number[] {
    const way: number[] = [];
    for (let i = item; i !== NONE; i = at(this.#parent, i)) way.push(this.node(i));
    return way.reverse();
  }
}
