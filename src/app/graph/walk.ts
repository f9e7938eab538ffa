import type { Placed } from '../../core/graph/layered.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

/**
 * The node an arrow key leads to: up and down go along an edge to the nearest neighbor there, left and right to the
 * next node of the same row. `undefined` when there is none.
 */
export function walk(placed: Placed, from: number, direction: Direction): number | undefined {
  const here = placed.nodes.find((node) => node.id === from);
  if (here === undefined) return undefined;
  const middle = (node: Placed['nodes'][number]): number => node.x + node.width / 2;
  if (direction === 'left' || direction === 'right') {
    const row = placed.nodes
      .filter((node) => node.y < here.y + here.height && node.y + node.height > here.y)
      .sort((a, b) => a.x - b.x);
    return row[row.indexOf(here) + (direction === 'left' ? -1 : 1)]?.id;
  }
  const neighbors = new Set<number>();
  for (const edge of placed.edges) {
    if (edge.from === from) neighbors.add(edge.to);
    if (edge.to === from) neighbors.add(edge.from);
  }
  return placed.nodes
    .filter((node) => neighbors.has(node.id) && (direction === 'up' ? node.y < here.y : node.y > here.y))
    .sort((a, b) => Math.abs(middle(a) - middle(here)) - Math.abs(middle(b) - middle(here)))[0]?.id;
}
