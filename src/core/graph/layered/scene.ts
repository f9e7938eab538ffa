import { at, buildGraph } from '../csr.ts';
import type { LayeredInput } from '../layered.ts';
import { byComponent, stronglyConnected } from '../scc.ts';
import { type Cycle, drawCycle } from './cycles.ts';
import { CORNER } from './routes.ts';
import type { Box, Link, Span } from './rows.ts';

/** A graph with each cycle drawn and put into one box, so that the links between boxes form none. */
export interface Scene {
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
  /** Nodes in each box, by their place in the input. */
  readonly members: readonly (readonly number[])[];
  /** Box of each node, and its place among the members. */
  readonly boxOf: ArrayLike<number>;
  readonly placeIn: ArrayLike<number>;
  /** The cycle in each box; `undefined` where the box is a node. */
  readonly cycles: readonly (Cycle | undefined)[];
  /** Nodes that each edge joins, by their place in the input. */
  readonly ends: readonly Ends[];
  /** Edge that each link stands for, and the edges drawn inside each cycle. */
  readonly outer: readonly number[];
  readonly inside: readonly (readonly number[])[];
}

interface Ends {
  readonly from: number;
  readonly to: number;
}

/** Room for a line from a node to itself, on its right. */
export const LOOP = 16;

export function compose(input: LayeredInput): Scene {
  const ends = endsOf(input);
  const members = components(input.nodes.length, ends);
  const boxOf = new Uint32Array(input.nodes.length);
  const placeIn = new Uint32Array(input.nodes.length);
  members.forEach((nodes, box) => {
    nodes.forEach((node, place) => {
      boxOf[node] = box;
      placeIn[node] = place;
    });
  });
  const outer: number[] = [];
  const inside = members.map((): number[] => []);
  const looped = new Set<number>();
  ends.forEach(({ from, to }, edge) => {
    if (boxOf[from] !== boxOf[to]) outer.push(edge);
    else if (from === to) looped.add(from);
    else inside[at(boxOf, from)]?.push(edge);
  });
  const sizeOf = (node: number): Box => {
    const { width, height } = input.nodes[node] ?? { width: 0, height: 0 };
    return { width, height };
  };
  const entered = new Set(outer.map((edge) => ends[edge]?.to));
  const left = new Set(outer.map((edge) => ends[edge]?.from));
  const cycles = members.map((nodes, box) => {
    if (nodes.length === 1) return undefined;
    const places = (wanted: ReadonlySet<number | undefined>): number[] =>
      nodes.flatMap((node, place) => (wanted.has(node) ? [place] : []));
    const edges = (inside[box] ?? []).map((edge) => {
      const { from, to } = ends[edge] ?? { from: 0, to: 0 };
      return { from: at(placeIn, from), to: at(placeIn, to) };
    });
    return drawCycle(nodes.map(sizeOf), edges, places(entered), places(left));
  });
  const boxes = members.map((nodes, box): Box => {
    const size = cycles[box] ?? sizeOf(at(nodes, 0));
    const loop = cycles[box] === undefined && looped.has(at(nodes, 0)) ? LOOP : 0;
    return { width: size.width + 2 * loop, height: size.height };
  });
  /** Where lines may meet a box that is not their node to the full width. */
  const gate = (node: number, side: 'entry' | 'exit'): Span | undefined => {
    const cycle = cycles[at(boxOf, node)];
    if (cycle !== undefined) return cycle[side](at(placeIn, node)).span;
    const half = Math.max(0, sizeOf(node).width / 2 - CORNER);
    return looped.has(node) ? { from: -half, to: half } : undefined;
  };
  const links = outer.map((edge): Link => {
    const { from, to } = ends[edge] ?? { from: 0, to: 0 };
    return {
      from: at(boxOf, from),
      to: at(boxOf, to),
      leaves: gate(from, 'exit'),
      arrives: gate(to, 'entry'),
      kind: input.edges[edge]?.kind,
    };
  });
  return { boxes, links, members, boxOf, placeIn, cycles, ends, outer, inside };
}

function endsOf({ nodes, edges }: LayeredInput): Ends[] {
  const index = new Map(nodes.map(({ id }, i) => [id, i]));
  if (index.size < nodes.length) throw new RangeError('two nodes have the same id');
  return edges.map(({ from, to }) => {
    const a = index.get(from);
    const b = index.get(to);
    if (a === undefined || b === undefined) throw new RangeError(`edge ${from} to ${to} names no node`);
    return { from: a, to: b };
  });
}

/** Nodes by strongly connected component, in the order of their first nodes: the input decides what stands left. */
function components(nodes: number, ends: readonly Ends[]): number[][] {
  const graph = buildGraph(
    nodes,
    ends.map(({ from }) => from),
    ends.map(({ to }) => to),
  );
  const found = byComponent(stronglyConnected(graph));
  return Array.from({ length: found.starts.length - 1 }, (_, c) =>
    Array.from(found.nodes.subarray(at(found.starts, c), at(found.starts, c + 1))),
  ).sort((a, b) => at(a, 0) - at(b, 0));
}
