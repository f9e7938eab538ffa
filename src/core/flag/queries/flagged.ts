import { displayName } from '../../base/names.ts';
import type { CaseModel } from '../../case/model.ts';
import { findingsOf } from '../findings.ts';
import { SEVERITIES } from '../priority.ts';
import type { FlaggedComponent } from '../views.ts';

/**
 * Components on which a fact stands that nothing suppresses, the worst first; policy and hints do not count. Of the
 * given ones, or of all.
 */
export function flaggedAmong(model: CaseModel, components?: readonly string[]): readonly FlaggedComponent[] {
  const asked = components === undefined ? undefined : new Set(components);
  const found = new Map<string, { worst: number; facts: number }>();
  for (const { component, grade, severity, suppressedBy } of findingsOf(model)) {
    if (component === undefined || grade !== 'fact' || suppressedBy !== undefined) continue;
    if (asked?.has(component) === false) continue;
    const rank = SEVERITIES.indexOf(severity);
    const known = found.get(component) ?? { worst: rank, facts: 0 };
    found.set(component, { worst: Math.min(known.worst, rank), facts: known.facts + 1 });
  }
  return model.components
    .flatMap(({ key, name, version }) => {
      const one = found.get(key);
      return one === undefined ? [] : [{ key, name: [name, version].filter(Boolean).join(' '), ...one }];
    })
    .sort((a, b) => a.worst - b.worst || b.facts - a.facts || (a.name < b.name ? -1 : 1))
    .map(({ key, name, worst, facts }) => ({
      component: key,
      name: displayName(name),
      worst: SEVERITIES[worst] ?? 'none',
      facts,
    }));
}
