import type { FocusGraph } from '../../core/case/views.ts';

/** The graph as Graphviz DOT; development and peer edges by their style. */
export function toDot(graph: FocusGraph): string {
  const nodes = graph.nodes.map(
    (node) => `  n${node.id} [label=${quoted(`${node.label}\n${node.sub}`)}${node.role === 'target' ? ', penwidth=2' : ''}];`,
  );
  const edges = graph.edges.map((edge) => {
    const style = edge.scope === 'dev' || edge.scope === 'test' ? ', style=dashed' : edge.scope === 'peer' ? ', style=dotted' : '';
    return `  n${edge.from} -> n${edge.to} [label=${quoted(edge.rawKind)}${style}];`;
  });
  return ['digraph loupe {', '  node [shape=box];', ...nodes, ...edges, '}', ''].join('\n');
}

/** A DOT string: quotes and backslashes escaped, lines as `\n`. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
