import { displayName } from '../core/base/names.ts';
import type { CaseModel } from '../core/case/model.ts';
import { profilesOf } from '../core/profiles/evaluate.ts';
import { profiles } from '../core/profiles/registry.ts';
import type { Profile, RuleResult } from '../core/profiles/types.ts';

const WORDS: Readonly<Record<RuleResult['status'], string>> = {
  pass: 'met',
  fail: 'NOT MET',
  'declared-unknown': 'said to be unknown',
  withheld: 'withheld',
  'not-expressible': 'no place for it',
  'not-checkable': 'not checkable',
};

/** The documents of a case against profiles, rule by rule, for a terminal: those asked for, else the first there is. */
export function profilesText(model: CaseModel, asked: readonly string[]): string {
  const all = [...profiles];
  const shown = asked.length === 0 ? all.slice(0, 1) : all.filter(({ id }) => asked.includes(id));
  return model.documents
    .flatMap((document) =>
      profilesOf(model, document).flatMap(({ profile, rules }) => {
        const named = shown.find(({ id }) => id === profile);
        return named === undefined ? [] : [profileText(named, rules)];
      }),
    )
    .join('');
}

function profileText(profile: Profile, results: readonly RuleResult[]): string {
  const lines = results.map((result) => {
    const rule = profile.rules.find(({ id }) => id === result.rule);
    const amount =
      result.of === 0 ? '' : `${result.pass.toLocaleString('en')} of ${result.of.toLocaleString('en')}`;
    const line = `  ${result.rule.padEnd(7)}  ${amount.padStart(16)}  ${WORDS[result.status].padEnd(18)}  ${rule?.title ?? ''}\n`;
    const unmet =
      result.status === 'fail' || result.status === 'declared-unknown' || result.status === 'withheld';
    return unmet ? `${line}${' '.repeat(29)}${displayName(rule?.remedy ?? '')}\n` : line;
  });
  return `\n${profile.title} (${profile.id}, ${profile.issuer}, ${profile.published})\n${profile.force}\n${lines.join('')}`;
}
