import { at } from '../csr.ts';
import type { LayeredInput, Placed } from '../layered.ts';
import { type Point, tidy } from './routes.ts';
import { LOOP, type Scene } from './scene.ts';

/** Takes placed boxes (their top left corners) and links apart into the nodes and edges they stand for. */
export function takeApart(
  input: LayeredInput,
  scene: Scene,
  corners: readonly Point[],
  lines: readonly (readonly Point[])[],
): Pick<Placed, 'nodes' | 'edges' | 'cycles'> {
  const { boxes, cycles, boxOf, placeIn, ends } = scene;
  const moved = (box: number, [x, y]: Point): Point => [
    x + (corners[box]?.[0] ?? 0),
    y + (corners[box]?.[1] ?? 0),
  ];
  const nodes = input.nodes.map(({ id, width, height }, node) => {
    const box = at(boxOf, node);
    const inCycle = cycles[box]?.members[at(placeIn, node)];
    const own: Point = inCycle ? [inCycle.x, inCycle.y] : [((boxes[box]?.width ?? 0) - width) / 2, 0];
    const [x, y] = moved(box, own);
    return { id, x, y, width, height };
  });
  /** How a line goes on inside a cycle, between its edge and the member. */
  const tail = (node: number, side: 'entry' | 'exit', [x]: Point): Point[] => {
    const box = at(boxOf, node);
    const cycle = cycles[box];
    if (cycle === undefined) return [];
    const drawn = cycle[side](at(placeIn, node)).line;
    if (drawn !== undefined) return drawn.map((point) => moved(box, point));
    const { y, height } = nodes[node] ?? { y: 0, height: 0 };
    return [[x, side === 'exit' ? y + height : y]];
  };
  const bends: Point[][] = ends.map(({ from, to }) => (from === to ? loop(nodes[from]) : []));
  scene.outer.forEach((edge, link) => {
    const { from, to } = ends[edge] ?? { from: 0, to: 0 };
    const line = lines[link] ?? [];
    const [first, last] = [line[0], line.at(-1)];
    if (first === undefined || last === undefined) return;
    bends[edge] = tidy([...tail(from, 'exit', first), ...line, ...tail(to, 'entry', last)]);
  });
  cycles.forEach((cycle, box) => {
    scene.inside[box]?.forEach((edge, i) => {
      bends[edge] = tidy((cycle?.lines[i] ?? []).map((point) => moved(box, point)));
    });
  });
  return {
    nodes,
    edges: input.edges.map(({ from, to }, i) => ({ from, to, points: bends[i] ?? [] })),
    cycles: cycles.flatMap((cycle, box) => {
      if (cycle === undefined) return [];
      const [x, y] = moved(box, [0, 0]);
      const ids = (scene.members[box] ?? []).map((node) => input.nodes[node]?.id ?? -1);
      return [{ nodes: ids, x, y, width: cycle.width, height: cycle.height }];
    }),
  };
}

/** A line out of the right side of a node and back into it. */
function loop(node: Placed['nodes'][number] | undefined): Point[] {
  if (node === undefined) return [];
  const right = node.x + node.width;
  const [out, back] = [node.y + node.height / 3, node.y + (2 * node.height) / 3];
  return [
    [right, out],
    [right + LOOP, out],
    [right + LOOP, back],
    [right, back],
  ];
}
