import { displayName } from '../../base/names.ts';
import type { CaseModel } from '../../case/model.ts';
import { ecosystemOf, ecosystemTitle } from '../../case/queries/ecosystem.ts';
import { reconcile } from '../../case/reconcile/reconcile.ts';
import type { ReconciledRow, Reconciliation } from '../../case/reconcile/types.ts';
import type { ReconciledPage, ReconciledPageRow, ReconciledQuery } from '../views.ts';
import { type Faceted, type FacetTitle, facetedPage } from './faceted.ts';
import { FIELDS, JOINS, RECONCILED } from './words.ts';

const TITLES: readonly FacetTitle[] = [
  {
    id: 'state',
    title: 'Standing',
    label: (value) => RECONCILED[value as keyof typeof RECONCILED] ?? value,
    order: ['disagrees', 'only-claimed', 'only-found', 'matched', 'covered'],
  },
  { id: 'differs', title: 'Differs in', label: (value) => FIELDS[value] ?? value },
  { id: 'join', title: 'Joined', label: (value) => JOINS[value] ?? value, order: ['digest', 'purl', 'name'] },
  { id: 'ecosystem', title: 'Type', label: ecosystemTitle },
];

const ORDER = { disagrees: 0, 'only-claimed': 1, 'only-found': 2, matched: 3, covered: 4 } as const;

const kept = new WeakMap<Reconciliation, readonly Faceted<ReconciledPageRow>[]>();

/** Rows of one reconciliation: what does not agree first. */
export function reconciledPage(model: CaseModel, version: number, query: ReconciledQuery): ReconciledPage {
  const one = reconcile(model).find(
    ({ document, tree }) => document === query.document && tree === query.tree,
  );
  return facetedPage(one === undefined ? [] : rowsOf(model, one), TITLES, query, version);
}

function rowsOf(model: CaseModel, one: Reconciliation): readonly Faceted<ReconciledPageRow>[] {
  let rows = kept.get(one);
  if (rows === undefined) {
    rows = one.rows
      .map((row, id) => faceted(model, row, id))
      .sort((a, b) => ORDER[a.row.state] - ORDER[b.row.state] || a.row.id - b.row.id);
    kept.set(one, rows);
  }
  return rows;
}

function faceted(model: CaseModel, one: ReconciledRow, id: number): Faceted<ReconciledPageRow> {
  const claimed = model.components[one.claimed[0] ?? -1];
  const found = model.components[one.found[0] ?? -1];
  const component = claimed ?? found;
  const place = model.occurrences[one.foundAt[0] ?? one.claimedAt[0] ?? -1];
  const ecosystem = component === undefined ? '' : ecosystemOf(component);
  const where = displayName(
    [place?.path, place?.state === 'stated' ? place.pointer : undefined].filter(Boolean).join(' '),
  );
  const row: ReconciledPageRow = {
    id,
    state: one.state,
    component: (found ?? claimed)?.key ?? '',
    name: displayName(component?.name ?? ''),
    claimedVersion: displayName(claimed?.version ?? ''),
    foundVersion: displayName(found?.version ?? ''),
    ecosystem,
    join: one.join,
    differences: one.differences.map(({ field, claimed: said, found: seen }) => ({
      field,
      claimed: displayName(said),
      found: displayName(seen),
    })),
    notes: one.notes,
    where,
  };
  return {
    row,
    haystack:
      `${row.name}\n${row.claimedVersion}\n${row.foundVersion}\n${component?.purl ?? ''}\n${where}`.toLowerCase(),
    facets: {
      state: [one.state],
      differs: one.differences.map(({ field }) => field),
      join: one.join === undefined ? [] : [one.join],
      ecosystem: [ecosystem],
    },
  };
}
