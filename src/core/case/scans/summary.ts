import { displayName } from '../../base/names.ts';
import type { CaseDocument, CaseModel } from '../model.ts';
import { heldScans } from './hold.ts';
import type { ScanSummary } from './views.ts';

/** `undefined` for a document that is no report of a scanner. */
export function scanSummary(model: CaseModel, document: CaseDocument): ScanSummary | undefined {
  const held = heldScans(model).find((one) => one.document === document.source);
  const { scan } = document;
  if (held === undefined || scan === undefined) return undefined;
  const source = model.sources.find(({ id }) => id === document.source);
  return {
    document: document.source,
    name: displayName(source?.path ?? ''),
    tool: displayName([scan.tool, scan.toolVersion].filter(Boolean).join(' ')),
    ran: scan.ran === undefined ? undefined : displayName(scan.ran),
    target: scan.target === undefined ? undefined : displayName(scan.target),
    by: held.by,
    otherDigests: held.otherDigests.length > 0,
    nested: source?.parent !== undefined,
    reported: scan.vulnerabilities.length,
    ignored: scan.ignored,
    others: scan.others,
    otherRules: (scan.otherRules ?? []).map(displayName),
    counts: held.counts,
  };
}

export function scanSummaries(model: CaseModel): readonly ScanSummary[] {
  return model.documents
    .flatMap((document) => scanSummary(model, document) ?? [])
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
