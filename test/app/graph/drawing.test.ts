import { describe, expect, it } from 'vitest';
import { answerEdges } from '../../../src/app/graph/answer-edges.ts';
import { firstLook, panned, revealed, wholeDrawing, zoomed } from '../../../src/app/graph/camera.ts';
import { toDot } from '../../../src/app/graph/dot.ts';
import { arrowHead, edgePath } from '../../../src/app/graph/lines.ts';
import { cut, sizeNodes } from '../../../src/app/graph/measure.ts';
import { walk } from '../../../src/app/graph/walk.ts';
import { layered } from '../../../src/core/graph/layered.ts';
import { edge, graph, node } from '../rows.ts';

const perLetter = (text: string): number => text.length * 7;

describe('nodes', () => {
  it('are as wide as their longer line, and labels too long are cut', () => {
    const [short, long] = sizeNodes(
      [node(1, { label: 'lodash' }), node(2, { label: '@babel/helper-compilation-targets' })],
      ({ sub }) => sub,
      perLetter,
      perLetter,
    );
    expect(short).toMatchObject({ label: 'lodash', width: 84, height: 36 });
    expect(long?.label).toBe('@babel/helper-compilati…');
    expect(long?.width).toBeLessThan(200);
  });

  it('a cut falls between characters, not inside one', () => {
    expect(cut('📦📦📦📦', 30, (text) => [...text].length * 10)).toBe('📦📦…');
  });
});

describe('the keyboard goes along edges', () => {
  // 1 -> 2, 1 -> 3, 2 -> 4, 3 -> 4
  const placed = layered({
    nodes: [1, 2, 3, 4].map((id) => ({ id, width: 90, height: 36 })),
    edges: [
      { from: 1, to: 2 },
      { from: 1, to: 3 },
      { from: 2, to: 4 },
      { from: 3, to: 4 },
    ],
  });

  it('down and up, and sideways within a row', () => {
    const left = walk(placed, 1, 'down');
    expect([2, 3]).toContain(left);
    expect(walk(placed, 4, 'up')).not.toBe(1);
    const pair = [walk(placed, 2, 'left'), walk(placed, 2, 'right')];
    expect(pair.filter((id) => id !== undefined)).toEqual([3]);
  });

  it('the answer first', () => {
    expect(walk(placed, 1, 'down', new Set([0]))).toBe(2);
    expect(walk(placed, 1, 'down', new Set([1]))).toBe(3);
  });

  it('nowhere at an end', () => {
    expect(walk(placed, 1, 'up')).toBeUndefined();
    expect(walk(placed, 99, 'up')).toBeUndefined();
  });
});

describe('the answer', () => {
  const shown = graph([node(1), node(2), node(3)], [edge(1, 2, { answer: true }), edge(2, 3), edge(1, 3)]);

  it('is what the case marked', () => {
    expect([...answerEdges(shown, undefined)]).toEqual([0]);
  });

  it('is the way chosen in the list', () => {
    const way = { labels: [], components: ['c1', 'c2', 'c3'], length: 2, scope: undefined };
    expect([...answerEdges(shown, way)]).toEqual([0, 1]);
  });

  it('goes through a folded group where a step of the way is folded', () => {
    const folded = graph(
      [node(1), node(9, { role: 'group', component: undefined, place: undefined, members: 12 }), node(3)],
      [edge(1, 9), edge(9, 3), edge(1, 3)],
    );
    const way = { labels: [], components: ['c1', 'c2', 'c3'], length: 2, scope: undefined };
    expect([...answerEdges(folded, way)]).toEqual([0, 1]);
  });
});

describe('the camera', () => {
  const drawing = { width: 400, height: 300 };
  const window = { width: 800, height: 600 };

  it('shows a small drawing whole, in the middle, little larger than life', () => {
    const look = firstLook(drawing, window);
    expect(look.scale).toBe(1.1);
    expect(look.x + window.width / look.scale / 2).toBeCloseTo(200);
  });

  it('shows a large one at a readable size around what was asked about, or whole when told to', () => {
    const large = { width: 5000, height: 4000 };
    const look = firstLook(large, window, { x: 4900, y: 3900 });
    expect(look.scale).toBe(0.85);
    expect(look.x + window.width / look.scale).toBeCloseTo(5000);
    expect(wholeDrawing(large, window).scale).toBeCloseTo(0.15);
  });

  it('zooms around a point that stays where it is', () => {
    const before = { x: 10, y: 20, scale: 1 };
    const after = zoomed(before, 2, { x: 100, y: 50 });
    expect(after.x + 100 / after.scale).toBeCloseTo(before.x + 100);
    expect(after.y + 50 / after.scale).toBeCloseTo(before.y + 50);
  });

  it('cannot lose the drawing', () => {
    const far = panned({ x: 0, y: 0, scale: 1 }, 1e6, -1e6, drawing, window);
    expect(far.x).toBeLessThan(drawing.width);
    expect(far.y + window.height).toBeGreaterThan(0);
  });

  it('moves no further than a box needs', () => {
    const camera = { x: 0, y: 0, scale: 1 };
    expect(revealed(camera, { x: 50, y: 50, width: 90, height: 36 }, window)).toEqual(camera);
    expect(revealed(camera, { x: 900, y: 50, width: 90, height: 36 }, window)).toEqual({ ...camera, x: 202 });
  });
});

describe('edges', () => {
  it('bend round and end before the tip of their arrow', () => {
    expect(
      edgePath([
        [0, 0],
        [0, 100],
        [100, 100],
      ]),
    ).toBe('M0,0L0,86Q0,100 14,100L95,100');
    expect(
      arrowHead([
        [0, 0],
        [100, 0],
      ]),
    ).toBe('100,0 93,3.5 93,-3.5');
  });

  it('a point is no line', () => {
    expect(edgePath([])).toBe('');
    expect(arrowHead([[5, 5]])).toBe('');
  });
});

it('DOT holds names from files as strings, whatever is in them', () => {
  const dot = toDot(graph([node(1, { label: 'a"];\\ b' }), node(2)], [edge(1, 2, { scope: 'dev' })]));
  expect(dot).toContain('n1 [label="a\\"];\\\\ b\\n1.0.0"];');
  expect(dot).toContain('n1 -> n2 [label="dependencies", style=dashed];');
});
