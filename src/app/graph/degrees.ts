import type { GraphEdge } from '../../core/case/views.ts';

/** How many edges lead to each node, and away from it. */
export function degreesOf(edges: readonly GraphEdge[]): {
  readonly up: ReadonlyMap<number, number>;
  readonly down: ReadonlyMap<number, number>;
} {
  const up = new Map<number, number>();
  const down = new Map<number, number>();
  for (const edge of edges) {
    down.set(edge.from, (down.get(edge.from) ?? 0) + 1);
    up.set(edge.to, (up.get(edge.to) ?? 0) + 1);
  }
  return { up, down };
}
