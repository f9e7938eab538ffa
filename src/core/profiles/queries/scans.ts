import { displayName } from '../../base/names.ts';
import type { CaseModel } from '../../case/model.ts';
import { heldScans } from '../../case/scans/hold.ts';
import type { HeldScan, ScanRow, ScanState } from '../../case/scans/types.ts';
import { WHY_NOT_THERE, whyNotHere } from '../../case/scans/words.ts';
import type { ScanPage, ScanPageRow, ScanQuery } from '../views.ts';
import { type Faceted, type FacetTitle, facetedPage } from './faceted.ts';

const STATES: Readonly<Record<ScanState, string>> = {
  'only-scanner': 'only in the report',
  'only-loupe': 'only found here',
  both: 'in both',
};

const REASONS: Readonly<Record<string, string>> = {
  'not-found': 'no such package here',
  'other-version': 'another version is here',
  ambiguous: 'named without package URL',
  outside: 'version outside the range',
  undecided: 'cannot be told',
  'not-listed': 'no such record in the data',
  'no-data': 'no data for it',
  suppressed: 'suppressed by VEX',
  removed: 'in a removed layer only',
  stated: 'stated, not installed',
};

const JOINS: Readonly<Record<string, string>> = {
  reference: 'by reference in the document',
  purl: 'by package URL',
  name: 'by name and version',
};

const TITLES: readonly FacetTitle[] = [
  {
    id: 'state',
    title: 'Standing',
    label: (value) => STATES[value as ScanState] ?? value,
    order: ['only-scanner', 'only-loupe', 'both'],
  },
  { id: 'reason', title: 'Why', label: (value) => REASONS[value] ?? value },
  { id: 'severity', title: 'Severity, as reported', label: (value) => value },
  { id: 'join', title: 'Joined', label: (value) => JOINS[value] ?? value },
];

const ORDER: Readonly<Record<ScanState, number>> = { 'only-scanner': 0, 'only-loupe': 1, both: 2 };

const kept = new WeakMap<HeldScan, readonly Faceted<ScanPageRow>[]>();

/** What one report and Loupe say, row by row: what only one of them says first. */
export function scanPage(model: CaseModel, version: number, query: ScanQuery): ScanPage {
  const held = heldScans(model).find(({ document }) => document === query.document);
  return facetedPage(held === undefined ? [] : rowsOf(model, held), TITLES, query, version);
}

function rowsOf(model: CaseModel, held: HeldScan): readonly Faceted<ScanPageRow>[] {
  let rows = kept.get(held);
  if (rows === undefined) {
    rows = held.rows
      .map((row, id) => faceted(model, row, id))
      .sort(
        ({ row: a }, { row: b }) =>
          ORDER[a.state] - ORDER[b.state] ||
          compare(a.name, b.name) ||
          compare(a.vulnerability, b.vulnerability),
      );
    kept.set(held, rows);
  }
  return rows;
}

function faceted(model: CaseModel, one: ScanRow, id: number): Faceted<ScanPageRow> {
  const component = model.components[one.component ?? -1];
  const { purl = '', ref = '', name = '', version = '' } = one.package;
  const [first = '', ...others] = one.ids;
  const why =
    one.here !== undefined
      ? whyNotHere(one.here, model.components)
      : one.there !== undefined
        ? WHY_NOT_THERE[one.there]
        : one.join === undefined
          ? ''
          : `Joined ${JOINS[one.join] ?? one.join}.`;
  const row: ScanPageRow = {
    id,
    state: one.state,
    component: component?.key,
    vulnerability: displayName(first),
    aliases: others.map(displayName),
    name: displayName(component?.name ?? (name || purl || ref)),
    version: displayName(component?.version ?? version),
    severity: displayName(one.severity ?? ''),
    fixed: displayName(one.fixedFound ?? one.fixedSaid ?? ''),
    why,
  };
  return {
    row,
    haystack: [...one.ids, row.name, row.version, purl, one.path ?? '', why].join('\n').toLowerCase(),
    facets: {
      state: [one.state],
      reason: [one.here?.kind ?? one.there ?? []].flat(),
      severity: one.severity === undefined ? [] : [one.severity],
      join: one.join === undefined ? [] : [one.join],
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
