import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph, type Graph, induce, neighbors } from '../../src/core/graph/csr.ts';
import {
  type Focus,
  type FocusNode,
  type FocusOptions,
  focus,
  scopeStrength,
} from '../../src/core/graph/focus.ts';
import { ancestors, distances, shortestWay } from '../../src/core/graph/reach.ts';
import { chain, drawn, packages, ring } from '../fixtures/graph.ts';

const npm = drawn(
  'app>webpack jest eslint lodash',
  'webpack>async',
  'async>lodash',
  'jest>core',
  'eslint>helper',
  'core>helper lodash',
  'helper>core',
  'lodash>app-tool',
);

/** A root with `count` dependencies that all ask for one thing and nothing else. */
function fan(count: number): Graph {
  const leaves = Array.from({ length: count }, (_, i) => i + 1);
  return buildGraph(
    count + 2,
    [...leaves.map(() => 0), ...leaves],
    [...leaves, ...leaves.map(() => count + 1)],
  );
}

function groups(picture: Focus): readonly FocusNode[] {
  return picture.nodes.filter((node) => node.members.length > 1);
}

describe('focus: why', () => {
  const picture = focus(npm.graph, { kind: 'why', target: npm.node('lodash') });
  const name = (id: number): string => npm.names[id] ?? '';

  it('shows everything that leads to the target and nothing it leads to', () => {
    expect(picture.nodes.map(({ id }) => name(id))).toEqual([
      'app',
      'webpack',
      'jest',
      'eslint',
      'lodash',
      'async',
      'core',
      'helper',
    ]);
    expect(picture.covers).toBe(8);
    expect(picture.nearestOnly).toBe(false);
    expect(picture.edges.map(({ from, to }) => `${name(from)}>${name(to)}`)).toContain('helper>core');
    expect(picture.edges.length).toBe(11);
  });

  it('marks root, target, cycle and the shortest way', () => {
    const marked = (test: (node: FocusNode) => boolean): string[] =>
      picture.nodes.filter(test).map(({ id }) => name(id));
    expect(marked((node) => node.root)).toEqual(['app']);
    expect(marked((node) => node.target)).toEqual(['lodash']);
    expect(marked((node) => node.cycle === 1)).toEqual(['core', 'helper']);
    expect(picture.answer.map(name)).toEqual(['app', 'lodash']);
    expect(picture.edges.filter((edge) => edge.answer).map(({ from, to }) => [name(from), name(to)])).toEqual(
      [['app', 'lodash']],
    );
  });

  it('draws parallel edges as the strongest of them', () => {
    const graph = buildGraph(2, [0, 0, 0], [1, 1, 1]);
    const strengths = [scopeStrength('dev'), scopeStrength('peer'), scopeStrength('optional')];
    const { edges } = focus(graph, { kind: 'why', target: 1 }, { strengths });
    expect(edges).toEqual([{ from: 0, to: 1, edge: 1, count: 3, answer: true }]);
  });

  it('orders scopes from what runs to what tests', () => {
    const order = ['runtime', 'peer', 'optional', 'build', 'dev', 'test', undefined] as const;
    expect(order.map(scopeStrength)).toEqual(order.map(scopeStrength).toSorted((a, b) => a - b));
    expect(new Set(order.map(scopeStrength)).size).toBe(order.length);
  });

  it('is empty where no root leads to the target', () => {
    const picture = focus(npm.graph, { kind: 'why', target: npm.node('app') }, { roots: [npm.node('jest')] });
    expect(picture).toMatchObject({ nodes: [], edges: [], answer: [], covers: 0 });
  });
});

describe('focus: folding', () => {
  it('folds what differs in nothing but its name, and opens it again by its id', () => {
    const graph = fan(50);
    const closed = focus(graph, { kind: 'why', target: 51 });
    const [group] = groups(closed);
    expect(groups(closed).length).toBe(1);
    expect(group?.kind).toBe('alike');
    // All fifty ways are as short: too many to keep, so the first alone stays.
    expect(group?.members.length).toBe(49);
    expect(closed.answer).toEqual([0, 1, 51]);
    expect(closed.edges.find(({ to }) => to === group?.id)?.count).toBe(49);
    const open = focus(graph, { kind: 'why', target: 51 }, { open: [group?.id ?? -1] });
    expect(open.opened).toEqual([group?.id]);
    // More than forty open as chunks of twenty.
    expect(groups(open).map(({ members }) => members.length)).toEqual([20, 20, 9]);
    const [first] = groups(open);
    const deeper = focus(graph, { kind: 'why', target: 51 }, { open: [group?.id ?? -1, first?.id ?? -1] });
    expect(groups(deeper).map(({ members }) => members.length)).toEqual([20, 9]);
    expect(deeper.nodes.length).toBe(closed.nodes.length + 2 + 19);
  });

  it('keeps nodes with different keys apart', () => {
    const keys = Uint32Array.from({ length: 52 }, (_, v) => (v < 20 ? 7 : 8));
    const folded = groups(focus(fan(50), { kind: 'why', target: 51 }, { keys }));
    expect(folded.map(({ key, members }) => [key, members.length])).toEqual([
      [7, 18],
      [8, 31],
    ]);
  });

  it('leaves a group closed when its members would not fit', () => {
    const graph = fan(50);
    const [group] = groups(focus(graph, { kind: 'why', target: 51 }));
    const options = { open: [group?.id ?? -1, 12345], budget: 5, calm: 100 };
    const tight = focus(graph, { kind: 'why', target: 51 }, options);
    expect(tight.opened).toEqual([]);
    expect(tight.nodes.length).toBe(4);
  });

  it('folds a cycle before anything else', () => {
    // app > 0 > 1 > ... > 29 > 0, each also asking for a node of its own that asks for t: 30 of 62 on a cycle.
    const from: number[] = [];
    const to: number[] = [];
    const edge = (a: number, b: number): void => {
      from.push(a);
      to.push(b);
    };
    edge(60, 0);
    for (let i = 0; i < 30; i++) {
      edge(i, (i + 1) % 30);
      edge(i, 30 + i);
      edge(30 + i, 61);
    }
    const keys = Uint32Array.from({ length: 62 }, (_, v) => v);
    const picture = focus(
      buildGraph(62, from, to),
      { kind: 'why', target: 61 },
      { keys, calm: 50, budget: 250 },
    );
    expect(groups(picture).map(({ kind, members }) => [kind, members.length])).toEqual([['cycle', 29]]);
    // The first member stays out of the fold: the shortest way leads through it. So the cycle is still to be seen.
    expect(picture.nodes.filter(({ cycle }) => cycle === 1).length).toBe(2);
    expect(picture.answer).toEqual([60, 0, 30, 61]);
  });

  it('tells by distance what is too much to tell apart, and draws only the edges that lead nearer', () => {
    const graph = packages(4000, 3, 6);
    const target = 3999;
    const left = distances(graph.in, [target]);
    const picture = focus(graph, { kind: 'why', target }, { calm: 60 });
    expect(picture.nearestOnly).toBe(true);
    expect(picture.covers).toBe(ancestors(graph, [target]).length);
    for (const { members, kind } of groups(picture)) {
      expect(kind).not.toBe('cycle');
      expect(new Set(Array.from(members, (v) => left[v])).size).toBe(1);
    }
    const distance = new Map(picture.nodes.map(({ id, members }) => [id, left[members[0] ?? -1] ?? -1]));
    for (const { from, to } of picture.edges) expect(distance.get(from)).toBe((distance.get(to) ?? 0) + 1);
  });

  it('shows both ends of a way that is longer than a page, 20,000 deep', () => {
    const picture = focus(chain(20_000), { kind: 'why', target: 19_999 });
    expect(picture.answer.length).toBe(20_000);
    expect(picture.nodes.length).toBeLessThanOrEqual(100);
    expect(picture.nodes.slice(0, 30).map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(picture.nodes.at(-1)?.target).toBe(true);
    expect(picture.edges.every((edge) => edge.answer)).toBe(true);
    const round = focus(ring(20_000), { kind: 'around', node: 5, hops: 2 });
    expect(round.nodes.map(({ id }) => id)).toEqual([3, 4, 5, 6, 7]);
  });

  const question = fc.record({
    graph: fc
      .tuple(fc.integer({ min: 2, max: 400 }), fc.nat(1000), fc.integer({ min: 1, max: 3 }))
      .map(([n, seed, e]) => ({
        n,
        graph: packages(n, seed, e),
      })),
    calm: fc.integer({ min: 20, max: 120 }),
    keyed: fc.boolean(),
    kind: fc.constantFrom('why', 'around', 'flagged'),
    pick: fc.nat(),
  });

  it('shows every node of the part once, within bounds, the answer unfolded, and opens down to every node', () => {
    fc.assert(
      fc.property(question, ({ graph: { n, graph }, calm, keyed, kind, pick }) => {
        const node = pick % n;
        const asked =
          kind === 'why'
            ? ({ kind, target: node } as const)
            : kind === 'around'
              ? ({ kind, node, hops: 3 } as const)
              : ({ kind: 'flagged', targets: [node, (node * 7) % n, (node * 13) % n] } as const);
        const keys = Uint32Array.from({ length: n }, (_, v) => v % 3);
        const options: FocusOptions = { calm, budget: 100_000, ...(keyed ? { keys } : {}) };
        const closed = focus(graph, asked, options);
        expect(closed.nodes.length).toBeLessThanOrEqual(calm);
        expect(focus(graph, asked, options)).toEqual(closed);
        const members = closed.nodes.flatMap((shown) => Array.from(shown.members));
        expect(new Set(members).size).toBe(members.length);
        expect(members.length).toBe(closed.covers);
        if (kind === 'why') {
          // What is reached only through the target is on no way to it.
          const cut = induce(
            graph,
            Uint32Array.from({ length: n }, (_, v) => v),
            (from) => from !== node,
          );
          const [down, up] = [distances(cut.out, [0]), distances(cut.in, [node])];
          const on = Array.from(down.keys()).filter((v) => (down[v] ?? -1) >= 0 && (up[v] ?? -1) >= 0);
          expect(members.sort((a, b) => a - b)).toEqual(on);
          expect(closed.answer).toEqual(shortestWay(graph, [0], node));
          const single = new Set(closed.nodes.filter((s) => s.kind === 'node').map((s) => s.id));
          for (const v of closed.answer) expect(single.has(v)).toBe(true);
        }
        const ids = new Set(closed.nodes.map(({ id }) => id));
        for (const { from, to } of closed.edges)
          expect(ids.has(from) && ids.has(to) && from !== to).toBe(true);
        const open: number[] = [];
        let picture = closed;
        for (let more = groups(picture); more.length > 0; more = groups(picture)) {
          open.push(...more.map(({ id }) => id));
          picture = focus(graph, asked, { ...options, open });
          expect(picture.opened).toEqual(open);
        }
        expect(picture.nodes.length).toBe(closed.covers);
      }),
      { numRuns: 60 },
    );
  });

  it('never shows more than the budget, however much is to be open', () => {
    const graph = packages(2000, 11);
    const asked = { kind: 'around', node: 0, hops: 9 } as const;
    const open: number[] = [];
    for (let round = 0; round < 6; round++) {
      const picture = focus(graph, asked, { open, budget: 150 });
      expect(picture.nodes.length).toBeLessThanOrEqual(150);
      open.push(...groups(picture).map(({ id }) => id));
    }
    expect(focus(graph, asked, { open, budget: 150 }).opened.length).toBeLessThan(open.length);
  });
});

describe('focus: around and flagged', () => {
  it('shows what asks for a node and what it asks for, so many steps each way', () => {
    const picture = focus(npm.graph, { kind: 'around', node: npm.node('core'), hops: 1 });
    expect(picture.nodes.map(({ id }) => npm.names[id])).toEqual(['jest', 'lodash', 'core', 'helper']);
    expect(picture.nodes.filter(({ cycle }) => cycle !== undefined).length).toBe(2);
    expect(picture.edges.length).toBe(4);
  });

  it('shows one shortest way to each flagged node, joined', () => {
    const { graph, node, names } = drawn(
      'app>a b',
      'a>c',
      'b>c d',
      'c>x',
      'd>y',
      'x>y',
      'lost>lost2',
      'lost2>lost',
    );
    const targets = [node('x'), node('y'), node('c')];
    const picture = focus(graph, { kind: 'flagged', targets }, { roots: [node('app')] });
    expect(picture.edges.map(({ from, to }) => `${names[from]}>${names[to]}`)).toEqual([
      'app>a',
      'app>b',
      'a>c',
      'b>d',
      'c>x',
      'd>y',
    ]);
    expect(picture.nodes.filter(({ target }) => target).map(({ id }) => names[id])).toEqual(['c', 'x', 'y']);
    expect(neighbors(graph.in, node('y')).length).toBe(2);
    expect(
      focus(graph, { kind: 'flagged', targets: [node('lost')] }, { roots: [node('app')] }).nodes,
    ).toEqual([]);
  });
});
