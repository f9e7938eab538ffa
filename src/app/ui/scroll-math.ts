/** Browsers cap the height of an element (17.9 M px in Firefox, 33 M in Chromium): longer tables scroll in scale. */
export const MAX_HEIGHT = 12_000_000;

export interface Scroll {
  readonly rowHeight: number;
  readonly total: number;
  /** Height of the part in which rows are seen. */
  readonly viewport: number;
}

export interface Visible {
  /** Height of the scrolled content. */
  readonly height: number;
  /** Rows `[first, last]` are drawn; the first one's top edge is at `top`. */
  readonly first: number;
  readonly last: number;
  readonly top: number;
}

function heights({ rowHeight, total, viewport }: Scroll): { real: number; height: number; scale: number } {
  const real = total * rowHeight;
  const height = Math.min(real, MAX_HEIGHT);
  const scale = real > height ? (real - viewport) / (height - viewport) : 1;
  return { real, height, scale };
}

/** Which rows are seen at a scroll position, with some beyond each edge. */
export function visibleRows(scroll: Scroll, scrollTop: number, beyond = 4): Visible {
  const { height, scale } = heights(scroll);
  const at = Math.max(0, Math.min(scrollTop, height - scroll.viewport));
  const offset = at * scale;
  const first = Math.max(0, Math.floor(offset / scroll.rowHeight) - beyond);
  const last = Math.min(scroll.total - 1, Math.ceil((offset + scroll.viewport) / scroll.rowHeight) + beyond);
  return { height, first, last, top: at + first * scroll.rowHeight - offset };
}

/** The scroll position nearest to the present one at which a row is whole in sight. */
export function scrollToRow(scroll: Scroll, scrollTop: number, row: number): number {
  const { height, scale } = heights(scroll);
  const top = row * scroll.rowHeight;
  const offset = scrollTop * scale;
  if (top >= offset && top + scroll.rowHeight <= offset + scroll.viewport) return scrollTop;
  const next = top < offset ? top : top + scroll.rowHeight - scroll.viewport;
  return Math.max(0, Math.min(next / scale, height - scroll.viewport));
}
