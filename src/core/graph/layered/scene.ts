import { at, buildGraph } from '../csr.ts';
import type { LayeredInput, Placed } from '../layered.ts';
import { byComponent, stronglyConnected } from '../scc.ts';
import { type Cycle, drawCycle } from './cycles.ts';
import { type Point, tidy } from './routes.ts';
import type { Box, Link, Span } from './rows.ts';

/** A graph with each cycle drawn and put into one box, so that what is left has none. */
export interface Scene {
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
  /** Takes boxes (top left corners) and links apart again into the nodes and edges they stand for. */
  finish(
    corners: readonly Point[],
    lines: readonly (readonly Point[])[],
  ): Pick<Placed, 'nodes' | 'edges' | 'cycles'>;
}

/** Room for a line from a node to itself, on its right. */
const LOOP = 16;
const CORNER = 12;

export function compose({ nodes, edges }: LayeredInput): Scene {
  const index = new Map(nodes.map(({ id }, i) => [id, i]));
  if (index.size < nodes.length) throw new RangeError('two nodes have the same id');
  const ends = edges.map(({ from, to }) => {
    const a = index.get(from);
    const b = index.get(to);
    if (a === undefined || b === undefined) throw new RangeError(`edge ${from} to ${to} names no node`);
    return { from: a, to: b };
  });
  const graph = buildGraph(
    nodes.length,
    ends.map(({ from }) => from),
    ends.map(({ to }) => to),
  );
  const components = stronglyConnected(graph);
  const inner = (edge: { from: number; to: number }): boolean =>
    at(components.of, edge.from) === at(components.of, edge.to);
  const parts = byComponent(components);
  const membersOf = (component: number): number[] =>
    Array.from(parts.nodes.subarray(at(parts.starts, component), at(parts.starts, component + 1)));
  // Boxes in the order of their first node: the order given decides what stands left where nothing else does.
  const order = Array.from({ length: components.count }, (_, c) => membersOf(c)).sort(
    (a, b) => at(a, 0) - at(b, 0),
  );
  const boxOf = new Uint32Array(nodes.length);
  const placeIn = new Uint32Array(nodes.length);
  const looped = new Set(ends.flatMap(({ from, to }) => (from === to ? [from] : [])));
  const sizeOf = (node: number): Box => ({
    width: nodes[node]?.width ?? 0,
    height: nodes[node]?.height ?? 0,
  });
  order.forEach((members, box) => {
    members.forEach((node, place) => {
      boxOf[node] = box;
      placeIn[node] = place;
    });
  });
  const outer = ends.flatMap((edge, i) => (inner(edge) ? [] : [i]));
  const inside = order.map((): number[] => []);
  ends.forEach((edge, i) => {
    if (inner(edge) && edge.from !== edge.to) inside[at(boxOf, edge.from)]?.push(i);
  });
  const entered = new Set(outer.map((i) => ends[i]?.to ?? -1));
  const left = new Set(outer.map((i) => ends[i]?.from ?? -1));
  const cycles = order.map((members, box): Cycle | undefined => {
    if (members.length === 1) return undefined;
    const places = (wanted: ReadonlySet<number>): number[] =>
      members.flatMap((node, place) => (wanted.has(node) ? [place] : []));
    const own = (inside[box] ?? []).map((i) => ({
      from: at(placeIn, ends[i]?.from ?? 0),
      to: at(placeIn, ends[i]?.to ?? 0),
    }));
    return drawCycle(members.map(sizeOf), own, places(entered), places(left));
  });
  const boxes = order.map((members, box): Box => {
    const { width, height } = cycles[box] ?? sizeOf(at(members, 0));
    return {
      width: cycles[box] === undefined && looped.has(at(members, 0)) ? width + 2 * LOOP : width,
      height,
    };
  });
  const gate = (node: number, side: 'entry' | 'exit'): Span | undefined => {
    const cycle = cycles[at(boxOf, node)];
    if (cycle !== undefined) return cycle[side](at(placeIn, node)).span;
    const half = Math.max(0, sizeOf(node).width / 2 - CORNER);
    return { from: -half, to: half };
  };
  const links = outer.map((i): Link => {
    const { from, to } = ends[i] ?? { from: 0, to: 0 };
    return {
      from: at(boxOf, from),
      to: at(boxOf, to),
      leaves: gate(from, 'exit'),
      arrives: gate(to, 'entry'),
      kind: edges[i]?.kind,
    };
  });
  return {
    boxes,
    links,
    finish(corners, lines) {
      const moved = (box: number, [x, y]: Point): Point => [
        x + (corners[box]?.[0] ?? 0),
        y + (corners[box]?.[1] ?? 0),
      ];
      const rectangles = nodes.map(({ id, width, height }, node) => {
        const box = at(boxOf, node);
        const inCycle = cycles[box]?.members[at(placeIn, node)];
        const own: Point =
          inCycle === undefined ? [((boxes[box]?.width ?? 0) - width) / 2, 0] : [inCycle.x, inCycle.y];
        const [x, y] = moved(box, own);
        return { id, x, y, width, height };
      });
      const bends: Point[][] = edges.map(() => []);
      outer.forEach((i, l) => {
        const { from, to } = ends[i] ?? { from: 0, to: 0 };
        bends[i] = tidy([
          ...tail(from, 'exit', lines[l] ?? []),
          ...(lines[l] ?? []),
          ...tail(to, 'entry', lines[l] ?? []),
        ]);
      });
      cycles.forEach((cycle, box) => {
        inside[box]?.forEach((i, l) => {
          bends[i] = tidy((cycle?.lines[l] ?? []).map((point) => moved(box, point)));
        });
      });
      ends.forEach(({ from, to }, i) => {
        if (from === to) bends[i] = loop(rectangles[from] ?? { x: 0, y: 0, width: 0, height: 0 });
      });
      /** How a line goes on inside a cycle, between its edge and the member. */
      function tail(node: number, side: 'entry' | 'exit', line: readonly Point[]): Point[] {
        const box = at(boxOf, node);
        const cycle = cycles[box];
        if (cycle === undefined) return [];
        const drawn = cycle[side](at(placeIn, node)).line;
        if (drawn !== undefined) return drawn.map((point) => moved(box, point));
        const { y, height } = rectangles[node] ?? { y: 0, height: 0 };
        const x = (side === 'exit' ? line[0] : line.at(-1))?.[0] ?? 0;
        return [[x, side === 'exit' ? y + height : y]];
      }
      return {
        nodes: rectangles,
        edges: edges.map(({ from, to }, i) => ({ from, to, points: bends[i] ?? [] })),
        cycles: cycles.flatMap((cycle, box) => {
          if (cycle === undefined) return [];
          const [x, y] = moved(box, [0, 0]);
          const ids = (order[box] ?? []).map((node) => nodes[node]?.id ?? -1);
          return [{ nodes: ids, x, y, width: cycle.width, height: cycle.height }];
        }),
      };
    },
  };
}

function loop({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Point[] {
  const right = x + width;
  return [
    [right, y + height / 3],
    [right + LOOP, y + height / 3],
    [right + LOOP, y + (2 * height) / 3],
    [right, y + (2 * height) / 3],
  ];
}
