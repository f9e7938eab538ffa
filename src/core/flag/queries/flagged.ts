import { displayName } from '../../base/names.ts';
import type { CaseModel } from '../../case/model.ts';
import type { ComponentFlag } from '../../case/views.ts';
import { findingsOf } from '../findings.ts';
import { SEVERITIES } from '../priority.ts';
import type { FlaggedComponent } from '../views.ts';

const kept = new WeakMap<CaseModel, ReadonlyMap<string, ComponentFlag>>();

/** By component, the facts that stand on it and that nothing suppresses. Worked out once per model. */
export function flagsOf(model: CaseModel): ReadonlyMap<string, ComponentFlag> {
  let flags = kept.get(model);
  if (flags === undefined) {
    flags = countFlags(model);
    kept.set(model, flags);
  }
  return flags;
}

function countFlags(model: CaseModel): ReadonlyMap<string, ComponentFlag> {
  const flags = new Map<string, ComponentFlag>();
  for (const { component, grade, severity, unrated, suppressedBy } of findingsOf(model)) {
    if (component === undefined || grade !== 'fact' || suppressedBy !== undefined) continue;
    const rank = SEVERITIES.indexOf(unrated === true ? 'medium' : severity);
    const known = flags.get(component) ?? { worst: severity, facts: 0, rank };
    const worst = SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(known.worst) ? severity : known.worst;
    flags.set(component, { worst, facts: known.facts + 1, rank: Math.min(known.rank, rank) });
  }
  return flags;
}

/**
 * Components on which a fact stands that nothing suppresses, the worst first; policy and hints do not count. Of the
 * given ones, or of all.
 */
export function flaggedAmong(model: CaseModel, components?: readonly string[]): readonly FlaggedComponent[] {
  const asked = components === undefined ? undefined : new Set(components);
  const flags = flagsOf(model);
  return model.components
    .flatMap(({ key, name, version }) => {
      const flag = asked?.has(key) === false ? undefined : flags.get(key);
      return flag === undefined ? [] : [{ key, name: [name, version].filter(Boolean).join(' '), ...flag }];
    })
    .sort((a, b) => a.rank - b.rank || b.facts - a.facts || (a.name < b.name ? -1 : 1))
    .map(({ key, name, worst, facts }) => ({ component: key, name: displayName(name), worst, facts }));
}
