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

/** The part of a line between two neighboring rows. */
export interface Segment {
  readonly upper: number;
  readonly lower: number;
  readonly upperAt: number;
  readonly lowerAt: number;
  /** How much it wants to be straight: a line in passing more than one that starts or ends. */
  readonly weight: number;
}

/** What stands in a row: a box, or a bend, the place where a long line passes between boxes. */
interface Item {
  readonly row: number;
  readonly width: number;
  /** Segments to the row above and below. */
  up: Segment[];
  down: Segment[];
  /** Where the line goes on from a bend. */
  next: number;
  /** Bends with one goal may become one. */
  readonly goal: number;
}

/** Boxes and bends by row. Item numbers of boxes are the numbers of the boxes; bends follow. */
export interface Rows {
  readonly boxes: number;
  readonly items: readonly Item[];
  /** Items of each row, left to right. */
  readonly rows: number[][];
  /** Where each link goes from its box: its first bend, or the other box. */
  readonly first: number[];
}

/** Room a line takes where it passes a row. */
const LINE = 4;

/** Distributes boxes over rows and cuts long lines so that every segment joins neighboring rows. */
export function buildRows(boxes: readonly Box[], links: readonly Link[], ranks: readonly number[]): Rows {
  const items = boxes.map((box, i): Item => {
    return { row: ranks[i] ?? 0, width: box.width, up: [], down: [], next: -1, goal: -1 };
  });
  const goals = new Map<string, number>();
  const first = links.map(({ from, to, arrives, kind }) => {
    const place = `${to} ${arrives?.from ?? ''} ${kind ?? ''}`;
    const goal = goals.get(place) ?? goals.size;
    goals.set(place, goal);
    // From the end up: every bend knows the next.
    let next = to;
    for (let row = (ranks[to] ?? 0) - 1; row > (ranks[from] ?? 0); row--) {
      items.push({ row, width: LINE, up: [], down: [], next, goal });
      next = items.length - 1;
    }
    return next;
  });
  const rows = Array.from(
    { length: 1 + ranks.reduce((most, r) => Math.max(most, r), 0) },
    (): number[] => [],
  );
  items.forEach((item, i) => {
    rows[item.row]?.push(i);
  });
  const built = { boxes: boxes.length, items, rows, first };
  connect(built, links);
  return built;
}

/**
 * Lets lines of one kind to one place run as one from the row on where they pass between the same two boxes. Who
 * follows a line down still arrives where it leads. Tells whether there were any.
 */
export function bundle(rows: Rows, links: readonly Link[]): boolean {
  const { items, boxes, first } = rows;
  const leaderOf = items.map((_, i) => i);
  const alive = new Uint8Array(items.length).fill(1, 0, boxes);
  for (const item of first) alive[item] = 1;
  let merged = false;
  rows.rows.forEach((row, r) => {
    const kept: number[] = [];
    // The first bend to each goal since the last box.
    const leaders = new Map<number, number>();
    for (const item of row) {
      if (alive[item] === 0) continue;
      if (item < boxes) leaders.clear();
      const goal = items[item]?.goal ?? -1;
      const leader = item < boxes ? undefined : leaders.get(goal);
      if (leader === undefined) {
        kept.push(item);
        if (item < boxes) continue;
        leaders.set(goal, item);
        alive[items[item]?.next ?? 0] = 1;
      } else {
        leaderOf[item] = leader;
        merged = true;
      }
    }
    rows.rows[r] = kept;
  });
  if (!merged) return false;
  for (const item of items) item.next = leaderOf[item.next] ?? -1;
  first.forEach((item, l) => {
    first[l] = leaderOf[item] ?? item;
  });
  connect(rows, links);
  return true;
}

/** Items that a link goes through, from box to box. */
export function chainOf({ items, boxes, first }: Rows, link: Link, l: number): number[] {
  const chain = [link.from];
  let item = first[l] ?? link.to;
  for (; item >= boxes; item = items[item]?.next ?? link.to) chain.push(item);
  chain.push(item);
  return chain;
}

/** Draws the segments anew: one from each box for each link, one from each bend however many links it carries. */
function connect({ items, rows, boxes, first }: Rows, links: readonly Link[]): void {
  for (const item of items) {
    item.up = [];
    item.down = [];
  }
  const goalAt = new Map<number, number>();
  const join = (upper: number, lower: number, upperAt: number, lowerAt: number): void => {
    const passing = (upper < boxes ? 0 : 1) + (lower < boxes ? 0 : 1);
    const segment = { upper, lower, upperAt, lowerAt, weight: passing === 2 ? 8 : passing === 1 ? 2 : 1 };
    items[upper]?.down.push(segment);
    items[lower]?.up.push(segment);
  };
  links.forEach((link, l) => {
    const lower = first[l] ?? link.to;
    goalAt.set(items[lower]?.goal ?? -1, middle(link.arrives));
    join(link.from, lower, middle(link.leaves), lower < boxes ? middle(link.arrives) : 0);
  });
  for (const row of rows) {
    for (const bend of row) {
      if (bend < boxes) continue;
      const lower = items[bend]?.next ?? 0;
      join(bend, lower, 0, lower < boxes ? (goalAt.get(items[bend]?.goal ?? -1) ?? 0) : 0);
    }
  }
}

function middle(span: Span | undefined): number {
  return span === undefined ? 0 : (span.from + span.to) / 2;
}
