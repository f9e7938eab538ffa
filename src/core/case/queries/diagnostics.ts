import { displayName } from '../../base/names.ts';
import type { Severity } from '../../base/result.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { CaseModel } from '../model.ts';
import type { DiagnosticRow, Page } from '../views.ts';

const ORDER = { error: 0, warning: 1, info: 2 } as const;

/** Everything that could not be read or is not what it seems, worst first. */
export function diagnosticPage(
  model: CaseModel,
  version: number,
  query: {
    readonly text?: string;
    readonly severity?: Severity;
    readonly offset: number;
    readonly limit: number;
  },
): Page<DiagnosticRow> {
  const names = new Map(model.sources.map(({ id, path }) => [id, displayName(path)]));
  const words = (query.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const rows = model.diagnostics
    .filter(({ severity }) => query.severity === undefined || severity === query.severity)
    .map((found) => diagnosticRow(found, names.get(found.source) ?? ''))
    .filter((row) => {
      const text = `${row.sourceName} ${row.entry ?? ''} ${row.code} ${row.message}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
  return {
    version,
    total: rows.length,
    all: model.diagnostics.length,
    offset: query.offset,
    rows: rows.slice(query.offset, query.offset + query.limit),
  };
}

export function diagnosticRow(found: Diagnostic, sourceName: string): DiagnosticRow {
  return {
    source: found.source,
    sourceName,
    entry: found.entry === undefined ? undefined : displayName(found.entry),
    offset: found.offset,
    code: found.code,
    severity: found.severity,
    message: displayName(found.message),
  };
}
