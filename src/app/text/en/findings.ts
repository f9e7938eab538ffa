import type { FindingSummary, Summary, Target } from '../../../core/case/views.ts';
import type { FindingsPage } from '../../../core/flag/views.ts';
import type { FindingSeverity, Grade } from '../../../core/model/finding.ts';
import { formatCount, listed, plural } from '../format.ts';
import { joinRich, type Rich } from '../rich.ts';

const grades: Readonly<Record<Grade, { readonly word: string; readonly means: string }>> = {
  fact: { word: 'fact', means: 'computed from the bytes, or stated by data you dropped' },
  policy: { word: 'policy', means: 'true, and a matter of what you allow' },
  hint: { word: 'hint', means: 'a guess: look before you act' },
};

const severities: Readonly<Record<FindingSeverity, string>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  none: 'no severity',
};

const open = { state: ['open'] } as const;

function go(filter: Readonly<Record<string, readonly string[]>>): Target {
  return { view: 'findings', filter: { ...open, ...filter } };
}

/** The answer of the view: facts by severity, then what disagrees, then policy and hints apart. */
function whatWasFound(found: FindingSummary): Rich {
  const { grades: count, facts, contradicted } = found;
  if (found.open === 0) {
    return found.suppressed === 0
      ? ['No rule has anything to say.']
      : [
          'Nothing is open: ',
          {
            link: plural(found.suppressed, 'finding'),
            target: { view: 'findings', filter: { state: ['suppressed'] } },
          },
          ` ${found.suppressed === 1 ? 'is' : 'are'} suppressed by what you accepted.`,
        ];
  }
  const amounts: Rich[] = facts.map(({ severity, count: many }) => [
    {
      link: `${formatCount(many)} ${severity === 'none' ? 'without severity' : severity}`,
      target: go({ grade: ['fact'], severity: [severity] }),
    },
  ]);
  const parts: Rich = [
    ...(count.fact === 0
      ? ['No fact speaks against this case.']
      : [
          { link: plural(count.fact, 'fact'), target: go({ grade: ['fact'] }) },
          ': ',
          ...joinRich(amounts),
          '.',
        ]),
    ...(contradicted === 0
      ? []
      : [
          ' In ',
          { state: 'contradicted', word: formatCount(contradicted) } as const,
          ` of them claim and evidence disagree.`,
        ]),
    ...(count.policy === 0
      ? []
      : [
          ' ',
          { link: plural(count.policy, 'matter'), target: go({ grade: ['policy'] }) } as const,
          ` of policy.`,
        ]),
    ...(count.hint === 0
      ? []
      : [
          ' ',
          { link: plural(count.hint, 'hint'), target: go({ grade: ['hint'] }) } as const,
          `, which ${count.hint === 1 ? 'is a guess' : 'are guesses'}.`,
        ]),
    ...(found.suppressed === 0
      ? []
      : [
          ' ',
          {
            link: plural(found.suppressed, 'other'),
            target: { view: 'findings', filter: { state: ['suppressed'] } },
          } as const,
          ` ${found.suppressed === 1 ? 'is' : 'are'} suppressed.`,
        ]),
  ];
  return parts;
}

/** Whether known vulnerabilities were looked up, and of how many components the data speak. */
function lookedUp({ advisories: { states } }: Pick<Summary, 'advisories'>): Rich {
  if (states === undefined)
    return [
      { state: 'not-inspected', word: 'Not looked up:' },
      ' known vulnerabilities. No ',
      { link: 'advisory data', target: { view: 'findings' } },
      ' are in use.',
    ];
  const { matched, clean, pending } = states;
  const noData = states.noData - pending;
  const of = (count: number, state: string, words: string) =>
    ({
      link: `${formatCount(count)} ${words}`,
      target: { view: 'components', filter: { advisories: [state] } },
    }) as const;
  return [
    'Known vulnerabilities: ',
    of(matched, 'matched', `${matched === 1 ? 'component' : 'components'} matched`),
    ', ',
    of(clean, 'clean', 'clean'),
    ...(pending === 0 ? [] : [`, ${formatCount(pending)} not looked up yet`]),
    ...(noData === 0
      ? ['.']
      : [', of ', of(noData, 'no-data', noData === 1 ? 'other' : 'others'), ' the data in use say nothing.']),
  ];
}

/** What to do first, each with the findings it clears. */
function doFirst(found: FindingSummary): readonly Rich[] {
  return found.first.map(
    ({ remedy, clears, filter }): Rich => [
      { name: remedy },
      ' ',
      { link: `Clears ${formatCount(clears)}`, target: go(filter) },
      '.',
    ],
  );
}

export const findings = {
  title: 'Findings',
  count: (shown: number, all: number, suppressed: number) =>
    `${shown === all ? formatCount(all) : `${formatCount(shown)} of ${formatCount(all)}`}${suppressed === 0 ? '' : `, ${formatCount(suppressed)} suppressed`}`,
  search: 'Rule, path, CVE',
  searchLabel: 'Search findings',
  grades,
  severities,
  columns: { severity: 'Severity', title: 'Finding', where: 'Where', grade: 'Grade' },
  whatWasFound,
  lookedUp,
  doFirst,
  ran: (run: number, off: number) =>
    `${plural(run, 'rule')} ${run === 1 ? 'was' : 'were'} run over what was read${off === 0 ? '' : `; ${plural(off, 'rule')} ${off === 1 ? 'is' : 'are'} turned off`}.`,
  searched: ({ lists, files, components, hits, listed: shown }: FindingsPage['searched']) => {
    if (lists.length === 0) return '';
    const count = lists.reduce((sum, one) => sum + one.indicators, 0);
    return `${plural(count, 'indicator')} of ${listed(lists.map(({ name }) => name))} ${count === 1 ? 'was' : 'were'} looked for in ${plural(files, 'file')} of every layer and ${plural(components, 'component')}: ${hits === 0 ? 'none is here' : plural(hits, 'hit')}${hits > shown ? `, of which the first ${formatCount(shown)} are listed` : ''}.`;
  },
  unreadIndicators: (count: number) =>
    `${plural(count, 'line')} of the lists could not be read, and ${count === 1 ? 'was' : 'were'} not looked for.`,
  otherDigests: (count: number) =>
    `${plural(count, 'digest')} of the lists ${count === 1 ? 'is' : 'are'} no SHA-256: ${count === 1 ? 'it was' : 'they were'} held against what packages state of themselves, and against no file.`,
  workedOut: 'What the rules say is being worked out.',
  floor: 'A part of the case was not read: what stands there no rule has seen.',
  early: 'Work goes on: this is what the rules say so far.',
  noneFits: 'No finding fits. Take out a filter, or search for less.',
  none: 'No rule has anything to say about what was read.',
  remedies: 'What to do, one remedy per cause',
  clears: (count: number) => `clears ${formatCount(count)}`,
  moreRemedies: (count: number) => `${formatCount(count)} more`,
  fewerRemedies: 'fewer',
  suppressed: 'suppressed',
  suppressedBy: 'Suppressed by',
  off: (title: string) => `${title} is turned off.`,
  turnOn: 'Turn it on',
  turnOff: 'Turn this rule off',
  inspector: {
    remedy: 'What to do',
    why: 'Why it matters',
    mayBeWrong: 'How it can be wrong',
    evidence: 'Evidence',
    aliases: 'Also known as',
    show: 'Show it',
    component: 'Component',
    way: 'Shortest way from the root',
    rule: 'Rule',
    ofComponent: (count: number) => plural(count, 'finding'),
    all: 'See all',
  },
} as const;
