import { groupBy } from '../base/group.ts';
import { displayName } from '../base/names.ts';
import type { CaseModel } from '../case/model.ts';
import type { Finding } from '../model/finding.ts';
import { highestVersion } from './highest-version.ts';
import type { RemedyRow } from './views.ts';

/**
 * One remedy per root cause: raising a component to the highest of the versions that its findings name clears all of
 * them; other findings of one rule with one remedy are one act. Takes findings in order of urgency and keeps it: the
 * remedy whose first finding is most urgent comes first. Suppressed findings need none.
 */
export function remediesOf(model: CaseModel, findings: readonly Finding[]): readonly RemedyRow[] {
  const names = new Map(model.components.map((component) => [component.key, component]));
  const open = findings.filter(({ suppressedBy }) => suppressedBy === undefined);
  const groups = groupBy(open, (finding) =>
    finding.component !== undefined && finding.fixed !== undefined
      ? `raise\0${finding.component}`
      : `act\0${finding.rule}\0${finding.remedy}`,
  );
  return [...groups.values()].flatMap((group): RemedyRow[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { component: key = '', fixed, grade, severity: worst, rule, remedy } = first;
    const component = names.get(key);
    const common = { clears: group.length, worst, grade };
    if (component === undefined || fixed === undefined)
      return [{ ...common, remedy, filter: { rule: [rule], ...sharedComponent(group) } }];
    const versions = group.flatMap((finding) => finding.fixed ?? []);
    const to = highestVersion(component.purl, versions) ?? fixed;
    const from = component.version === undefined ? '' : ` from ${component.version}`;
    return [
      {
        ...common,
        remedy: displayName(`Raise ${component.name}${from} to ≥ ${to}.`),
        filter: { component: [key], fix: ['fixed'] },
      },
    ];
  });
}

/** Narrows the link to one component where the whole group speaks of one. */
function sharedComponent(group: readonly Finding[]): { readonly component?: readonly string[] } {
  const keys = new Set(group.map(({ component }) => component));
  const [key] = keys;
  return keys.size === 1 && key !== undefined ? { component: [key] } : {};
}
