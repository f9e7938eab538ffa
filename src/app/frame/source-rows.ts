import type { SourceRow } from '../../core/case/views.ts';
import type { SourceId } from '../../core/model/source.ts';

/** Rows this deep are closed until they are opened: an image shows its layers, not what lies in them. */
const CLOSED_FROM = 1;

/** The rows that are not inside a closed one. `toggled` holds rows that are not as they start. */
export function shownRows(rows: readonly SourceRow[], toggled: ReadonlySet<SourceId>): readonly SourceRow[] {
  const shown: SourceRow[] = [];
  let closedAt = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.depth > closedAt) continue;
    closedAt = Number.POSITIVE_INFINITY;
    shown.push(row);
    const open = row.depth < CLOSED_FROM !== toggled.has(row.id);
    if (row.hasChildren && !open) closedAt = row.depth;
  }
  return shown;
}
