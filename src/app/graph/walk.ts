import type { Placed } from '../../core/graph/layered.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** Where the arrow keys lead. */
export const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/**
 * The node an arrow key leads to: up and down go along an edge to the nearest neighbor there, left and right to the
 * next node of the same row. Edges of the answer (indexes of `placed.edges`) come first. `undefined` when there is none.
 */
export function walk(
  placed: Placed,
  from: number,
  direction: Direction,
  answer: ReadonlySet<number> = new Set(),
): number | undefined {
  const here = placed.nodes.find((node) => node.id === from);
  if (here === undefined) return undefined;
  const middle = (node: Placed['nodes'][number]): number => node.x + node.width / 2;
  if (direction === 'left' || direction === 'right') {
    const row = placed.nodes
      .filter((node) => node.y < here.y + here.height && node.y + node.height > here.y)
      .sort((a, b) => a.x - b.x);
    return row[row.indexOf(here) + (direction === 'left' ? -1 : 1)]?.id;
  }
  const neighbors = new Map<number, boolean>();
  placed.edges.forEach((edge, i) => {
    if (edge.from !== from && edge.to !== from) return;
    const other = edge.from === from ? edge.to : edge.from;
    neighbors.set(other, neighbors.get(other) === true || answer.has(i));
  });
  const far = (node: Placed['nodes'][number]): number =>
    Math.abs(middle(node) - middle(here)) + (neighbors.get(node.id) === true ? 0 : placed.width);
  return placed.nodes
    .filter((node) => neighbors.has(node.id) && (direction === 'up' ? node.y < here.y : node.y > here.y))
    .sort((a, b) => far(a) - far(b))[0]?.id;
}
