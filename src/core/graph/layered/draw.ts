import { placeColumns } from './columns.ts';
import { orderByWalk, reorder } from './order.ts';
import { assignRanks, splitWide } from './ranks.ts';
import { type Point, routeLinks } from './routes.ts';
import { type Box, buildRows, bundle, type Link, type Rows } from './rows.ts';

/** Boxes and links placed, the top left corner at (0, 0). */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Top left corner of each box. */
  readonly boxes: readonly { readonly x: number; readonly y: number }[];
  /** Bends of each link from its upper end to its lower. */
  readonly lines: readonly (readonly Point[])[];
}

/**
 * Draws boxes in rows, every link from a higher row to a lower one (Sugiyama's method: rows, order, columns, routes).
 * Links must form no cycle. Lines pass rows between the boxes, so that none runs through a box.
 */
export function draw(boxes: readonly Box[], links: readonly Link[]): Drawing {
  const rows = orderedRows(boxes, links);
  const middles = placeColumns(rows, links);
  const bands = stackRows(rows, boxes, middles);
  const lines = routeLinks(rows, boxes, links, middles, bands);
  const placed = boxes.map((box, i) => {
    const band = bands[rows.items[i]?.row ?? 0] ?? { top: 0, bottom: 0 };
    return { x: (middles[i] ?? 0) - box.width / 2, y: (band.top + band.bottom - box.height) / 2 };
  });
  const width = rows.rows.reduce((most, row) => {
    const last = row.at(-1) ?? 0;
    return Math.max(most, (middles[last] ?? 0) + (rows.items[last]?.width ?? 0) / 2);
  }, 0);
  return { width, height: bands.at(-1)?.bottom ?? 0, boxes: placed, lines };
}

/** Rows in order, lines bundled. */
function orderedRows(boxes: readonly Box[], links: readonly Link[]): Rows {
  const ranks = assignRanks(boxes, links);
  let rows = buildRows(boxes, links, ranks);
  orderByWalk(rows);
  const split = splitWide(rows, boxes, ranks);
  if (split !== undefined) {
    rows = buildRows(boxes, links, split);
    orderByWalk(rows);
  }
  // Rough order first: lines that are bundled before they are sorted out meet more of their kind.
  reorder(rows, 2);
  for (let round = 0; round < 3 && bundle(rows, links); round++) reorder(rows, 2);
  reorder(rows, 12);
  bundle(rows, links);
  return rows;
}

/** The strip of the picture that a row takes. */
export interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** Rows from the top down, further apart where lines run far sideways. */
function stackRows(rows: Rows, boxes: readonly Box[], middles: Float64Array): Band[] {
  const GAP = 32;
  const WIDEST = 88;
  const bands: Band[] = [];
  let top = 0;
  for (const row of rows.rows) {
    const height = row.reduce((most, item) => Math.max(most, boxes[item]?.height ?? 0), 0);
    const bottom = top + height;
    bands.push({ top, bottom });
    let sideways = 0;
    for (const item of row) {
      for (const segment of rows.items[item]?.down ?? []) {
        const dx =
          (middles[segment.upper] ?? 0) + segment.upperAt - (middles[segment.lower] ?? 0) - segment.lowerAt;
        sideways = Math.max(sideways, Math.abs(dx));
      }
    }
    top = bottom + Math.round(Math.min(WIDEST, GAP + sideways * 0.07));
  }
  return bands;
}
