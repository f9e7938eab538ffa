import type { Finding } from '../model/finding.ts';
import type { SourceId } from '../model/source.ts';
import type { ReportFinding } from './schema.ts';

/** A finding as the report has it, but for its id, which follows from its place among the others. */
export function reportFinding(
  found: Finding,
  component: (key: string) => string | undefined,
  number: (id: SourceId) => string,
): Omit<ReportFinding, 'id'> {
  const { rule, grade, severity, title, detail, remedy, evidence, aliases } = found;
  return {
    rule,
    grade,
    severity,
    component: found.component === undefined ? null : (component(found.component) ?? null),
    source: found.source === undefined ? null : number(found.source),
    path: found.path ?? null,
    title,
    detail,
    remedy,
    evidence,
    aliases,
    notes: found.notes ?? [],
    fixed: found.fixed ?? null,
    suppressedBy: found.suppressedBy ?? null,
  };
}
