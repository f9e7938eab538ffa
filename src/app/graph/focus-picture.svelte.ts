import { untrack } from 'svelte';
import type { FocusGraph, GraphNode, GraphQuery } from '../../core/case/views.ts';
import type { Placed } from '../../core/graph/layered.ts';
import { Answer } from '../state/answer.svelte.ts';
import type { Session } from '../state/session.svelte.ts';
import { en } from '../text/en.ts';
import { canvasMeasure, LABEL_FONT, type Measure, type Sized, SUB_FONT, sizeNodes } from './measure.ts';

/** The answer to a question with its picture; without `placed` the layout failed, and the list stands alone. */
export interface Picture {
  readonly graph: FocusGraph;
  readonly sized: readonly Sized[];
  readonly placed: Placed | undefined;
  readonly failed: string;
}

/** Asks the case a question and the layout worker where the nodes go. */
export class FocusPicture {
  readonly answer = new Answer<Picture | undefined>();
  readonly #session: Session;
  #measures: { readonly label: Measure; readonly sub: Measure } | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  ask(query: GraphQuery): void {
    untrack(() => this.answer.ask(JSON.stringify(query), () => this.#draw(query)));
  }

  async #draw(query: GraphQuery): Promise<Picture | undefined> {
    const { case: api, layout } = await this.#session.workers();
    const graph = await api.graph(query);
    if (graph === undefined) return undefined;
    this.#measures ??= { label: canvasMeasure(LABEL_FONT), sub: canvasMeasure(SUB_FONT) };
    const sized = sizeNodes(graph.nodes, subLine, this.#measures.label, this.#measures.sub);
    try {
      const kinds = new Map<string, number>();
      const placed = await layout.layout({
        nodes: sized.map(({ node, width, height }) => ({ id: node.id, width, height })),
        edges: graph.edges.map(({ from, to, scope, answer }) => {
          const kind = `${scope} ${answer}`;
          kinds.set(kind, kinds.get(kind) ?? kinds.size);
          return { from, to, kind: kinds.get(kind) ?? 0 };
        }),
      });
      return { graph, sized, placed, failed: '' };
    } catch (error) {
      return {
        graph,
        sized,
        placed: undefined,
        failed: error instanceof Error ? error.message : String(error),
      };
    }
  }
}

function subLine(node: GraphNode): string {
  return node.role === 'group' ? en.graph.group(node.members) : node.sub;
}
