import type { Scope } from '../model/reading.ts';
import { type Ancestry, indexOf } from './ancestry.ts';
import { at, type Column, type Graph } from './csr.ts';
import { type Fold, type FoldOptions, foldAlike, foldDeep, type Group, inWhole } from './fold.ts';
import { type FocusQuestion, type Part, pick } from './question.ts';
import type { Components } from './scc.ts';
import { type Survey, survey } from './survey.ts';

export interface FocusOptions {
  /** Where ways begin; the roots of the graph when absent. */
  readonly roots?: Iterable<number>;
  /** A number a node: alike nodes (one ecosystem, one npm scope) share one and are folded together first. */
  readonly keys?: ArrayLike<number>;
  /** {@link scopeStrength} of each edge of the list the graph was built from. */
  readonly strengths?: ArrayLike<number>;
  /** Ids of groups to open. One that has no room in the budget stays closed. */
  readonly open?: readonly number[];
  /** Nodes shown at most while no group is open: more are hard to read. 20 or more. */
  readonly calm?: number;
  /** Nodes shown at most. */
  readonly budget?: number;
  /** The graph's {@link survey}, where the caller has it already: then `roots` are its. */
  readonly survey?: Survey;
  /** The target's {@link ancestry}, where the caller has it already. */
  readonly above?: Ancestry;
}

/** A node of the picture: one node of the graph, or several folded into a group. */
export interface FocusNode {
  /** The node's own number; for a group a number past all nodes, the same whatever else is open. */
  readonly id: number;
  /** Nodes of the graph, ascending. */
  readonly members: Column;
  /** A group's members are one cycle, or are alike (same key, same neighbors on one side), or share only their distance. */
  readonly kind: 'node' | 'cycle' | 'alike' | 'distance';
  /** Key that all members share. */
  readonly key: number | undefined;
  /** Number of the cycle it is part of together with another node of the picture, from 1. */
  readonly cycle: number | undefined;
  readonly root: boolean;
  readonly target: boolean;
}

export interface FocusEdge {
  readonly from: number;
  readonly to: number;
  /** Index of the strongest of the edges it stands for, the first in the list where several are as strong. */
  readonly edge: number;
  /** How many edges it stands for. */
  readonly count: number;
  /** On the shortest way of a "why". */
  readonly answer: boolean;
}

/** A picture of the part of a graph that answers a question. Nodes ascend by their first member. */
export interface Focus {
  readonly nodes: readonly FocusNode[];
  readonly edges: readonly FocusEdge[];
  /** The shortest way of a "why"; empty otherwise. */
  readonly answer: readonly number[];
  /** Nodes the question is about, before folding. */
  readonly covers: number;
  /** Too many to draw every edge: only those that lead nearer to what was asked about are there. */
  readonly nearestOnly: boolean;
  /** Groups of `open` that were opened. */
  readonly opened: readonly number[];
}

/** Rank of what an edge stands for, 0 the strongest: what is needed at run time explains more than what tests need. */
export function scopeStrength(scope: Scope | undefined): number {
  return scope === undefined ? SCOPES.length : SCOPES.indexOf(scope);
}

const SCOPES: readonly Scope[] = ['runtime', 'peer', 'provided', 'optional', 'build', 'dev', 'test'];

/**
 * Picks the nodes that answer a question and folds them until they fit on a page, every edge between groups drawn.
 * Where cycles and alike nodes are not enough to fold, nodes are told apart by their distance from the question's own
 * node, and only edges that lead nearer to it are drawn. O(nodes + edges) of the graph.
 */
export function focus(graph: Graph, question: FocusQuestion, options: FocusOptions = {}): Focus {
  const { budget = 250, calm = 100, open = [], keys } = options;
  const asked = pick(options.survey ?? survey(graph, options.roots), question, options.above);
  const most = Math.floor(calm * 0.6);
  const kept =
    asked.kept.length <= most
      ? asked.kept
      : bothEnds(asked.answer.length > 0 ? asked.answer : asked.kept, most);
  const foldOptions = (part: Part): FoldOptions => ({
    kept: kept.map((v) => inPart(part, v)),
    towards: question.kind === 'why' ? 'out' : 'in',
    keys,
    open,
    calm,
    budget,
    idOf: (first: number, step: number) => graph.nodes * step + first,
  });
  // Far too many to be alike: not even tried.
  const whole = asked.covers > FAR_TOO_MANY * calm ? undefined : asked.whole();
  const alike = whole && foldAlike(whole, foldOptions(whole));
  const nearestOnly = whole === undefined || alike === undefined;
  const part = nearestOnly ? asked.nearest() : whole;
  const folded = alike ?? foldDeep(part, foldOptions(part));
  const cycles = nearestOnly || part.components === undefined ? [] : numberCycles(folded, part.components);
  const nodes = folded.groups.map((group, i): FocusNode => {
    const single = group.members.length === 1;
    const first = inWhole(part, at(group.members, 0));
    return {
      id: group.id,
      members: allInWhole(part, group.members),
      kind: single ? 'node' : group.kind,
      key: sharedKey(group, part, keys),
      cycle: cycles[i],
      root: single && asked.isRoot(first),
      target: single && asked.targets.has(first),
    };
  });
  return {
    nodes,
    edges: foldEdges(
      part,
      folded,
      asked.answer.map((v) => inPart(part, v)),
      options.strengths,
    ),
    answer: asked.answer,
    covers: asked.covers,
    nearestOnly,
    opened: folded.opened,
  };
}

const FAR_TOO_MANY = 50;

function allInWhole({ whole }: Part, members: Column): Column {
  return whole === undefined ? members : members.map((v) => at(whole, v));
}

function inPart({ whole }: Part, node: number): number {
  return whole === undefined ? node : indexOf(whole, node);
}

/** The first and the last of a way too long to show whole. */
function bothEnds(way: readonly number[], most: number): readonly number[] {
  return [...way.slice(0, Math.ceil(most / 2)), ...way.slice(way.length - Math.floor(most / 2))];
}

function sharedKey(group: Group, part: Part, keys: ArrayLike<number> | undefined): number | undefined {
  if (keys === undefined) return undefined;
  const key = at(keys, inWhole(part, at(group.members, 0)));
  return group.oneKey || group.members.every((v) => keys[inWhole(part, v)] === key) ? key : undefined;
}

/** Number of the cycle each group is part of: those of which more than one group is left. */
function numberCycles(fold: Fold, components: Components): (number | undefined)[] {
  const component = fold.groups.map(({ members }) => {
    const first = at(components.of, at(members, 0));
    return members.every((v) => at(components.of, v) === first) ? first : undefined;
  });
  const shown = new Map<number, number>();
  for (const c of component) if (c !== undefined) shown.set(c, (shown.get(c) ?? 0) + 1);
  const drawn = [...shown].filter(([, groups]) => groups > 1).map(([c]) => c);
  const numbers = new Map(drawn.sort((a, b) => a - b).map((c, i) => [c, i + 1]));
  return component.map((c) => (c === undefined ? undefined : numbers.get(c)));
}

/** Edges between groups, one for each pair, in the order of the groups. */
function foldEdges(
  { graph: { out }, left }: Part,
  fold: Fold,
  answer: readonly number[],
  strengths: ArrayLike<number> | undefined,
): FocusEdge[] {
  const strength = (edge: number): number => (strengths === undefined ? 0 : at(strengths, edge));
  const answers = new Set<number>();
  const pair = (from: number, to: number): number => from * fold.groups.length + to;
  for (let i = 1; i < answer.length; i++) {
    answers.add(pair(at(fold.groupOf, at(answer, i - 1)), at(fold.groupOf, at(answer, i))));
  }
  const edges: FocusEdge[] = [];
  const best = new Int32Array(fold.groups.length).fill(-1);
  const count = new Int32Array(fold.groups.length);
  fold.groups.forEach((group, from) => {
    const reached: number[] = [];
    for (let m = 0; m < group.members.length; m++) {
      const v = group.members[m] as number;
      const nearer = left === undefined ? -1 : (left[v] as number) - 1;
      const last = out.offsets[v + 1] as number;
      for (let k = out.offsets[v] as number; k < last; k++) {
        const w = out.ends[k] as number;
        if (left !== undefined && ((left[w] as number) < 0 || left[w] !== nearer)) continue;
        const to = fold.groupOf[w] as number;
        if (to === from) continue;
        const edge = out.edge[k] as number;
        const known = best[to] as number;
        if (known < 0) reached.push(to);
        count[to] = (count[to] as number) + 1;
        const stronger = known < 0 ? -1 : strength(edge) - strength(known);
        if (stronger < 0 || (stronger === 0 && edge < known)) best[to] = edge;
      }
    }
    for (const to of reached.sort((a, b) => a - b)) {
      edges.push({
        from: group.id,
        to: fold.groups[to]?.id ?? -1,
        edge: at(best, to),
        count: at(count, to),
        answer: answers.has(pair(from, to)),
      });
      best[to] = -1;
      count[to] = 0;
    }
  });
  return edges;
}
