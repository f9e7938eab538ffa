import { orderingOf } from './order/registry.ts';
import { semver } from './order/semver.ts';
import type { Ordering } from './order/types.ts';
import type { Affected, Range, RangeEvent } from './types.ts';

/** What a record's ranges and lists say of one version. */
export type Evaluation =
  | {
      readonly status: 'affected';
      readonly by: 'versions' | 'range';
      /** First version after this one that is not affected, where the record names one. */
      readonly fixed: string | undefined;
    }
  | { readonly status: 'not-affected' }
  | { readonly status: 'unknown'; readonly why: Unknown };

/** Why it cannot be told whether a version is affected. Never the same as not affected. */
export type Unknown =
  /** The version has no place in the ecosystem's order. */
  | 'version'
  /** The record gives commits only, and those need the repository. */
  | 'git'
  /** No order is defined for the ecosystem, and the record gives ranges. */
  | 'order'
  /** The record names a version that has no place in the order, or a range that says not where it begins. */
  | 'record';

/**
 * Whether `version` is affected (OSV schema, "Evaluation"): it is listed, or lies in a range before its limits. Ranges
 * over commits cannot be evaluated without the repository; only the versions listed beside them can.
 */
export function evaluate(affected: Affected, version: string): Evaluation {
  const ordering = orderingOf(affected.ecosystem);
  const ranges = affected.ranges.filter(({ type }) => type !== 'GIT');
  if (isListed(affected.versions, version, ordering)) {
    return { status: 'affected', by: 'versions', fixed: firstFix(ranges, version, ordering) };
  }
  let unknown: Unknown | undefined;
  for (const range of ranges) {
    const order = range.type === 'SEMVER' ? semver : ordering;
    const found = order === undefined ? 'order' : inRange(range, version, order);
    if (found === true) {
      return { status: 'affected', by: 'range', fixed: firstFix([range], version, ordering) };
    }
    if (found !== false) unknown ??= found;
  }
  if (unknown !== undefined) return { status: 'unknown', why: unknown };
  if (ordering !== undefined && !ordering.valid(version)) return { status: 'unknown', why: 'version' };
  if (ranges.length === 0 && affected.versions.length === 0) {
    return { status: 'unknown', why: affected.ranges.length > 0 ? 'git' : 'record' };
  }
  return { status: 'not-affected' };
}

function isListed(versions: readonly string[], version: string, ordering: Ordering | undefined): boolean {
  if (versions.includes(version)) return true;
  if (ordering?.valid(version) !== true) return false;
  return versions.some((one) => ordering.valid(one) && ordering.compare(one, version) === 0);
}

function inRange({ events }: Range, version: string, order: Ordering): boolean | Unknown {
  // "Introduced: 0" alone covers whatever there is.
  if (events.every(({ kind, version: at }) => kind === 'introduced' && at === '0') && events.length > 0)
    return true;
  // A range has to say where it begins: what begins nowhere is no range that ends before the version.
  if (!events.some(({ kind }) => kind === 'introduced')) return 'record';
  if (!order.valid(version)) return 'version';
  if (events.some(({ version: at }) => at !== '0' && at !== '*' && !order.valid(at))) return 'record';
  const limits = events.filter(({ kind }) => kind === 'limit');
  const before = limits.some(({ version: at }) => at === '*' || order.compare(version, at) < 0);
  if (limits.length > 0 && !before) return false;
  let affected = false;
  for (const { kind, version: at } of inOrder(events, order)) {
    const place = at === '0' ? 1 : order.compare(version, at);
    if (kind === 'introduced' && place >= 0) affected = true;
    else if (kind === 'fixed' && place >= 0) affected = false;
    else if (kind === 'last_affected' && place > 0) affected = false;
  }
  return affected;
}

/**
 * What introduces at the version of a fix comes after it: of two readings, the one that says less is clean. Where the
 * last affected version is the first one too, it comes before it ends.
 */
function inOrder(events: readonly RangeEvent[], order: Ordering): RangeEvent[] {
  return events
    .filter(({ kind }) => kind !== 'limit')
    .sort((a, b) => {
      const [first, second] = [a.version === '0', b.version === '0'];
      if (first || second) return Number(second) - Number(first);
      return order.compare(a.version, b.version) || PLACES.indexOf(a.kind) - PLACES.indexOf(b.kind);
    });
}

/** Order of events at one version. */
const PLACES: readonly RangeEvent['kind'][] = ['fixed', 'introduced', 'last_affected'];

/** The lowest fix above `version`. */
function firstFix(
  ranges: readonly Range[],
  version: string,
  ordering: Ordering | undefined,
): string | undefined {
  let lowest: string | undefined;
  for (const { type, events } of ranges) {
    const order = type === 'SEMVER' ? semver : ordering;
    if (order === undefined) continue;
    for (const { kind, version: at } of events) {
      if (kind !== 'fixed' || (order.valid(version) && order.compare(at, version) <= 0)) continue;
      if (lowest === undefined || order.compare(at, lowest) < 0) lowest = at;
    }
  }
  return lowest;
}
