import { draw } from './layered/draw.ts';
import type { Point } from './layered/routes.ts';
import type { Link } from './layered/rows.ts';
import { compose } from './layered/scene.ts';
import { takeApart } from './layered/take-apart.ts';

/** A laid-out graph in pixels. `points` are the bends of an edge from its start to its end. */
export interface Placed {
  readonly width: number;
  readonly height: number;
  /** In the order given. `x` and `y` are the top left corner. */
  readonly nodes: readonly {
    readonly id: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  /** In the order given. */
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly points: readonly (readonly [number, number])[];
  }[];
  /** The ground behind each cycle of several nodes, with room for a label along its top. */
  readonly cycles: readonly {
    readonly nodes: readonly number[];
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
}

export interface LayeredInput {
  readonly nodes: readonly { readonly id: number; readonly width: number; readonly height: number }[];
  /** Long edges of one kind to one node run as one where they meet; without kinds all may. */
  readonly edges: readonly { readonly from: number; readonly to: number; readonly kind?: number }[];
}

/**
 * Lays out a directed graph top down: what nothing leads to on top, every edge downwards, cycles in place. Lines bend
 * only in the gaps between rows and run through no node. The same input gives the same picture.
 *
 * @throws RangeError when an edge names a node that is not there, or an id occurs twice: a bug of the caller.
 */
export function layered(input: LayeredInput): Placed {
  const scene = compose(input);
  const corners: Point[] = [];
  const lines: Point[][] = [];
  const parts = connected(scene.boxes.length, scene.links).map((part) => {
    const drawing = draw(
      part.boxes.map((box) => scene.boxes[box] ?? { width: 0, height: 0 }),
      part.links,
    );
    return { ...part, drawing };
  });
  const shelf = shelve(parts.map(({ drawing }) => drawing));
  parts.forEach(({ boxes, linkIds, drawing }, p) => {
    const [dx, dy] = shelf.corners[p] ?? [0, 0];
    boxes.forEach((box, i) => {
      const { x, y } = drawing.boxes[i] ?? { x: 0, y: 0 };
      corners[box] = [x + dx, y + dy];
    });
    linkIds.forEach((link, i) => {
      lines[link] = (drawing.lines[i] ?? []).map(([x, y]) => [x + dx, y + dy]);
    });
  });
  return { width: shelf.width, height: shelf.height, ...takeApart(input, scene, corners, lines) };
}

/** A part that no line joins to another; links name its own boxes. */
interface Part {
  readonly boxes: number[];
  readonly linkIds: number[];
  readonly links: Link[];
}

function connected(count: number, links: readonly Link[]): Part[] {
  const head = Array.from({ length: count }, (_, box) => box);
  const find = (box: number): number => {
    let top = box;
    while (head[top] !== top) top = head[top] ?? top;
    for (let b = box; b !== top; ) {
      const next = head[b] ?? top;
      head[b] = top;
      b = next;
    }
    return top;
  };
  for (const { from, to } of links) {
    const [a, b] = [find(from), find(to)];
    head[Math.max(a, b)] = Math.min(a, b);
  }
  const parts = new Map<number, Part>();
  const place = head.map((_, box) => {
    const part = parts.get(find(box)) ?? { boxes: [], linkIds: [], links: [] };
    parts.set(find(box), part);
    return part.boxes.push(box) - 1;
  });
  links.forEach((link, i) => {
    const part = parts.get(find(link.from));
    part?.linkIds.push(i);
    part?.links.push({ ...link, from: place[link.from] ?? 0, to: place[link.to] ?? 0 });
  });
  return [...parts.values()];
}

/** Puts parts side by side, and on the next shelf where a row of them gets too wide. */
function shelve(parts: readonly { readonly width: number; readonly height: number }[]): {
  readonly width: number;
  readonly height: number;
  readonly corners: readonly Point[];
} {
  const GAP = 28;
  const wide = parts.reduce((most, part) => Math.max(most, part.width), 1200);
  let x = 0;
  let y = 0;
  let tall = 0;
  let width = 0;
  const corners = parts.map((part): Point => {
    if (x > 0 && x + part.width > wide) {
      y += tall + GAP;
      x = 0;
      tall = 0;
    }
    const corner: Point = [x, y];
    width = Math.max(width, x + part.width);
    tall = Math.max(tall, part.height);
    x += part.width + GAP;
    return corner;
  });
  return { width, height: y + tall, corners };
}
