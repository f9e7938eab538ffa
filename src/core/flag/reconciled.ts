import { displayName } from '../base/names.ts';
import type { CaseModel } from '../case/model.ts';
import { reconcile } from '../case/reconcile/reconcile.ts';
import type { ReconciledRow, ReconciledState, Reconciliation } from '../case/reconcile/types.ts';
import type { Evidence } from '../model/check.ts';
import type { Flagged } from './types.ts';

/** Components named in one finding; the rest are counted and stand in the Documents view. */
const NAMED = 50;

/** One finding for each document and artifact that has rows of one state. */
export function* fromReconciliations(
  model: CaseModel,
  state: ReconciledState,
  say: (
    count: number,
    document: string,
    artifact: string,
    one: Reconciliation,
  ) => Pick<Flagged, 'severity' | 'title' | 'detail'>,
  value: (row: ReconciledRow) => string,
): Generator<Flagged> {
  const names = new Map(model.sources.map(({ id, name }) => [id, displayName(name)]));
  for (const one of reconcile(model)) {
    const rows = one.rows.filter((row) => row.state === state);
    if (rows.length === 0) continue;
    const [document = '', artifact = ''] = [names.get(one.document), names.get(one.artifact)];
    yield {
      ...say(rows.length, document, artifact, one),
      contradicts: true,
      source: one.document,
      key: one.tree,
      evidence: rows
        .slice(0, NAMED)
        .map((row): Evidence => ({ label: nameOf(model, row), value: value(row) })),
    };
  }
}

function nameOf(model: CaseModel, row: ReconciledRow): string {
  const component = model.components[row.claimed[0] ?? row.found[0] ?? -1];
  return displayName(`${component?.name ?? ''} ${component?.version ?? ''}`.trim());
}
