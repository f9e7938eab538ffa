import { type Column, degree, type Subgraph, tabulate } from './csr.ts';
import { mix, pairNumbers } from './pair-numbers.ts';
import { byComponent, type Components } from './scc.ts';

export interface LevelOptions {
  /** Nodes that are never folded. */
  readonly kept: readonly number[];
  /** The side on which alike nodes have the same neighbors, and to whose end depth is measured. */
  readonly towards: 'in' | 'out';
  /** A number below 2^32 - 2 for each node of the whole graph, the same for nodes of one kind. */
  readonly keys: ArrayLike<number> | undefined;
}

/** Ever coarser classes of the nodes of a part. Classes of one level never cut those of the level below. */
export interface FoldLevels {
  /** Class of each node, by level. Level 0: every node its own. */
  readonly classOf: readonly Column[];
  /** Nodes in each class, by level. */
  readonly sizes: readonly Column[];
  /** Classes, by level. */
  readonly counts: readonly number[];
}

/** The level of {@link foldLevels} at which classes have one key and the same neighbors on both sides. */
export const TWINS = 2;
/** The level at which classes have one key and the same neighbors on one side. */
export const ALIKE = 3;

/**
 * Levels up to the first with at most `settled` classes, or up to `last`:
 * 1 cycles, 2 twins, 3 the same key, depth and neighbors on one side, 4 the same key and depth, 5 the same depth,
 * 6 neighboring depths. Depth is the longest way to the end, so that no class above 1 lies on a cycle with another.
 */
export function foldLevels(
  part: Subgraph,
  components: Components,
  options: LevelOptions,
  settled: number,
  last = 6,
): FoldLevels {
  const kept = new Uint8Array(part.nodes);
  for (const v of options.kept) kept[v] = 1;
  const { count, of } = components;
  const levels: { classOf: Column[]; sizes: Column[]; counts: number[] } = {
    classOf: [],
    sizes: [],
    counts: [],
  };
  const add = (keys: Column): void => {
    const { classOf, sizes } = classes(kept, keys);
    levels.classOf.push(classOf);
    levels.sizes.push(sizes);
    levels.counts.push(sizes.length);
  };
  const addByComponent = (keyOf: (component: number) => number): void => {
    const keys = tabulate(count, keyOf);
    add(of.map((c) => keys[c] as number));
  };
  const more = (): boolean => levels.classOf.length <= last && (levels.counts.at(-1) ?? 0) > settled;
  add(tabulate(part.nodes, (v) => v));
  if (more()) add(of);
  if (!more()) return levels;
  const key = componentKeys(part, components, kept, options.keys);
  const near = neighborhoods(part, components, kept, options.towards);
  const far = neighborhoods(part, components, kept, options.towards === 'in' ? 'out' : 'in');
  const pairs = (first: (c: number) => number, second: (c: number) => number): Column => {
    const number = pairNumbers(count);
    return tabulate(count, (c) => number(first(c), second(c)));
  };
  const both = pairs(
    (c) => near[c] as number,
    (c) => far[c] as number,
  );
  const twins = pairs(
    (c) => both[c] as number,
    (c) => key[c] as number,
  );
  addByComponent((c) => twins[c] as number);
  if (!more()) return levels;
  const depth = longestWays(part, components, options.towards);
  const rank = pairs(
    (c) => depth[c] as number,
    (c) => key[c] as number,
  );
  // Nodes at the end have no neighbors on that side: there the other side tells them apart.
  const alike = pairs(
    (c) => rank[c] as number,
    (c) => (near[c] === 0 ? 2 * (far[c] as number) + 1 : 2 * (near[c] as number)),
  );
  addByComponent((c) => alike[c] as number);
  if (more()) addByComponent((c) => rank[c] as number);
  if (more()) addByComponent((c) => depth[c] as number);
  if (more()) {
    const bands = Math.max(1, settled - options.kept.length);
    const deepest = depth.reduce((most, d) => Math.max(most, d), 0) + 1;
    addByComponent((c) => Math.floor(((depth[c] as number) * bands) / deepest));
  }
  return levels;
}

/** Numbers classes by their first node; a node that is kept is a class alone. Keys are less than the nodes. */
function classes(kept: Uint8Array, keys: Column): { classOf: Column; sizes: Column } {
  const classOf = new Uint32Array(keys.length);
  const sizes = new Uint32Array(keys.length);
  const known = new Int32Array(keys.length).fill(-1);
  let count = 0;
  for (let v = 0; v < keys.length; v++) {
    const key = keys[v] as number;
    let found = kept[v] === 1 ? -1 : (known[key] as number);
    if (found < 0) {
      found = count++;
      if (kept[v] !== 1) known[key] = found;
    }
    classOf[v] = found;
    sizes[found] = (sizes[found] as number) + 1;
  }
  return { classOf, sizes: sizes.slice(0, count) };
}

/** The key that the members of each component share; a component of several has a key of its own. */
function componentKeys(
  part: Subgraph,
  components: Components,
  kept: Uint8Array,
  keys: ArrayLike<number> | undefined,
): ArrayLike<number> {
  const NONE = 0;
  const MIXED = 1;
  const key = new Uint32Array(components.count);
  for (let v = 0; v < part.nodes; v++) {
    if (kept[v] === 1) continue;
    const c = components.of[v] as number;
    const own = keys === undefined ? 2 : (keys[part.whole[v] as number] as number) + 2;
    key[c] = key[c] === NONE || key[c] === own ? own : MIXED;
  }
  return key;
}

/**
 * A number for the set of neighbors that each component has on one side, 0 for none. Sets are compared by a 64 bit
 * sum of mixed numbers: that two different ones meet among 250,000 is as good as impossible.
 */
function neighborhoods(
  part: Subgraph,
  components: Components,
  kept: Uint8Array,
  direction: 'in' | 'out',
): ArrayLike<number> {
  const adjacency = part[direction];
  const high = new Uint32Array(components.count);
  const low = new Uint32Array(components.count);
  for (let v = 0; v < part.nodes; v++) {
    if (kept[v] === 1 || degree(adjacency, v) === 0) continue;
    const own = components.of[v] as number;
    const last = adjacency.offsets[v + 1] as number;
    for (let k = adjacency.offsets[v] as number, previous = -1; k < last; k++) {
      const w = adjacency.ends[k] as number;
      if (w === previous) continue;
      previous = w;
      const unit = kept[w] === 1 ? components.count + w : (components.of[w] as number);
      if (unit === own) continue;
      high[own] = (high[own] as number) + mix(unit);
      low[own] = (low[own] as number) + mix(unit ^ 0x55555555);
    }
  }
  const number = pairNumbers(components.count + 1);
  number(0, 0);
  return tabulate(components.count, (c) => number(high[c] as number, low[c] as number));
}

/** Edges on the longest way from each component to an end on one side. */
export function longestWays(part: Subgraph, components: Components, direction: 'in' | 'out'): Column {
  const { of, count } = components;
  const adjacency = part[direction];
  const depth = new Uint32Array(count);
  const members = byComponent(components);
  // Component numbers ascend along edges: sources first for 'in', sinks first for 'out'.
  for (let i = 0; i < count; i++) {
    const c = direction === 'in' ? i : count - 1 - i;
    let longest = 0;
    for (let m = members.starts[c] as number; m < (members.starts[c + 1] as number); m++) {
      const v = members.nodes[m] as number;
      const last = adjacency.offsets[v + 1] as number;
      for (let k = adjacency.offsets[v] as number; k < last; k++) {
        const d = of[adjacency.ends[k] as number] as number;
        if (d !== c) longest = Math.max(longest, (depth[d] as number) + 1);
      }
    }
    depth[c] = longest;
  }
  return depth;
}
