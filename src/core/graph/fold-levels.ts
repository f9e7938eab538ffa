import { once } from '../base/once.ts';
import { at, type Column } from './csr.ts';
import { mix, pairNumbers } from './pair-numbers.ts';
import type { Part } from './question.ts';
import { type ByComponent, byComponent } from './scc.ts';

export interface LevelOptions {
  /** Nodes that are never folded. */
  readonly kept: readonly number[];
  /** The side on which alike nodes have the same neighbors, and to whose end depth is measured. */
  readonly towards: 'in' | 'out';
  /** A number below 2^32 - 2 for each node of the whole graph, the same for nodes of one kind. */
  readonly keys: ArrayLike<number> | undefined;
}

/** Nodes by the class they are of. */
export interface Division {
  readonly count: number;
  /** Number of the class of each node, in the order of the nodes; classes are numbered by their first. */
  readonly of: Column;
}

/** Ever coarser classes of the nodes of a part. Classes of one level never cut those of the level below. */
export interface FoldLevels {
  /** The coarsest level. */
  readonly top: number;
  /** All nodes of the part at the coarsest level. */
  readonly coarsest: Division;
  /** Some nodes at a level. */
  divide(level: number, nodes: Column): Division;
  /** Whether nodes are of one class. */
  alike(level: number, nodes: Column): boolean;
}

/** The level of {@link foldLevels} at which classes have one key and the same neighbors on both sides. */
export const TWINS = 2;
/** The level at which classes have one key and the same neighbors on one side. */
export const ALIKE = 3;
/** The last level at which classes have one key. */
export const SAME_KEY = 4;

/**
 * Levels up to the first with at most `settled` classes, or up to `last`:
 * 0 every node its own, 1 cycles, 2 twins, 3 the same key, depth and neighbors on one side, 4 the same key and depth,
 * 5 the same depth, 6 neighboring depths. Depth is the longest way to the end, so that no class above 1 lies on a cycle
 * with another. A class is found when it is asked for: of a large part, few nodes are told apart by their neighbors.
 */
export function foldLevels(part: Part, options: LevelOptions, settled: number, last = 6): FoldLevels {
  const { nodes, components } = part;
  const kept = new Uint8Array(part.graph.nodes);
  for (const v of options.kept) kept[v] = 1;
  const classes = classesOf(part, kept, options, settled);
  const classOf = (level: number): ClassOf => {
    const classOfUnit = classes[level - 1] ?? own;
    return level === 0 || components === undefined
      ? classOfUnit
      : (v) => classOfUnit(components.of[v] as number);
  };
  const numbers = new Int32Array(Math.max(part.graph.nodes, settled));
  const few = (level: number, some: Column, most: number): Division | undefined => {
    const find = classOf(level);
    const of = new Uint32Array(some.length);
    let count = 0;
    numbers.fill(-1);
    for (let i = 0; i < some.length; i++) {
      const v = some[i] as number;
      const found = kept[v] === 1 ? -1 : find(v);
      let number = found < 0 ? -1 : (numbers[found] as number);
      if (number < 0) {
        number = count++;
        if (found >= 0) numbers[found] = number;
        if (count > most) return undefined;
      }
      of[i] = number;
    }
    return { count, of };
  };
  const alike = (level: number, some: Column): boolean => {
    if (some.length === 1) return true;
    const find = classOf(level);
    const first = find(at(some, 0));
    return some.every((v) => kept[v] !== 1 && find(v) === first);
  };
  const divide = (level: number, some: Column): Division =>
    few(level, some, some.length) ?? { count: 0, of: new Uint32Array() };
  // Where alike nodes are too many classes, twins are too, which would have to be told apart on both sides.
  let top = last > ALIKE && few(ALIKE, nodes, settled) === undefined ? ALIKE + 1 : 0;
  let coarsest: Division | undefined;
  for (; top < last; top++) {
    coarsest = few(top, nodes, settled);
    if (coarsest !== undefined) break;
  }
  return { top, coarsest: coarsest ?? divide(top, nodes), divide, alike };
}

/** Class of a component, or of a node where there are no cycles: a number below that of the nodes. */
type ClassOf = (unit: number) => number;

const own: ClassOf = (unit) => unit;

/** By level from 1 on. */
function classesOf(
  part: Part,
  kept: Uint8Array,
  { keys, towards, kept: unfolded }: LevelOptions,
  settled: number,
): readonly ClassOf[] {
  const units = part.components?.count ?? part.graph.nodes;
  const members = part.components && byComponent(part.components);
  const key = keyOf(part, members, kept, keys);
  const near = neighborhoods(part, members, kept, towards);
  const far = neighborhoods(part, members, kept, towards === 'in' ? 'out' : 'in');
  const twins = pairs(units, pairs(units, near, far), key);
  const depths = once(() => depthOf(part, members, towards));
  const depth: ClassOf = (unit) => depths()[unit] as number;
  const rank = pairs(units, depth, key);
  // Nodes at the end have no neighbors on that side: there the other side tells them apart.
  const side: ClassOf = (unit) => (near(unit) === 0 ? 2 * far(unit) + 1 : 2 * near(unit));
  const bands = Math.max(1, settled - unfolded.length);
  const deepest = once(() => [part.nodes.reduce((most, v) => Math.max(most, depth(unitOf(part, v))), 0) + 1]);
  const band: ClassOf = (unit) => Math.floor((depth(unit) * bands) / at(deepest(), 0));
  return [own, twins, pairs(units, rank, side), rank, depth, band];
}

/** A number for what two classes are together. */
function pairs(units: number, first: ClassOf, second: ClassOf): ClassOf {
  const number = once(() => pairNumbers(units));
  return (unit) => number()(first(unit), second(unit));
}

function unitOf({ components }: Part, v: number): number {
  return components === undefined ? v : at(components.of, v);
}

/** The key that the members of each component share; a component of several has a key of its own. */
function keyOf(
  { whole }: Part,
  members: ByComponent | undefined,
  kept: Uint8Array,
  keys: ArrayLike<number> | undefined,
): ClassOf {
  const NONE = 0;
  const MIXED = 1;
  const own: ClassOf = (v) =>
    2 + (keys === undefined ? 0 : (keys[whole === undefined ? v : at(whole, v)] as number));
  if (members === undefined) return own;
  return (unit) => {
    let key = NONE;
    for (let m = members.starts[unit] as number; m < (members.starts[unit + 1] as number); m++) {
      const v = members.nodes[m] as number;
      if (kept[v] === 1) continue;
      key = key === NONE || key === own(v) ? own(v) : MIXED;
    }
    return key;
  };
}

/**
 * A number for the set of neighbors that each component has on one side, 0 for none. Sets are compared by a 64 bit
 * sum of mixed numbers: that two different ones meet among 250,000 is as good as impossible.
 */
function neighborhoods(
  part: Part,
  members: ByComponent | undefined,
  kept: Uint8Array,
  direction: 'in' | 'out',
): ClassOf {
  const { graph, left } = part;
  const units = part.components?.count ?? graph.nodes;
  const told = once(() => {
    const number = pairNumbers(units + 1);
    number(0, 0);
    return { number, known: new Int32Array(units).fill(-1), adjacency: graph[direction] };
  });
  let high = 0;
  let low = 0;
  const add = (v: number, unit: number): void => {
    if (kept[v] === 1) return;
    const { offsets, ends } = told().adjacency;
    const last = offsets[v + 1] as number;
    for (let k = offsets[v] as number, previous = -1; k < last; k++) {
      const w = ends[k] as number;
      if (w === previous) continue;
      previous = w;
      if (left !== undefined && !(direction === 'out' ? isNearer(left, v, w) : isNearer(left, w, v)))
        continue;
      const other = kept[w] === 1 ? units + w : unitOf(part, w);
      if (other === unit) continue;
      high = (high + mix(other)) >>> 0;
      low = (low + mix(other ^ 0x55555555)) >>> 0;
    }
  };
  // What is one step away has the end alone before it: most nodes, where many lead to one.
  let next = -1;
  return (unit) => {
    const { number, known } = told();
    if ((known[unit] as number) >= 0) return known[unit] as number;
    const one = direction === 'out' && left?.[unit] === 1;
    if (one && next >= 0) return next;
    high = 0;
    low = 0;
    if (members === undefined) add(unit, unit);
    else {
      const last = members.starts[unit + 1] as number;
      for (let m = members.starts[unit] as number; m < last; m++) add(members.nodes[m] as number, unit);
    }
    const found = number(high, low);
    known[unit] = found;
    if (one) next = found;
    return found;
  };
}

/** Whether an edge of these ends leads one step nearer. */
export function isNearer(left: Int32Array, from: number, to: number): boolean {
  const steps = left[to] as number;
  return steps >= 0 && steps === (left[from] as number) - 1;
}

/** Edges on the longest way from each component to an end on one side. */
function depthOf(
  { graph, components, left }: Part,
  members: ByComponent | undefined,
  direction: 'in' | 'out',
): ArrayLike<number> {
  if (components === undefined || members === undefined) return left ?? [];
  const { of, count } = components;
  const adjacency = graph[direction];
  const depth = new Uint32Array(count);
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
