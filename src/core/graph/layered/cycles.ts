import { draw } from './draw.ts';
import { CORNER, type Point } from './routes.ts';
import type { Box, Link, Span } from './rows.ts';

/** A cycle drawn in place: its members and the lines between them, inside one box. */
export interface Cycle {
  readonly width: number;
  readonly height: number;
  /** Top left corner of each member. */
  readonly members: readonly { readonly x: number; readonly y: number }[];
  /** Bends of each inner edge, from its start to its end. */
  readonly lines: readonly (readonly Point[])[];
  /** How a line from outside goes on from the top edge of the cycle to a member; the first x is free in `span`. */
  readonly entry: (member: number) => Gate;
  readonly exit: (member: number) => Gate;
}

export interface Gate {
  /** Where on the edge of the cycle, from its middle. */
  readonly span: Span;
  /** Bends between the edge of the cycle and the member, top to bottom. Absent: straight. */
  readonly line: readonly Point[] | undefined;
}

interface Inner {
  readonly from: number;
  readonly to: number;
}

const PAD = { side: 12, top: 28, bottom: 10 };

/** Draws a cycle: a few members side by side, more in rows of their own with the lines that lead back turned up. */
export function drawCycle(
  boxes: readonly Box[],
  edges: readonly Inner[],
  entered: readonly number[],
  left: readonly number[],
): Cycle {
  return boxes.length <= 4 ? sideBySide(boxes, edges) : inRows(boxes, edges, entered, left);
}

function sideBySide(boxes: readonly Box[], edges: readonly Inner[]): Cycle {
  const GAP = 36;
  const LANE = 10;
  const order = bestOrder(boxes.length, edges);
  const place: number[] = [];
  order.forEach((member, i) => {
    place[member] = i;
  });
  const at = (member: number): number => place[member] ?? 0;
  const over = edges.filter(({ from, to }) => at(to) < at(from) - 1);
  const under = edges.filter(({ from, to }) => at(to) > at(from) + 1);
  const top = PAD.top + over.length * LANE;
  const tall = boxes.reduce((most, box) => Math.max(most, box.height), 0);
  const members: { x: number; y: number }[] = [];
  let x = PAD.side;
  for (const member of order) {
    const box = boxes[member];
    members[member] = { x, y: top + (tall - (box?.height ?? 0)) / 2 };
    x += (box?.width ?? 0) + GAP;
  }
  const width = x - GAP + PAD.side;
  const height = top + tall + under.length * LANE + PAD.bottom;
  const edgeOf = (member: number, share: number): number =>
    (members[member]?.x ?? 0) + (boxes[member]?.width ?? 0) * share;
  const lines = edges.map((edge): Point[] => {
    const { from, to } = edge;
    const right = at(to) > at(from);
    if (Math.abs(at(to) - at(from)) === 1) {
      // There and back are two lines, a third of the height apart.
      const y =
        top + tall / 2 + ((right ? -1 : 1) * Math.min(boxes[from]?.height ?? 0, boxes[to]?.height ?? 0)) / 6;
      return [
        [edgeOf(from, right ? 1 : 0), y],
        [edgeOf(to, right ? 0 : 1), y],
      ];
    }
    const lane = right
      ? top + tall + (under.indexOf(edge) + 1) * LANE
      : top - (over.indexOf(edge) + 1) * LANE;
    const border = (member: number): number =>
      (members[member]?.y ?? 0) + (right ? (boxes[member]?.height ?? 0) : 0);
    const [leave, arrive] = right ? [0.7, 0.3] : [0.3, 0.7];
    return [
      [edgeOf(from, leave), border(from)],
      [edgeOf(from, leave), lane],
      [edgeOf(to, arrive), lane],
      [edgeOf(to, arrive), border(to)],
    ];
  });
  const gate = (member: number): Gate => ({
    span: {
      from: edgeOf(member, 0) + CORNER - width / 2,
      to: Math.max(edgeOf(member, 0) + CORNER, edgeOf(member, 1) - CORNER) - width / 2,
    },
    line: undefined,
  });
  return { width, height, members, lines, entry: gate, exit: gate };
}

/** The order in which most edges join neighbors, and then most lead to the right. At most 4 members: all are tried. */
function bestOrder(count: number, edges: readonly Inner[]): number[] {
  let best: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  const visit = (order: readonly number[]): void => {
    if (order.length === count) {
      let cost = 0;
      for (const { from, to } of edges) {
        const distance = order.indexOf(to) - order.indexOf(from);
        cost += (Math.abs(distance) - 1) * 10 + (distance < 0 ? 1 : 0);
      }
      if (cost >= least) return;
      least = cost;
      best = [...order];
      return;
    }
    for (let member = 0; member < count; member++) if (!order.includes(member)) visit([...order, member]);
  };
  visit([]);
  return best;
}

function inRows(
  boxes: readonly Box[],
  edges: readonly Inner[],
  entered: readonly number[],
  left: readonly number[],
): Cycle {
  const turned = backEdges(boxes.length, edges, entered);
  const links: Link[] = edges.map(({ from, to }, i) =>
    turned[i] === true ? { from: to, to: from } : { from, to },
  );
  const all: Box[] = [...boxes];
  const gates = (members: readonly number[], pin: 'top' | 'bottom'): Map<number, number> => {
    const link = new Map<number, number>();
    for (const member of members) {
      link.set(member, links.length);
      links.push(pin === 'top' ? { from: all.length, to: member } : { from: member, to: all.length });
      all.push({ width: 4, height: 0, pin });
    }
    return link;
  };
  const entries = gates(entered, 'top');
  const exits = gates(left, 'bottom');
  const drawing = draw(all, links);
  const shift = ([x, y]: Point): Point => [x + PAD.side, y + (entered.length > 0 ? 0 : PAD.top)];
  const width = drawing.width + 2 * PAD.side;
  const height = drawing.height + (entered.length > 0 ? 0 : PAD.top) + (left.length > 0 ? 0 : PAD.bottom);
  const gate = (link: number | undefined, end: 'first' | 'last'): Gate => {
    const line = (drawing.lines[link ?? -1] ?? []).map(shift);
    const x = ((end === 'first' ? line[0] : line.at(-1))?.[0] ?? 0) - width / 2;
    return { span: { from: x, to: x }, line };
  };
  return {
    width,
    height,
    members: boxes.map((_, i) => {
      const [x, y] = shift([drawing.boxes[i]?.x ?? 0, drawing.boxes[i]?.y ?? 0]);
      return { x, y };
    }),
    lines: edges.map((_, i) => {
      const line = (drawing.lines[i] ?? []).map(shift);
      return turned[i] === true ? line.reverse() : line;
    }),
    entry: (member) => gate(entries.get(member), 'first'),
    exit: (member) => gate(exits.get(member), 'last'),
  };
}

/** Edges that lead back to where a walk came from; turned round, the rest has no cycle. Walks begin at `first`. */
function backEdges(count: number, edges: readonly Inner[], first: readonly number[]): boolean[] {
  const out: number[][] = Array.from({ length: count }, () => []);
  edges.forEach(({ from }, i) => {
    out[from]?.push(i);
  });
  const turned = edges.map(() => false);
  const state = new Uint8Array(count); // 1: on the walk, 2: done
  for (const start of [...first, ...out.keys()]) {
    if (state[start] !== 0) continue;
    const walk = [{ node: start, next: 0 }];
    state[start] = 1;
    for (let step = walk.at(-1); step !== undefined; step = walk.at(-1)) {
      const edge = out[step.node]?.[step.next++];
      const to = edge === undefined ? undefined : edges[edge]?.to;
      if (edge === undefined || to === undefined) {
        state[step.node] = 2;
        walk.pop();
      } else if (state[to] === 1) turned[edge] = true;
      else if (state[to] === 0) {
        state[to] = 1;
        walk.push({ node: to, next: 0 });
      }
    }
  }
  return turned;
}
