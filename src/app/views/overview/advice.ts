import type { ImageSummary, SourceRow, Summary } from '../../../core/case/views.ts';
import { en } from '../../text/en.ts';
import type { Rich } from '../../text/rich.ts';
import { ladderSums } from './ladder-sums.ts';

/** What to do next, the most urgent first; at most three sentences. */
export function advice(
  summary: Summary,
  image: ImageSummary | undefined,
  sha256: string | undefined,
  row: SourceRow | undefined,
): readonly Rich[] {
  const next = en.overview.next;
  const all: Rich[] = [];
  if (image?.ladderState === 'contradicted') all.push(next.tampered(Math.max(1, ladderSums(image).fail)));
  for (const locked of summary.locked) all.push(next.locked(locked.name));
  const cut = summary.notFullyInspected.length > summary.locked.length;
  if (cut && summary.diagnostics.error > 0 && row !== undefined) all.push(next.whole(row.name));
  if (cut || summary.diagnostics.error > 0) all.push(next.read);
  if (image?.ladderState === 'claimed' && image.manifestDigest !== undefined) {
    all.push(next.compare(image.manifestDigest));
  } else if (image === undefined && sha256 !== undefined) {
    all.push(next.compareFile(sha256));
  }
  if (summary.removedComponents > 0) all.push(next.removed(summary.removedComponents));
  if (summary.components > 0 && summary.relations > 0) all.push(next.ask);
  return all.slice(0, 3);
}
