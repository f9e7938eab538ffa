import type { CaseModel } from '../../case/model.ts';
import { findingsOf } from '../findings.ts';
import { SEVERITIES } from '../priority.ts';
import type { FlaggedComponent } from '../views.ts';

/** Those of the given components on which a fact stands that nothing suppresses; policy and hints do not count. */
export function flaggedAmong(model: CaseModel, components: readonly string[]): readonly FlaggedComponent[] {
  const asked = new Set(components);
  const found = new Map<string, FlaggedComponent>();
  for (const { component, grade, severity, suppressedBy } of findingsOf(model)) {
    if (component === undefined || grade !== 'fact' || suppressedBy !== undefined || !asked.has(component))
      continue;
    const known = found.get(component);
    const worst =
      known !== undefined && SEVERITIES.indexOf(known.worst) <= SEVERITIES.indexOf(severity)
        ? known.worst
        : severity;
    found.set(component, { component, worst, facts: (known?.facts ?? 0) + 1 });
  }
  return [...found.values()];
}
