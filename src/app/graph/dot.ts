import type { FocusGraph } from '../../core/case/views.ts';
import { type EdgeKind, edgeKind } from './edge-kind.ts';

const STYLES: Readonly<Record<EdgeKind, string>> = {
  runtime: '',
  dev: ', style=dashed',
  optional: ', style=dashed, color=gray',
  peer: ', style=dotted',
};

/** The graph as Graphviz DOT; development and peer edges by their style. */
export function toDot(graph: FocusGraph): string {
  const nodes = graph.nodes.map(
    (node) =>
      `  n${node.id} [label=${quoted(`${node.label}\n${node.sub}`)}${node.role === 'target' ? ', penwidth=2' : ''}];`,
  );
  const edges = graph.edges.map((edge) => {
    const style = STYLES[edgeKind(edge)];
    return `  n${edge.from} -> n${edge.to} [label=${quoted(edge.rawKind)}${style}];`;
  });
  return ['digraph loupe {', '  node [shape=box];', ...nodes, ...edges, '}', ''].join('\n');
}

/** A DOT string: quotes and backslashes escaped, lines as `\n`. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
