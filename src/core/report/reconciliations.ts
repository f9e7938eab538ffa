import type { CaseModel } from '../case/model.ts';
import type { ReconciledRow, ReconciledState, Reconciliation } from '../case/reconcile/types.ts';
import type { SourceId } from '../model/source.ts';
import type { ReportReconciled, ReportReconciliation } from './schema.ts';

/** A document held against an artifact, as the report has it. */
export function reportReconciliation(
  model: CaseModel,
  one: Reconciliation,
  component: (index: number) => string,
  number: (id: SourceId) => string,
): ReportReconciliation {
  const of = (state: ReconciledState) =>
    one.rows.filter((row) => row.state === state).map((row) => reportRow(model, row, component));
  const files = (state: 'matched' | 'disagrees' | 'only-claimed') =>
    one.files.filter((file) => file.state === state);
  return {
    document: number(one.document),
    artifact: number(one.artifact),
    image: model.trees.find(({ id }) => id === one.tree)?.image?.plan.manifestDigest ?? null,
    join: one.by,
    otherDigests: one.otherDigests,
    notFullyInspected: !one.complete,
    documentPartlyRead: !one.documentComplete,
    matched: of('matched'),
    onlyClaimed: of('only-claimed'),
    onlyFound: of('only-found'),
    disagrees: of('disagrees'),
    covered: of('covered'),
    files:
      one.unnamedFiles === undefined
        ? null
        : {
            matched: files('matched').length,
            onlyClaimed: files('only-claimed').map(({ path }) => path),
            disagrees: files('disagrees').map(({ path, claimed, found }) => ({ path, claimed, found })),
            unnamed: one.unnamedFiles,
          },
  };
}

function reportRow(
  model: CaseModel,
  row: ReconciledRow,
  component: (index: number) => string,
): ReportReconciled {
  const [shown = row.found[0] ?? -1] = row.claimed;
  const { name = '', version, purl } = model.components[shown] ?? {};
  return {
    claimed: row.claimed.map(component),
    found: row.found.map(component),
    name,
    version: version ?? null,
    purl: purl ?? null,
    join: row.join ?? null,
    differences: row.differences,
    notes: row.notes,
  };
}
