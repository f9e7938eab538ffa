import type { CaseModel } from '../case/model.ts';
import type { Finding } from '../model/finding.ts';
import { withExploitation } from './exploitation.ts';
import { rules } from './registry.ts';
import type { Flagged, Rule } from './types.ts';

const kept = new WeakMap<CaseModel, readonly Finding[]>();

/** What the rules say of a case. Worked out once per model; equal cases give equal findings. */
export function findingsOf(model: CaseModel): readonly Finding[] {
  let findings = kept.get(model);
  if (findings === undefined) {
    const off = new Set(model.settings.rulesOff);
    findings = [...rules]
      .filter(({ id }) => !off.has(id))
      .flatMap((rule) =>
        [...rule.run(model)].map((flagged) => withExploitation(model.settings, finding(rule, flagged))),
      );
    kept.set(model, findings);
  }
  return findings;
}

function finding(rule: Rule, { key = '', remedy, aliases, ...flagged }: Flagged): Finding {
  const of = [rule.id, flagged.component ?? '', flagged.source ?? '', flagged.path ?? '', key];
  return {
    ...flagged,
    id: of.join('\0'),
    rule: rule.id,
    grade: rule.grade,
    remedy: remedy ?? rule.remedy,
    aliases: aliases ?? [],
  };
}
