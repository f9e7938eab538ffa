import type { CaseModel } from '../case/model.ts';
import { heldScans } from '../case/scans/hold.ts';
import type { HeldScan, ScanRow, ScanState } from '../case/scans/types.ts';
import { WHY_NOT_THERE, whyNotHere } from '../case/scans/words.ts';
import type { SourceId } from '../model/source.ts';

/** A report of another scanner, held against Loupe's own findings. It changes none of them. */
export interface ReportScan {
  readonly source: string;
  readonly tool: string;
  readonly toolVersion: string | null;
  /** RFC 3339, as stated. */
  readonly ran: string | null;
  readonly target: string | null;
  /** How it is known which artifact it is about; `null`: it is held against the whole case. */
  readonly join: HeldScan['by'] | null;
  readonly otherDigests: readonly string[];
  readonly reported: number;
  /** Found by the scanner and left out of its report; results that are no vulnerabilities of packages. */
  readonly ignored: number;
  readonly others: number;
  /** Rules of some of those, where the report has rules: they name no vulnerability of a database. */
  readonly otherRules?: readonly string[];
  readonly counts: Readonly<Record<ScanState, number>>;
  readonly rows: readonly ReportScanRow[];
}

export interface ReportScanRow {
  readonly state: ScanState;
  readonly ids: readonly string[];
  readonly component: string | null;
  readonly join: ScanRow['join'] | null;
  /** As the report has it; of what only Loupe says, as Loupe has it. */
  readonly package: ScanRow['package'];
  readonly severity: string | null;
  readonly fixed: { readonly scanner: string | null; readonly loupe: string | null };
  readonly pointers: readonly string[];
  /** Why only one side says so: an id, and a sentence. */
  readonly reason: { readonly id: string; readonly sentence: string } | null;
}

/** Every scanner's report of the case; `number` gives a source its number, `component` a component its id. */
export function reportScans(
  model: CaseModel,
  number: (id: SourceId) => string,
  component: (index: number) => string,
): ReportScan[] {
  return heldScans(model).flatMap((held) => {
    const scan = model.documents.find(({ source }) => source === held.document)?.scan;
    if (scan === undefined) return [];
    return [
      {
        source: number(held.document),
        tool: scan.tool,
        toolVersion: scan.toolVersion ?? null,
        ran: scan.ran ?? null,
        target: scan.target ?? null,
        join: held.by ?? null,
        otherDigests: held.otherDigests,
        reported: scan.vulnerabilities.length,
        ignored: scan.ignored,
        others: scan.others,
        ...(scan.otherRules === undefined ? {} : { otherRules: scan.otherRules }),
        counts: held.counts,
        rows: held.rows
          .map((row) => reportRow(model, row, component))
          .map((row) => ({ row, key: JSON.stringify(row) }))
          .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
          .map(({ row }) => row),
      },
    ];
  });
}

function reportRow(model: CaseModel, row: ScanRow, component: (index: number) => string): ReportScanRow {
  const { state, ids, join, package: named, severity, fixedSaid, fixedFound, pointers, here, there } = row;
  return {
    state,
    ids,
    component: row.component === undefined ? null : component(row.component),
    join: join ?? null,
    package: named,
    severity: severity ?? null,
    fixed: { scanner: fixedSaid ?? null, loupe: fixedFound ?? null },
    pointers,
    reason:
      here !== undefined
        ? { id: here.kind, sentence: whyNotHere(here, model.components) }
        : there !== undefined
          ? { id: there, sentence: WHY_NOT_THERE[there] }
          : null,
  };
}
