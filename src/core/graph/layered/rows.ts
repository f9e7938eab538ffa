import { assignRanks } from './ranks.ts';

/** A rectangle to be placed: a node, a drawn cycle, or a port of one (no size, pinned to an end). */
export interface Box {
  readonly width: number;
  readonly height: number;
  /** Holds the box in the first or last row. */
  readonly pin?: 'top' | 'bottom';
}

/** A line from the bottom of one box to the top of another below it. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** Where it may leave and arrive, counted from the middle of the box; the whole width when absent. */
  readonly leaves?: Span | undefined;
  readonly arrives?: Span | undefined;
  /** Lines of one kind to one place may run as one. */
  readonly kind?: number | undefined;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What stands in a row: a box, or the place where a long line passes between boxes. */
export interface Item {
  readonly row: number;
  /** Index of the box; absent where a line passes. */
  readonly box: number | undefined;
  readonly width: number;
  /** Lines to the row above and below. */
  up: Segment[];
  down: Segment[];
}

/** The part of a line between two neighboring rows. */
export interface Segment {
  readonly upper: number;
  readonly lower: number;
  readonly upperAt: number;
  readonly lowerAt: number;
  /** How much it wants to be straight: a line in passing more than one that starts or ends. */
  readonly weight: number;
}

/** Boxes and passing lines by row. Item numbers of boxes are the numbers of the boxes. */
export interface Rows {
  readonly items: readonly Item[];
  /** Items of each row, left to right. */
  readonly rows: number[][];
  /** Items that each link goes through, top to bottom. */
  readonly chains: readonly number[][];
}

/** Room a line takes where it passes a row. */
const LINE = 4;

/** Distributes boxes over rows and cuts long lines so that every segment joins neighboring rows. */
export function buildRows(boxes: readonly Box[], links: readonly Link[]): Rows {
  const ranks = assignRanks(boxes, links);
  const items = boxes.map(
    (box, i): Item => ({ row: ranks[i] ?? 0, box: i, width: box.width, up: [], down: [] }),
  );
  const rows = Array.from({ length: 1 + Math.max(0, ...new Set(ranks)) }, (): number[] => []);
  const chains = links.map(({ from, to }) => {
    const chain = [from];
    for (let row = (ranks[from] ?? 0) + 1; row < (ranks[to] ?? 0); row++) {
      chain.push(items.length);
      items.push({ row, box: undefined, width: LINE, up: [], down: [] });
    }
    chain.push(to);
    return chain;
  });
  items.forEach((item, i) => {
    rows[item.row]?.push(i);
  });
  const built = { items, rows, chains };
  connect(built, links);
  return built;
}

/**
 * Lets lines of one kind to one place run as one from the row on where they pass between the same two boxes. Who
 * follows a line down still arrives where it leads. Tells whether there were any.
 */
export function bundle(rows: Rows, links: readonly Link[]): boolean {
  const goals = new Map<string, number>();
  const goalOf = links.map(({ to, arrives, kind }) => {
    const goal = `${to} ${arrives?.from ?? ''} ${kind ?? ''}`;
    goals.set(goal, goals.get(goal) ?? goals.size);
    return goals.get(goal) ?? 0;
  });
  const goal = new Map<number, number>();
  const through = new Map<number, number[]>();
  rows.chains.forEach((chain, l) => {
    for (const item of chain.slice(1, -1)) {
      goal.set(item, goalOf[l] ?? 0);
      through.set(item, [...(through.get(item) ?? []), l]);
    }
  });
  let merged = false;
  rows.rows.forEach((row, r) => {
    const kept: number[] = [];
    // The first line to each goal since the last box.
    const leaders = new Map<number, number>();
    for (const item of row) {
      const own = goal.get(item);
      if (own === undefined) {
        kept.push(item);
        leaders.clear();
        continue;
      }
      // What a row above merged away is on no chain any more.
      if (through.get(item)?.length === 0) continue;
      const leader = leaders.get(own);
      if (leader === undefined) {
        kept.push(item);
        leaders.set(own, item);
        continue;
      }
      follow(rows, through, item, leader);
      merged = true;
    }
    rows.rows[r] = kept;
  });
  if (merged) connect(rows, links);
  return merged;
}

/** Moves every line through `item` onto the way that `leader` takes, down to the end that both have. */
function follow({ chains }: Rows, through: Map<number, number[]>, item: number, leader: number): void {
  const guide = chains[through.get(leader)?.[0] ?? 0] ?? [];
  const rest = guide.slice(guide.indexOf(leader), -1);
  for (const l of through.get(item) ?? []) {
    const chain = chains[l] ?? [];
    const start = chain.indexOf(item);
    rest.forEach((onto, i) => {
      const left = chain[start + i] ?? 0;
      if (left === onto) return;
      chain[start + i] = onto;
      through.set(
        left,
        (through.get(left) ?? []).filter((other) => other !== l),
      );
      through.set(onto, [...(through.get(onto) ?? []), l]);
    });
  }
}

/** Draws the segments anew from the chains: one between two items, however many lines it carries. */
function connect({ items, chains }: Rows, links: readonly Link[]): void {
  for (const item of items) {
    item.up = [];
    item.down = [];
  }
  const known = new Set<string>();
  chains.forEach((chain, l) => {
    const link = links[l];
    for (let i = 1; i < chain.length; i++) {
      const upper = chain[i - 1] ?? 0;
      const lower = chain[i] ?? 0;
      const passing = (items[upper]?.box === undefined ? 1 : 0) + (items[lower]?.box === undefined ? 1 : 0);
      const upperAt = i === 1 ? middle(link?.leaves) : 0;
      const lowerAt = i === chain.length - 1 ? middle(link?.arrives) : 0;
      const key = `${upper} ${lower} ${upperAt} ${lowerAt}`;
      if (passing > 0 && known.has(key)) continue;
      known.add(key);
      const weight = passing === 2 ? 8 : passing === 1 ? 2 : 1;
      const segment: Segment = { upper, lower, upperAt, lowerAt, weight };
      items[upper]?.down.push(segment);
      items[lower]?.up.push(segment);
    }
  });
}

function middle(span: Span | undefined): number {
  return span === undefined ? 0 : (span.from + span.to) / 2;
}
