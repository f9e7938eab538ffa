import { displayName } from '../base/names.ts';
import type { LockedEntry } from './lock-origins.ts';
import type { Flagged } from './types.ts';

/** Entries named in a finding; the rest are counted. */
const NAMED = 20;

/** One finding for all entries of one lockfile that have something in common. */
export function lockFinding(
  entries: readonly LockedEntry[],
  parts: Pick<Flagged, 'severity' | 'detail'> & {
    readonly what: (count: string, file: string) => string;
    readonly value: (entry: LockedEntry) => string;
  },
): Flagged[] {
  const [first] = entries;
  if (first === undefined) return [];
  const { occurrence } = first;
  const file = `"${displayName(occurrence.path)}"`;
  const count = entries.length === 1 ? '1 package' : `${entries.length.toLocaleString('en')} packages`;
  return [
    {
      severity: parts.severity,
      ...(entries.length === 1 ? { component: first.component.key } : {}),
      source: occurrence.source,
      path: occurrence.path,
      key: occurrence.tree,
      title: parts.what(count, file),
      detail: parts.detail,
      evidence: entries.slice(0, NAMED).map((entry) => ({
        label: displayName(`${entry.component.name} ${entry.component.version ?? ''}`.trim()),
        value: displayName(parts.value(entry)),
        ...(entry.occurrence.pointer === undefined ? {} : { at: entry.occurrence.pointer }),
      })),
    },
  ];
}
