import { at, type Column, degree, type Subgraph } from './csr.ts';
import { byComponent, type Components } from './scc.ts';

export interface LevelOptions {
  /** Nodes that are never folded. */
  readonly kept: readonly number[];
  /** The side on which alike nodes have the same neighbors, and to whose end depth is measured. */
  readonly towards: 'in' | 'out';
  /** A number below 2^32 - 1 for each node of the whole graph, the same for nodes of one kind. */
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
  const levels: { classOf: Column[]; sizes: Column[]; counts: number[] } = {
    classOf: [],
    sizes: [],
    counts: [],
  };
  const add = (keyOf: (node: number) => number): void => {
    const { classOf, sizes } = classes(part.nodes, kept, keyOf);
    levels.classOf.push(classOf);
    levels.sizes.push(sizes);
    levels.counts.push(sizes.length);
  };
  const more = (): boolean => levels.classOf.length <= last && (levels.counts.at(-1) ?? 0) > settled;
  add((v) => v);
  if (more()) add((v) => components.of[v] as number);
  if (!more()) return levels;
  const key = componentKeys(part, components, kept, options.keys);
  const near = neighborhoods(part, components, kept, options.towards);
  const far = neighborhoods(part, components, kept, options.towards === 'in' ? 'out' : 'in');
  const pair = interner();
  const ofComponent = (keyOf: (component: number) => number): ((node: number) => number) => {
    const known = Float64Array.from({ length: components.count }, (_, c) => keyOf(c));
    return (v) => known[components.of[v] as number] as number;
  };
  add(ofComponent((c) => pair(pair(near[c] as number, far[c] as number), key[c] as number)));
  if (!more()) return levels;
  const depth = longestWays(part, components, options.towards);
  // Nodes at the end have no neighbors on that side: there the other side tells them apart.
  const side = (c: number): number =>
    (near[c] as number) === 0 ? 2 * (far[c] as number) + 1 : 2 * (near[c] as number);
  const level = ofComponent((c) => pair(depth[c] as number, key[c] as number));
  const sides = ofComponent(side);
  add((v) => pair(sides(v), level(v)));
  if (more()) add(level);
  if (more()) add(ofComponent((c) => depth[c] as number));
  if (more()) {
    const bands = Math.max(1, settled - options.kept.length);
    const deepest = depth.reduce((most, d) => Math.max(most, d), 0) + 1;
    add(ofComponent((c) => Math.floor(((depth[c] as number) * bands) / deepest)));
  }
  return levels;
}

/** Numbers classes by their first node; a node that is kept is a class alone. */
function classes(
  nodes: number,
  kept: Uint8Array,
  keyOf: (node: number) => number,
): { classOf: Column; sizes: Column } {
  const classOf = new Uint32Array(nodes);
  const sizes: number[] = [];
  const known = new Map<number, number>();
  for (let v = 0; v < nodes; v++) {
    const key = keyOf(v);
    let found = kept[v] === 1 ? undefined : known.get(key);
    if (found === undefined) {
      found = sizes.length;
      sizes.push(0);
      if (kept[v] !== 1) known.set(key, found);
    }
    classOf[v] = found;
    sizes[found] = (sizes[found] as number) + 1;
  }
  return { classOf, sizes: Uint32Array.from(sizes) };
}

/** The key that the members of each component share; a component of several has a key of its own. */
function componentKeys(
  part: Subgraph,
  components: Components,
  kept: Uint8Array,
  keys: ArrayLike<number> | undefined,
): ArrayLike<number> {
  const MIXED = 0;
  const key = new Float64Array(components.count).fill(-1);
  for (let v = 0; v < part.nodes; v++) {
    if (kept[v] === 1) continue;
    const c = components.of[v] as number;
    const own = keys === undefined ? 1 : (keys[part.whole[v] as number] as number) + 1;
    key[c] = (key[c] as number) < 0 || (key[c] as number) === own ? own : MIXED;
  }
  return key;
}

/**
 * A number for the set of neighbors that each component has on one side, 0 for none. Sets are compared by a 53 bit
 * sum of mixed numbers: the chance that two different ones meet among 250,000 is one in a million.
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
  const known = new Map<number, number>([[0, 0]]);
  return Uint32Array.from({ length: components.count }, (_, c) => {
    const sum = ((high[c] as number) & 0x1fffff) * 2 ** 32 + (low[c] as number);
    const found = known.get(sum) ?? known.size;
    known.set(sum, found);
    return found;
  });
}

/** Spreads the bits of a number (the finalizer of MurmurHash3). */
function mix(value: number): number {
  let h = value + 0x9e3779b9;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
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

/** Gives each pair of numbers one number below 2^21, the same for the same pair: `a` below 2^21, `b` below 2^32. */
function interner(): (a: number, b: number) => number {
  const known = new Map<number, number>();
  return (a, b) => {
    const both = a * 2 ** 32 + b;
    const found = known.get(both) ?? known.size;
    known.set(both, found);
    return found;
  };
}
