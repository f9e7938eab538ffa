import { displayName } from '../../base/names.ts';
import { type Ancestry, ancestry } from '../../graph/ancestry.ts';
import { buildGraph, degree, type Graph } from '../../graph/csr.ts';
import { type Focus, focus, scopeStrength } from '../../graph/focus.ts';
import { type Survey, survey } from '../../graph/survey.ts';
import { type Ways, waysOf } from '../../graph/ways.ts';
import { codes, numbers } from '../../sbom/number-column.ts';
import type { CaseModel, Occurrence } from '../model.ts';
import type { FocusGraph, GraphEdge, GraphNode, GraphQuery, Way } from '../views.ts';
import { ecosystemOf } from './ecosystem.ts';

const WAYS_LISTED = 200;

/** The occurrences and edges of one context: an image, an archive, or what one lockfile states. */
interface Context {
  readonly name: string;
  /** Occurrence of each node. */
  readonly places: Uint32Array<ArrayBuffer>;
  /** Node of each occurrence of the model; -1 for those of other contexts. */
  readonly nodeOf: Int32Array;
  readonly graph: Graph;
  readonly survey: Survey;
  /** Index into the model's relations, by edge of the list the graph was built from. */
  readonly relation: Uint32Array;
  readonly strengths: Uint8Array;
  readonly keys: Uint32Array;
}

/** What leads to one node, and the ways there: asked for by every question about it. */
interface Above {
  readonly context: Context;
  readonly target: number;
  readonly ancestry: Ancestry;
  readonly ways: Ways;
}

/** Answers questions about the dependency graph; contexts are built once, as long as what they are made of stands. */
export class GraphQueries {
  #model: CaseModel | undefined;
  #above: Above | undefined;
  #last: { readonly key: string; readonly graph: FocusGraph } | undefined;
  readonly #contexts = new Map<string, Context>();
  readonly #warm = new WeakSet<Context>();

  answer(model: CaseModel, query: GraphQuery): FocusGraph | undefined {
    const found = this.#find(model, query.place);
    if (found === undefined) return undefined;
    const key = JSON.stringify(query);
    if (this.#last?.key !== key) this.#last = { key, graph: answer(model, this.#aboveOf(found), query) };
    return this.#last.graph;
  }

  /** Answers why something is here before it is asked: what is looked at is likely to be asked about next. */
  prepare(model: CaseModel, place: number): void {
    this.answer(model, { question: 'why', place, open: [] });
  }

  /**
   * Gets ready for questions about the documents of a case, in steps that let others be answered between them: what all
   * questions go through is found, and the one most is to be said about is answered a few times, for the code to be
   * compiled by when somebody waits for it.
   */
  async warm(model: CaseModel, pause: () => Promise<void>): Promise<void> {
    for (const { occurrences } of model.documents) {
      if (occurrences.count === 0) continue;
      await pause();
      if (this.#model !== undefined && !this.#isAbout(model)) return;
      const context = this.#find(model, occurrences.first)?.context;
      if (context === undefined || this.#warm.has(context)) continue;
      this.#warm.add(context);
      await pause();
      context.survey.counts();
      const target = mostAskedFor(context.graph);
      for (let i = 0; i < REHEARSALS; i++) {
        await pause();
        answer(model, lookAbove(context, target), { question: 'why', place: occurrences.first, open: [] });
      }
    }
  }

  #find(model: CaseModel, at: number): Pick<Above, 'context' | 'target'> | undefined {
    if (!this.#isAbout(model)) {
      this.#contexts.clear();
      this.#above = undefined;
      this.#last = undefined;
    }
    this.#model = model;
    const place = model.occurrences[at];
    if (place === undefined) return undefined;
    const key = contextKey(place);
    const context = this.#contexts.get(key) ?? buildContext(model, place);
    this.#contexts.set(key, context);
    const target = context.nodeOf[at] ?? -1;
    return target < 0 ? undefined : { context, target };
  }

  #isAbout({ occurrences, relations }: CaseModel): boolean {
    return this.#model?.occurrences === occurrences && this.#model.relations === relations;
  }

  #aboveOf({ context, target }: Pick<Above, 'context' | 'target'>): Above {
    if (this.#above?.context !== context || this.#above.target !== target)
      this.#above = lookAbove(context, target);
    return this.#above;
  }
}

const REHEARSALS = 2;

function lookAbove(context: Context, target: number): Above {
  const above = ancestry(context.survey, target);
  return { context, target, ancestry: above, ways: waysOf(above, { cap: WAYS_LISTED }) };
}

function mostAskedFor(graph: Graph): number {
  let most = 0;
  for (let node = 1; node < graph.nodes; node++) {
    if (degree(graph.in, node) > degree(graph.in, most)) most = node;
  }
  return most;
}

function contextKey(place: Occurrence): string {
  return place.state === 'stated' ? `${place.tree}\0${place.path}` : place.tree;
}

/** Whether two occurrences are of one context, as {@link contextKey} has it. */
function together(one: Occurrence, other: Occurrence): boolean {
  const stated = one.state === 'stated';
  return (
    one.tree === other.tree && stated === (other.state === 'stated') && (!stated || one.path === other.path)
  );
}

function buildContext(model: CaseModel, place: Occurrence): Context {
  const { relations, occurrences } = model;
  const places = numbers();
  const nodeOf = new Int32Array(occurrences.length).fill(-1);
  for (let index = 0; index < occurrences.length; index++) {
    const other = occurrences[index];
    if (other === undefined || !together(place, other)) continue;
    nodeOf[index] = places.length;
    places.push(index);
  }
  const from = numbers();
  const to = numbers();
  const relation = numbers();
  const strengths = codes();
  for (let i = 0; i < relations.from.length; i++) {
    if (relations.kind[i] !== 'dependsOn') continue;
    const a = nodeOf[relations.from[i] ?? -1] ?? -1;
    const b = nodeOf[relations.to[i] ?? -1] ?? -1;
    if (a < 0 || b < 0) continue;
    from.push(a);
    to.push(b);
    relation.push(i);
    strengths.push(scopeStrength(relations.scope[i]));
  }
  const keys = new Map<string, number>();
  const keyOf = numbers();
  for (const index of places.column()) {
    const name = groupName(model, index);
    const known = keys.get(name) ?? keys.size;
    keys.set(name, known);
    keyOf.push(known);
  }
  const tree = model.trees.find(({ id }) => id === place.tree);
  const graph = buildGraph(places.length, from.column(), to.column());
  return {
    name: displayName(place.state === 'stated' ? place.path : (tree?.name ?? '')),
    places: places.column(),
    nodeOf,
    graph,
    survey: survey(graph),
    relation: relation.column(),
    strengths: strengths.column(),
    keys: keyOf.column(),
  };
}

/** What folded nodes are called: their npm scope, or their ecosystem. */
function groupName(model: CaseModel, index: number): string {
  const component = model.components[model.occurrences[index]?.component ?? -1];
  if (component === undefined) return '';
  const scope = component.name.startsWith('@') ? /^(@[^/]+)\//.exec(component.name)?.[1] : undefined;
  return scope ?? ecosystemOf(component);
}

function answer(
  model: CaseModel,
  { context, target, ancestry: above, ways: found }: Above,
  query: GraphQuery,
): FocusGraph {
  const question =
    query.question === 'why'
      ? ({ kind: 'why', target } as const)
      : ({ kind: 'around', node: target, hops: query.hops } as const);
  const shown = focus(context.graph, question, {
    keys: context.keys,
    strengths: context.strengths,
    open: query.open,
    survey: context.survey,
    ...(query.question === 'why' ? { above } : {}),
  });
  const label = labelOf(model, context, target);
  const listed = found.listed.map((way) => wayRow(model, context, way));
  return {
    title: query.question === 'why' ? `Why is ${label} here` : `Around ${label}`,
    sentence: [
      query.question === 'why'
        ? whySentence(label, found.total, found.atLeast, listed)
        : aroundSentence(context.graph, target),
      shown.nearestOnly
        ? 'There are too many lines to draw: only those that lead nearer to it are shown.'
        : '',
    ]
      .filter(Boolean)
      .join(' '),
    context: context.name,
    nodes: shown.nodes.map((node) => nodeRow(model, context, node)),
    edges: shown.edges.map((edge): GraphEdge => {
      const i = context.relation[edge.edge] ?? -1;
      return {
        from: edge.from,
        to: edge.to,
        scope: model.relations.scope[i],
        rawKind: model.relations.rawKind[i] ?? '',
        answer: edge.answer,
      };
    }),
    ways: listed,
    waysTotal: found.total,
    atLeast: found.atLeast,
    of: context.graph.nodes,
  };
}

function whySentence(label: string, total: number, atLeast: boolean, listed: readonly Way[]): string {
  const [first] = listed;
  if (first === undefined) return `Nothing leads to ${label}.`;
  if (first.length === 0) return `Nothing in this context asks for ${label}: it stands at the root.`;
  const asker = first.labels.at(-2) ?? '';
  const root = first.labels[0] ?? '';
  const shortest =
    first.length === 1
      ? `${asker} asks for it itself.`
      : `The shortest way comes from ${root}, in ${first.length} steps.`;
  const more = total - 1;
  if (more === 0) return `${shortest} There is no other way.`;
  const count = `${atLeast ? 'At least ' : ''}${more.toLocaleString('en')}`;
  return `${shortest} ${count} other ${more === 1 && !atLeast ? 'way also ends' : 'ways also end'} here.`;
}

function aroundSentence(graph: Graph, node: number): string {
  const asks = (graph.out.offsets[node + 1] ?? 0) - (graph.out.offsets[node] ?? 0);
  const asked = (graph.in.offsets[node + 1] ?? 0) - (graph.in.offsets[node] ?? 0);
  return `It asks for ${asks.toLocaleString('en')} and is asked for by ${asked.toLocaleString('en')}.`;
}

function labelOf(model: CaseModel, context: Context, node: number): string {
  const component = model.components[model.occurrences[context.places[node] ?? -1]?.component ?? -1];
  return component === undefined
    ? ''
    : displayName([component.name, component.version].filter(Boolean).join(' '));
}

function wayRow(model: CaseModel, context: Context, way: readonly number[]): Way {
  const components = way.map(
    (node) => model.components[model.occurrences[context.places[node] ?? -1]?.component ?? -1],
  );
  return {
    labels: components.map((component) => displayName(component?.name ?? '')),
    components: components.map((component) => component?.key ?? ''),
    length: way.length - 1,
    scope: weakestScope(model, context, way),
  };
}

/** A way is only as needed as its weakest step: one development step makes all of it development. */
function weakestScope(model: CaseModel, context: Context, way: readonly number[]): Way['scope'] {
  let weakest = -1;
  let scope: Way['scope'];
  const { out } = context.graph;
  for (let i = 0; i + 1 < way.length; i++) {
    let strongest = Number.POSITIVE_INFINITY;
    let found: Way['scope'];
    const node = way[i] ?? 0;
    for (let k = out.offsets[node] ?? 0; k < (out.offsets[node + 1] ?? 0); k++) {
      if (out.ends[k] !== way[i + 1]) continue;
      const edge = out.edge[k] ?? 0;
      if ((context.strengths[edge] ?? 0) < strongest) {
        strongest = context.strengths[edge] ?? 0;
        found = model.relations.scope[context.relation[edge] ?? -1];
      }
    }
    if (strongest !== Number.POSITIVE_INFINITY && strongest > weakest) {
      weakest = strongest;
      scope = found;
    }
  }
  return scope;
}

function nodeRow(model: CaseModel, context: Context, node: Focus['nodes'][number]): GraphNode {
  const first = node.members[0] ?? 0;
  const place = model.occurrences[context.places[first] ?? -1];
  const component = place === undefined ? undefined : model.components[place.component];
  if (node.kind !== 'node') {
    const name =
      node.kind === 'cycle'
        ? 'cycle'
        : node.key === undefined
          ? 'others'
          : groupName(model, context.places[first] ?? -1);
    return {
      id: node.id,
      label: `+${node.members.length} ${name}`,
      sub: 'opens in place',
      role: 'group',
      component: undefined,
      place: undefined,
      members: node.members.length,
      cycle: node.cycle,
    };
  }
  return {
    id: node.id,
    label: displayName(component?.name ?? ''),
    sub: [
      displayName(component?.version ?? ''),
      node.root ? 'root' : '',
      place?.state === 'removed' ? 'removed' : '',
    ]
      .filter(Boolean)
      .join(' · '),
    role: node.target ? 'target' : node.root ? 'root' : 'node',
    component: component?.key,
    place: context.places[first],
    members: 1,
    cycle: node.cycle,
  };
}
