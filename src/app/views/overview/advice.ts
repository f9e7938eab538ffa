import type { ImageSummary, SourceRow, Summary, TrustPage } from '../../../core/case/views.ts';
import { en } from '../../text/en.ts';
import type { Rich } from '../../text/rich.ts';
import { ladderSums } from './ladder-sums.ts';

/** Sentences of advice shown at most. */
const MOST = 3;

/** What to do next, the most urgent first. `sha256` is that of the one file the case holds, where it is no image. */
export function advice(
  summary: Summary,
  sources: readonly SourceRow[],
  image: ImageSummary | undefined,
  sha256: string | undefined,
  trust?: TrustPage,
): readonly Rich[] {
  const next = en.overview.next;
  const all: Rich[] = [];
  if (image?.ladderState === 'contradicted') all.push(next.tampered(Math.max(1, ladderSums(image).fail)));
  else if (summary.findings !== undefined) all.push(...en.findings.doFirst(summary.findings).slice(0, 1));
  for (const locked of summary.locked) all.push(next.locked(locked.name));
  const { unused } = summary.advisories;
  if (unused.length > 0) all.push(next.useData(unused.map(({ name }) => name)));
  const judges = (trust?.references ?? []).filter((one) => !one.accepted && one.refused === undefined);
  if (judges.length > 0) all.push(next.useJudges(judges.map(({ name }) => name)));
  if (trust?.rows.some((row) => row.verdict === 'verified' && row.expected === 'none-stated') === true)
    all.push(next.expect);
  const incomplete = incompleteFiles(summary, sources);
  for (const row of incomplete.slice(0, 1)) all.push(next.whole(row.name));
  if (unreadBesideLocked(summary).length > 0 || summary.diagnostics.error > summary.locked.length)
    all.push(next.read);
  if (image?.ladderState === 'claimed' && image.manifestDigest !== undefined) {
    all.push(next.compare(image.manifestDigest));
  } else if (image === undefined && sha256 !== undefined) {
    all.push(next.compareFile(sha256));
  }
  if (summary.removedComponents > 0) all.push(next.removed(summary.removedComponents));
  if (summary.components > 0 && summary.relations > 0) all.push(next.ask);
  return all.slice(0, MOST);
}

/** What was not read, but for archives that wait for a password: these have a note of their own. */
export function unreadBesideLocked({ notFullyInspected, locked }: Summary): Summary['notFullyInspected'] {
  const waiting = new Set(locked.map(({ source }) => source));
  return notFullyInspected.filter(({ source }) => !waiting.has(source));
}

/**
 * Dropped files of which bytes are missing or damaged. Not those that wait for a password, that hit a limit or that
 * nothing here can read: another copy of them would read the same.
 */
export function incompleteFiles(summary: Summary, sources: readonly SourceRow[]): readonly SourceRow[] {
  const byId = new Map(sources.map((row) => [row.id, row]));
  const locked = new Set(summary.locked.map((one) => one.source));
  const found = new Set<SourceRow>();
  for (const { source, incomplete } of summary.notFullyInspected) {
    const row = byId.get(source);
    if (
      !incomplete ||
      row === undefined ||
      locked.has(source) ||
      row.role !== 'subject' ||
      row.kind === 'unknown'
    )
      continue;
    let root: SourceRow = row;
    for (let up = byId.get(root.parent ?? ''); up !== undefined; up = byId.get(root.parent ?? '')) root = up;
    if (root.kind !== 'unknown') found.add(root);
  }
  return [...found];
}
