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
    findings = [...byRule(model)].flat();
    kept.set(model, findings);
  }
  return findings;
}

/** Works them out with a pause after each rule, so that what else is asked meanwhile is answered in between. */
export async function prepareFindings(model: CaseModel, pause: () => Promise<void>): Promise<void> {
  if (kept.has(model)) return;
  const findings: Finding[] = [];
  for (const said of byRule(model)) {
    findings.push(...said);
    await pause();
  }
  kept.set(model, findings);
}

function* byRule(model: CaseModel): Generator<readonly Finding[]> {
  const off = new Set(model.settings.rulesOff);
  for (const rule of rules) {
    if (off.has(rule.id)) continue;
    yield [...rule.run(model)].map((flagged) => withExploitation(model.settings, finding(rule, flagged)));
  }
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
