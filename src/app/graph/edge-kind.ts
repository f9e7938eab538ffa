import type { GraphEdge } from '../../core/case/views.ts';

/** How an edge is drawn: each kind has its own dash. */
export type EdgeKind = 'runtime' | 'dev' | 'optional' | 'peer';

export function edgeKind(edge: Pick<GraphEdge, 'scope'>): EdgeKind {
  switch (edge.scope) {
    case 'dev':
    case 'test':
    case 'build':
      return 'dev';
    case 'peer':
    case 'provided':
      return 'peer';
    case 'optional':
      return 'optional';
    default:
      return 'runtime';
  }
}
