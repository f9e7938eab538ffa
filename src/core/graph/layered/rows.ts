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
  readonly up: Segment[];
  readonly down: Segment[];
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
  readonly chains: readonly (readonly number[])[];
}

/** Room a line takes where it passes a row. */
const LINE = 4;

/** Distributes boxes over rows and cuts long lines so that every segment joins neighboring rows. */
export function buildRows(
  boxes: readonly Box[],
  links: readonly Link[],
  ranks = assignRanks(boxes, links),
): Rows {
  const items: Item[] = boxes.map((box, i) => ({
    row: ranks[i] ?? 0,
    box: i,
    width: box.width,
    up: [],
    down: [],
  }));
  const rows: number[][] = Array.from(
    { length: 1 + ranks.reduce((most, rank) => Math.max(most, rank), 0) },
    () => [],
  );
  items.forEach((item, i) => {
    rows[item.row]?.push(i);
  });
  const chains = links.map((link) => {
    const chain = [link.from];
    const last = ranks[link.to] ?? 0;
    for (let row = (ranks[link.from] ?? 0) + 1; row < last; row++) {
      rows[row]?.push(items.length);
      chain.push(items.length);
      items.push({ row, box: undefined, width: LINE, up: [], down: [] });
    }
    chain.push(link.to);
    for (let i = 1; i < chain.length; i++) {
      const upper = chain[i - 1] ?? 0;
      const lower = chain[i] ?? 0;
      const passing = (items[upper]?.box === undefined ? 1 : 0) + (items[lower]?.box === undefined ? 1 : 0);
      const segment: Segment = {
        upper,
        lower,
        upperAt: i === 1 ? middle(link.leaves) : 0,
        lowerAt: i === chain.length - 1 ? middle(link.arrives) : 0,
        weight: passing === 2 ? 8 : passing === 1 ? 2 : 1,
      };
      items[upper]?.down.push(segment);
      items[lower]?.up.push(segment);
    }
    return chain;
  });
  return { items, rows, chains };
}

function middle(span: Span | undefined): number {
  return span === undefined ? 0 : (span.from + span.to) / 2;
}
