import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph, type Graph } from '../../src/core/graph/csr.ts';
import { type LayeredInput, layered, type Placed } from '../../src/core/graph/layered.ts';
import { stronglyConnected } from '../../src/core/graph/scc.ts';
import { chain, clique, drawn, packages, ring, seeded } from '../fixtures/graph.ts';

/** Every edge of a graph, nodes as wide as labels are. Ids differ from places in the list. */
function inputOf(graph: Graph, seed = 1): LayeredInput {
  const random = seeded(seed);
  const id = (node: number): number => node * 3 + 5;
  const edges: { from: number; to: number }[] = [];
  for (let v = 0; v < graph.nodes; v++) {
    for (const w of graph.out.ends.subarray(graph.out.offsets[v], graph.out.offsets[v + 1])) {
      edges.push({ from: id(v), to: id(w) });
    }
  }
  const nodes = Array.from({ length: graph.nodes }, (_, v) => ({
    id: id(v),
    width: 60 + Math.floor(random() * 140),
    height: random() < 0.1 ? 54 : 38,
  }));
  return { nodes, edges };
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whether two rectangles share more than an edge. */
function overlap(a: Rectangle, b: Rectangle): boolean {
  const GRAIN = 1e-6;
  return (
    a.x + a.width > b.x + GRAIN &&
    b.x + b.width > a.x + GRAIN &&
    a.y + a.height > b.y + GRAIN &&
    b.y + b.height > a.y + GRAIN
  );
}

/** What a line takes between two bends. */
function boxes(points: readonly (readonly [number, number])[]): Rectangle[] {
  return points.slice(1).map(([x, y], i) => {
    const [px, py] = points[i] ?? [x, y];
    return { x: Math.min(x, px), y: Math.min(y, py), width: Math.abs(x - px), height: Math.abs(y - py) };
  });
}

/** What does not hold of a picture and should. */
function faults(input: LayeredInput, placed: Placed): string[] {
  const found: string[] = [];
  const must = (holds: boolean, what: string): void => {
    if (!holds) found.push(what);
  };
  const GRAIN = 1e-6;
  const byId = new Map(placed.nodes.map((node) => [node.id, node]));
  placed.nodes.forEach((node, i) => {
    const given = input.nodes[i];
    must(
      node.id === given?.id && node.width === given.width && node.height === given.height,
      `node ${node.id} as given`,
    );
    const right = node.x + node.width <= placed.width + GRAIN;
    const bottom = node.y + node.height <= placed.height + GRAIN;
    must(node.x >= 0 && node.y >= 0 && right && bottom, `node ${node.id} inside the picture`);
    for (const other of placed.nodes.slice(i + 1))
      must(!overlap(node, other), `${node.id} apart from ${other.id}`);
  });
  const cycleOf = new Map(placed.cycles.flatMap((cycle, c) => cycle.nodes.map((id) => [id, c] as const)));
  placed.cycles.forEach((cycle, c) => {
    for (const node of placed.nodes) {
      must(overlap(node, cycle) === (cycleOf.get(node.id) === c), `node ${node.id} only in its own cycle`);
    }
  });
  placed.edges.forEach(({ from, to, points }, i) => {
    const name = `edge ${from} to ${to}`;
    must(input.edges[i]?.from === from && input.edges[i]?.to === to, `${name} as given`);
    const [start, end] = [byId.get(from), byId.get(to)];
    const [first, last] = [points[0], points.at(-1)];
    if (start === undefined || end === undefined || first === undefined || last === undefined) {
      must(false, `${name} drawn`);
      return;
    }
    must(touches(first, start) && touches(last, end), `${name} between its nodes`);
    for (const box of boxes(points)) {
      for (const node of placed.nodes) must(!overlap(box, node), `${name} beside node ${node.id}`);
    }
    if (from === to || (cycleOf.has(from) && cycleOf.get(from) === cycleOf.get(to))) return;
    must(first[1] === start.y + start.height && last[1] === end.y, `${name} from bottom to top`);
    must(
      points.every(([, y], p) => p === 0 || y >= (points[p - 1]?.[1] ?? 0)),
      `${name} downwards`,
    );
  });
  return found;
}

function touches([x, y]: readonly [number, number], node: Rectangle): boolean {
  const GRAIN = 1e-6;
  const across = x >= node.x - GRAIN && x <= node.x + node.width + GRAIN;
  return across && y >= node.y - GRAIN && y <= node.y + node.height + GRAIN;
}

describe('layered', () => {
  it('puts the root on top, the target below everything, a cycle of two side by side', () => {
    const { graph, node } = drawn(
      'app>webpack jest eslint lodash',
      'webpack>async',
      'async>lodash',
      'jest>core',
      'eslint>helper',
      'core>helper lodash',
      'helper>core types',
      'types>lodash',
    );
    const input = inputOf(graph);
    const placed = layered(input);
    expect(faults(input, placed)).toEqual([]);
    const at = (name: string): Rectangle => placed.nodes[node(name)] ?? { x: 0, y: 0, width: 0, height: 0 };
    const [app, lodash, core, helper] = [at('app'), at('lodash'), at('core'), at('helper')];
    expect(placed.nodes.every(({ y }) => y >= app.y && y <= lodash.y)).toBe(true);
    expect(core.y + core.height / 2).toBeCloseTo(helper.y + helper.height / 2);
    expect(placed.cycles.map(({ nodes }) => nodes)).toEqual([
      [node('core'), node('helper')].map((v) => v * 3 + 5),
    ]);
    // There and back: two level lines.
    const inside = placed.edges.filter(({ from, to }) =>
      [from, to].every((id) => placed.cycles[0]?.nodes.includes(id)),
    );
    expect(inside.map(({ points }) => points.length)).toEqual([2, 2]);
    for (const { points } of inside) expect(points[0]?.[1]).toBe(points[1]?.[1]);
    expect(inside[0]?.points[0]?.[1]).not.toBe(inside[1]?.points[0]?.[1]);
  });

  it('draws a chain as one straight line', () => {
    const nodes = [1, 2, 3].map((id) => ({ id, width: 100, height: 38 }));
    const edges = [
      { from: 1, to: 2 },
      { from: 2, to: 3 },
    ];
    expect(layered({ nodes, edges })).toEqual({
      width: 100,
      height: 178,
      nodes: nodes.map((node, i) => ({ ...node, x: 0, y: i * 70 })),
      edges: edges.map((edge, i) => ({
        ...edge,
        points: [
          [50, i * 70 + 38],
          [50, i * 70 + 70],
        ],
      })),
      cycles: [],
    });
  });

  it('lets lines of one kind to one node run as one, lines of different kinds apart', () => {
    // Three rows: both lines from the first pass the second on their way to the last.
    const nodes = [0, 1, 2, 3, 4].map((id) => ({ id, width: 80, height: 38 }));
    const edges = [
      { from: 0, to: 2 },
      { from: 2, to: 3 },
      { from: 3, to: 4 },
      { from: 0, to: 4, kind: 1 },
      { from: 1, to: 4, kind: 1 },
      { from: 1, to: 3 },
    ];
    const end = (placed: Placed, edge: number): unknown => placed.edges[edge]?.points.at(-1);
    const one = layered({ nodes, edges });
    const two = layered({ nodes, edges: edges.map((edge, i) => ({ ...edge, kind: i })) });
    expect(end(one, 3)).toEqual(end(one, 4));
    expect(end(two, 3)).not.toEqual(end(two, 4));
  });

  it('draws a line from a node to itself beside it', () => {
    const placed = layered({ nodes: [{ id: 1, width: 60, height: 30 }], edges: [{ from: 1, to: 1 }] });
    expect(placed.edges[0]?.points).toEqual([
      [76, 10],
      [92, 10],
      [92, 20],
      [76, 20],
    ]);
    expect(placed.width).toBe(92);
  });

  it('breaks a row that is too wide to see at once', () => {
    const leaves = Array.from({ length: 60 }, (_, i) => i + 1);
    const nodes = [0, ...leaves].map((id) => ({ id, width: 120, height: 38 }));
    const input = { nodes, edges: leaves.map((to) => ({ from: 0, to })) };
    const placed = layered(input);
    expect(faults(input, placed)).toEqual([]);
    expect(placed.width).toBeLessThan(2400);
  });

  it('puts parts that nothing joins beside each other', () => {
    const { graph } = drawn('a>b', 'c>d', 'alone>');
    const input = inputOf(graph);
    const placed = layered(input);
    expect(faults(input, placed)).toEqual([]);
    expect(placed.nodes.filter(({ y }) => y === 0).length).toBeGreaterThanOrEqual(3);
    expect(layered({ nodes: [], edges: [] })).toEqual({
      width: 0,
      height: 0,
      nodes: [],
      edges: [],
      cycles: [],
    });
  });

  it('keeps nodes apart, lines beside nodes and edges downwards, whatever the graph', () => {
    const graphs = fc.integer({ min: 1, max: 30 }).chain((nodes) =>
      fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 60 }).map((edges) =>
        buildGraph(
          nodes,
          edges.map(([a]) => a),
          edges.map(([, b]) => b),
        ),
      ),
    );
    fc.assert(
      fc.property(graphs, fc.nat(100), (graph, seed) => {
        const input = inputOf(graph, seed);
        const placed = layered(input);
        expect(faults(input, placed)).toEqual([]);
        expect(layered(structuredClone(input))).toEqual(placed);
        const { sizes } = stronglyConnected(graph);
        expect(placed.cycles.length).toBe(sizes.filter((size) => size > 1).length);
      }),
      { numRuns: 150 },
    );
  });

  it('does so for 250 nodes, dense cycles, and long chains', () => {
    for (const graph of [packages(250, 5), packages(120, 6, 3), clique(9), ring(40), chain(600)]) {
      const input = inputOf(graph);
      expect(faults(input, layered(input))).toEqual([]);
    }
  });

  it('refuses what names no node, or one twice', () => {
    const node = { id: 1, width: 10, height: 10 };
    expect(() => layered({ nodes: [node], edges: [{ from: 1, to: 2 }] })).toThrow(
      'edge 1 to 2 names no node',
    );
    expect(() => layered({ nodes: [node, node], edges: [] })).toThrow('two nodes have the same id');
  });
});
