import type { FocusGraph, Way } from '../../core/case/views.ts';

/** Edges to draw as the answer: those of the chosen way, or those the case marked. Indexes of `graph.edges`. */
export function answerEdges(graph: FocusGraph, way: Way | undefined): ReadonlySet<number> {
  const found = new Set<number>();
  if (way === undefined) {
    graph.edges.forEach((edge, i) => {
      if (edge.answer) found.add(i);
    });
    return found;
  }
  const componentOf = new Map(graph.nodes.map((node) => [node.id, node.component]));
  const steps = new Set(way.components.slice(1).map((to, i) => `${way.components[i]}\n${to}`));
  graph.edges.forEach((edge, i) => {
    const from = componentOf.get(edge.from);
    const to = componentOf.get(edge.to);
    // A step into or out of a folded group is on the way when its other end is.
    if (from === undefined || to === undefined) {
      const open = from ?? to;
      if (open !== undefined && way.components.includes(open) && !direct(way, graph, open)) found.add(i);
    } else if (steps.has(`${from}\n${to}`)) {
      found.add(i);
    }
  });
  return found;
}

/** Whether every neighbor of a component on the way is a node of its own in the picture. */
function direct(way: Way, graph: FocusGraph, component: string): boolean {
  const shown = new Set(graph.nodes.flatMap((node) => node.component ?? []));
  const at = way.components.indexOf(component);
  return [way.components[at - 1], way.components[at + 1]].every((one) => one === undefined || shown.has(one));
}
