import type { FocusGraph, GraphNode, GraphQuery } from '../../core/case/views.ts';
import type { Placed } from '../../core/graph/layered.ts';
import type { Session, Workers } from '../state/session.svelte.ts';
import { en } from '../text/en.ts';
import { canvasMeasure, LABEL_FONT, type Measure, type Sized, SUB_FONT, sizeNodes } from './measure.ts';

/** The answer to a question with its picture; without `placed` the layout failed, and the list stands alone. */
export interface Picture {
  readonly graph: FocusGraph;
  readonly sized: readonly Sized[];
  readonly placed: Placed | undefined;
  readonly failed: string;
}

/** A picture that is being drawn: what the case answers is there before its nodes have places. */
export interface Drawn {
  readonly graph: Promise<FocusGraph | undefined>;
  readonly picture: Promise<Picture | undefined>;
}

interface Measures {
  readonly label: Measure;
  readonly sub: Measure;
}

function canvasMeasures(): Measures {
  return { label: canvasMeasure(LABEL_FONT), sub: canvasMeasure(SUB_FONT) };
}

/** Asks the case questions, and the layout worker where the nodes of the answers go. */
export class Pictures {
  readonly #session: Pick<Session, 'version' | 'workers'>;
  readonly #makeMeasures: () => Measures;
  #measures: Measures | undefined;
  /** The last that was drawn ahead. */
  #ahead: { readonly key: string; readonly drawn: Drawn } | undefined;
  #next: GraphQuery | undefined;
  #drawing = false;

  constructor(session: Pick<Session, 'version' | 'workers'>, measures: () => Measures = canvasMeasures) {
    this.#session = session;
    this.#makeMeasures = measures;
  }

  /** Lays out something, for the code to be compiled by when it is waited for: the first time takes ten times as long. */
  async rehearse(): Promise<void> {
    const { layout } = await this.#session.workers();
    await layout.layout(SAMPLE);
  }

  /** Draws the answer to a question that is likely to be asked: one at a time, and of those that wait the last. */
  prepare(query: GraphQuery): void {
    this.#next = query;
    if (!this.#drawing) void this.#drawAhead();
  }

  draw(query: GraphQuery): Drawn {
    return this.#ahead?.key === this.#keyOf(query) ? this.#ahead.drawn : this.#draw(query);
  }

  async #drawAhead(): Promise<void> {
    this.#drawing = true;
    while (this.#next !== undefined) {
      const query = this.#next;
      this.#next = undefined;
      const key = this.#keyOf(query);
      if (this.#ahead?.key === key) continue;
      const drawn = this.#draw(query);
      this.#ahead = { key, drawn };
      // Whoever asks for it now hears what went wrong; who asks again gets another try.
      await drawn.picture.catch(() => {
        this.#ahead = undefined;
      });
    }
    this.#drawing = false;
  }

  #keyOf(query: GraphQuery): string {
    return JSON.stringify([this.#session.version, query]);
  }

  #draw(query: GraphQuery): Drawn {
    const workers = this.#session.workers();
    const graph = workers.then(({ case: api }) => api.graph(query));
    return { graph, picture: this.#place(workers, graph) };
  }

  async #place(workers: Promise<Workers>, answer: Drawn['graph']): Promise<Picture | undefined> {
    const { layout } = await workers;
    this.#measures ??= this.#makeMeasures();
    const graph = await answer;
    if (graph === undefined) return undefined;
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

/** A tree with lines across it and cycles, about as large as most pictures. */
const SAMPLE = {
  nodes: Array.from({ length: 48 }, (_, id) => ({ id, width: 90, height: 36 })),
  edges: Array.from({ length: 80 }, (_, i) => ({
    from: i < 47 ? i >> 1 : (i * 7) % 48,
    to: i < 47 ? i + 1 : (i * 5) % 48,
    kind: i % 2,
  })),
};

function subLine(node: GraphNode): string {
  return node.role === 'group' ? en.graph.group(node.members) : node.sub;
}
