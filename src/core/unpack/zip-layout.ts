import type { End } from './zip-end.ts';
import { type FaultLog, quoted } from './zip-faults.ts';
import type { Extent } from './zip-local.ts';

/** A stretch of the file that no member and no directory covers. */
export interface Region {
  readonly start: number;
  readonly end: number;
  readonly place: 'before' | 'between' | 'comment' | 'behind' | 'whole';
}

/**
 * Members that share bytes with another member, the central directory or the end record, by index. Each such archive reads
 * differently in different tools, and a few kilobytes can be listed as gigabytes: none of them is inspected.
 */
export function findOverlaps(
  extents: readonly (Extent | undefined)[],
  paths: readonly string[],
  end: End,
  log: FaultLog,
): ReadonlySet<number> {
  const overlapping = new Set<number>();
  let widest: number | undefined;
  for (const i of byStart(extents)) {
    const extent = extents[i];
    if (extent === undefined) continue;
    const before = widest === undefined ? undefined : extents[widest];
    if (before !== undefined && widest !== undefined && extent.start < before.end) {
      overlapping.add(widest);
      overlapping.add(i);
    }
    if (extent.start < end.comment.start && extent.end > end.directory.start) overlapping.add(i);
    if (before === undefined || extent.end > before.end) widest = i;
  }
  for (const i of overlapping) {
    const entry = paths[i] ?? '';
    log.add(
      'zip.overlap',
      'error',
      `${quoted(entry)} shares bytes with another member or with the central directory or end record; it is listed and not inspected.`,
      { entry, offset: extents[i]?.start },
    );
  }
  return overlapping;
}

/**
 * The stretches of `[0, size)` between members, directory and end record, in order. `headersEnd` is just behind the
 * last central header,
 * `first` where the first member should stand.
 */
export function findRegions(
  extents: readonly (Extent | undefined)[],
  end: End,
  headersEnd: number,
  first: number,
  size: number,
): Region[] {
  const covered: [number, number][] = [
    [end.directory.start, headersEnd],
    [end.directory.end, end.comment.end],
  ];
  for (const extent of extents) if (extent !== undefined) covered.push([extent.start, extent.end]);
  covered.sort((a, b) => a[0] - b[0]);
  const regions: Region[] = [];
  let at = 0;
  for (const [start, stop] of [...covered, [size, size] as const]) {
    if (start > at) {
      const place = at >= end.comment.end ? 'behind' : at < first ? 'before' : 'between';
      regions.push({ start: at, end: start, place });
    }
    at = Math.max(at, stop);
  }
  if (end.comment.end > end.comment.start) {
    regions.push({ start: end.comment.start, end: end.comment.end, place: 'comment' });
  }
  return regions;
}

function byStart(extents: readonly (Extent | undefined)[]): number[] {
  const order: number[] = [];
  for (const [i, extent] of extents.entries()) if (extent !== undefined) order.push(i);
  return order.sort((a, b) => (extents[a]?.start ?? 0) - (extents[b]?.start ?? 0));
}
