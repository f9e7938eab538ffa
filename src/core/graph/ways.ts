import { type Ancestry, ancestry } from './ancestry.ts';
import { countWays, STEPS } from './count-ways.ts';
import { at, type Graph } from './csr.ts';
import { byComponent } from './scc.ts';
import { survey } from './survey.ts';

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
  return waysOf(ancestry(survey(graph, options.roots), target), options);
}

/** The same, where the ancestry of the node is there already. */
export function waysOf(above: Ancestry, options: Omit<WaysOptions, 'roots'> = {}): Ways {
  const { cap = 1000, steps = STEPS } = options;
  if (above.nodes.length === 0) return { listed: [], total: 0, atLeast: false };
  const { total, atLeast } = count(above, steps);
  const listed = listWays(above, cap, steps);
  return { listed, total: Math.max(total, listed.length), atLeast };
}

/** Where counting all ways of the graph stopped before it came to the target, the ways to the target alone may do. */
function count(above: Ancestry, steps: number): { readonly total: number; readonly atLeast: boolean } {
  const { survey, target, nodes, components } = above;
  const toAll = survey.counts();
  const { ways, atLeast } =
    at(toAll.atLeast, target) === 0
      ? toAll
      : countWays({ ...survey, components, order: byComponent(components, nodes), towards: above }, steps);
  return { total: at(ways, target), atLeast: at(atLeast, target) === 1 };
}

/**
 * Best first: a beginning is worth its length and the shortest way on from its end. Beginnings of equal worth are
 * taken in order, depth first, so that ways come out sorted and, where there is no cycle, every step leads to one.
 */
function listWays(
  { survey, target, left, roots, components }: Ancestry,
  cap: number,
  steps: number,
): number[][] {
  const { offsets, ends } = survey.graph.out;
  const trie = new Beginnings();
  const waiting: number[][] = [];
  const worthOf = (root: number): number => at(left, at(roots, root));
  const listed: number[][] = [];
  let taken = 0;
  for (let length = 0; length < waiting.length || taken < roots.length; length++) {
    const batch = (waiting[length] ?? []).sort((a, b) => trie.compare(b, a));
    delete waiting[length];
    const stack: number[] = [];
    // A root is added when its turn comes: there are far more of them than ways to list.
    let root = NONE;
    const next = (): number | undefined => {
      if (stack.length > 0) return stack.pop();
      if (root === NONE && taken < roots.length && worthOf(taken) === length) {
        root = trie.add(at(roots, taken++), NONE);
      }
      const other = batch.at(-1);
      if (root === NONE || (other !== undefined && trie.compare(other, root) < 0)) return batch.pop();
      const first = root;
      root = NONE;
      return first;
    };
    for (let item = next(); item !== undefined; item = next()) {
      if (listed.length === cap || trie.size - taken > steps || trie.looks > LOOKS * steps) return listed;
      const v = trie.node(item);
      if (v === target) {
        listed.push(trie.way(item));
        continue;
      }
      const first = at(offsets, v);
      for (let k = at(offsets, v + 1) - 1; k >= first; k--) {
        const w = at(ends, k);
        if (at(left, w) < 0 || (k > first && at(ends, k - 1) === w)) continue;
        if (at(components.of, w) === at(components.of, v) && trie.holds(item, w, components)) continue;
        const worth = trie.depth(item) + 1 + at(left, w);
        if (worth > length) waiting[worth] ??= [];
        (worth === length ? stack : waiting[worth])?.push(trie.add(w, item));
      }
    }
  }
  return listed;
}

const NONE = -1;

/** Nodes of beginnings looked at for each step: a cycle of tens of thousands makes for long ones. */
const LOOKS = 1000;

/** Beginnings of ways as a tree: each is a node and the beginning before it. */
class Beginnings {
  readonly #node: number[] = [];
  readonly #parent: number[] = [];
  readonly #depth: number[] = [];
  /** Nodes looked at so far to see whether they are passed twice. */
  looks = 0;

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
  holds(item: number, node: number, components: Ancestry['components']): boolean {
    const component = at(components.of, node);
    for (let i = item; i !== NONE && at(components.of, this.node(i)) === component; i = at(this.#parent, i)) {
      this.looks++;
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
