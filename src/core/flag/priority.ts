import type { CaseModel } from '../case/model.ts';
import type { Finding, FindingSeverity, Grade } from '../model/finding.ts';
import { type Standing, standingsOf } from './standing.ts';

export const SEVERITIES: readonly FindingSeverity[] = ['critical', 'high', 'medium', 'low', 'none'];
export const GRADES: readonly Grade[] = ['fact', 'policy', 'hint'];
const STATES: readonly Standing['state'][] = ['present', 'stated', 'removed'];

/**
 * The findings in the order in which to act: what nothing suppresses before what something does, facts before policy
 * before hints, what is known to be exploited first, then the severe, what is in the final tree before what a layer
 * removed, the likely, what can be fixed, what stands near the root. Equal cases give equal orders.
 */
export function byUrgency(model: CaseModel, findings: readonly Finding[]): readonly Finding[] {
  const standings = standingsOf(model);
  const keyed = findings.map((finding) => {
    const standing = finding.component === undefined ? undefined : standings.of(finding.component);
    return { finding, key: urgency(finding, standing) };
  });
  keyed.sort((a, b) => compareKeys(a.key, b.key) || compareText(a.finding.id, b.finding.id));
  return keyed.map(({ finding }) => finding);
}

function urgency(finding: Finding, standing: Standing | undefined): readonly number[] {
  return [
    finding.suppressedBy === undefined ? 0 : 1,
    GRADES.indexOf(finding.grade),
    finding.exploited === undefined ? 1 : 0,
    // What nobody rated may be as bad as anything: it does not go behind what somebody called low.
    SEVERITIES.indexOf(finding.unrated === true ? 'medium' : finding.severity),
    STATES.indexOf(standing?.state ?? 'present'),
    -(finding.epss ?? 0),
    -(finding.score ?? 0),
    finding.fixed === undefined ? 1 : 0,
    standing?.depth ?? Number.MAX_SAFE_INTEGER,
  ];
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What is to be known of a finding, and what raised or lowered its place, in words. */
export function urgencyNotes(finding: Finding, standing: Standing | undefined): readonly string[] {
  return [
    ...(finding.notes ?? []),
    ...(finding.exploited === undefined ? [] : [`known to be exploited since ${finding.exploited}`]),
    ...(finding.score === undefined ? [] : [`CVSS ${finding.score.toFixed(1)}`]),
    ...(finding.epss === undefined ? [] : [`EPSS ${(100 * finding.epss).toFixed(1)} %`]),
    ...(finding.fixed === undefined ? [] : [`fixed in ${finding.fixed}`]),
    ...(standing?.state === 'removed' ? ['only in a removed layer'] : []),
    ...(standing?.state === 'stated' ? ['only stated, not found'] : []),
    ...(standing?.depth === 1 ? ['asked for directly'] : []),
    ...(standing?.depth !== undefined && standing.depth > 1 ? [`${standing.depth} steps from the root`] : []),
  ];
}
