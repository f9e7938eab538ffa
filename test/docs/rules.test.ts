import { describe, expect, it } from 'vitest';
import type { CaseModel } from '../../src/core/case/model.ts';
import { detectors } from '../../src/core/catalog/detectors/registry.ts';
import { END_OF_LIFE, END_OF_LIFE_AS_OF } from '../../src/core/flag/data/end-of-life.ts';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { rules } from '../../src/core/flag/registry.ts';
import { shippedData } from '../../src/core/flag/shipped-data.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { RULE_COUNTS } from '../fixtures/rule-counts.ts';
import { inspectFiles } from '../inspect.ts';
import { inspectLite, LITE } from '../lite.ts';

const GRADES = {
  fact: 'Facts: computed from the bytes, or stated by data that the user dropped',
  policy: 'Policy: true, and a matter of what you allow',
  hint: 'Hints: guesses, which never turn anything red',
} as const;

function page(): string {
  const all = [...rules];
  const lines = [
    '# Rules',
    '',
    'What Loupe flags beside what it could not read. This page is made from the rules themselves (`src/core/flag`); a',
    'test holds it against them. Each can be turned off: on the page in a finding’s details, on the command line by',
    '`--rule-off ID`.',
    '',
    'Data that ships, with the day of each:',
    '',
    ...shippedData.map(
      ({ title, count, counted, released, url, license }) =>
        `- ${title}, ${released.slice(0, 10)}: ${count.toLocaleString('en')} × ${counted} (${url}, ${license})`,
    ),
    `- dates of end of life of ${END_OF_LIFE.length} products more, ${END_OF_LIFE_AS_OF}; well-known names of npm and PyPI: tables of our own`,
    '',
    'A newer catalog of known exploited vulnerabilities (CISA KEV, JSON) takes the place of the one that ships. EPSS scores',
    '(CSV) and lists of indicators are not shipped. Drop them and say to use them, or name them by `--kev`, `--epss` and',
    '`--indicators`.',
    '',
    'Content is scanned while layers stream, the first MiB of every text file, by these detectors:',
    '',
    ...[...detectors].map(({ id, title, spec }) => `- \`${id}\`: ${title} (${spec})`),
    '',
  ];
  for (const grade of ['fact', 'policy', 'hint'] as const) {
    lines.push(`## ${GRADES[grade]}`, '');
    for (const rule of all.filter((one) => one.grade === grade)) {
      lines.push(
        `### ${rule.title}`,
        '',
        `\`${rule.id}\``,
        '',
        `- **Why it matters.** ${rule.why}`,
        `- **How it can be wrong.** ${rule.mayBeWrong}`,
        `- **What to do.** ${rule.remedy}`,
        `- **In the corpus.** ${countsOf(rule.id)}`,
        '',
      );
    }
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function countsOf(id: string): string {
  const found = Object.entries(RULE_COUNTS).flatMap(([file, counts]) => {
    const count = counts[id];
    return count === undefined ? [] : [`${file} ${count}`];
  });
  return found.length === 0 ? 'Silent.' : `${found.join(', ')}.`;
}

it('docs/rules.md is what the rules say of themselves (vitest -u writes it)', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/rules.md');
});

const FILES = [
  ['container', 'plain', 'express-4.18.2.tgz'],
  ['container', 'plain', 'lodash-4.17.20.tgz'],
  ['container', 'plain', 'sigstore-3.0.0.tgz'],
  ['container', 'plain', 'requests-2.28.1.tar.gz'],
  ['container', 'plain', 'requests-2.28.1-py3-none-any.whl'],
  ['container', 'plain', 'python3-requests_2.28.1+dfsg-1_all.deb'],
  ['container', 'plain', 'ripgrep_13.0.0-4+b2_amd64.deb'],
  ['container', 'plain', 'ruby-rack_2.2.22-0+deb12u2_all.deb'],
  ['container', 'plain', 'corpus-app.jar'],
  ['container', 'plain', 'log4j-core.jar'],
] as const;

describeCorpus('what the rules find where nothing is known to be wrong', () => {
  const countsIn = (model: CaseModel) => {
    const counts: Record<string, number> = {};
    for (const { rule } of findingsOf(model)) counts[rule] = (counts[rule] ?? 0) + 1;
    return counts;
  };

  it(`${LITE}: what docs/rules.md says`, async () => {
    expect(countsIn((await inspectLite()).model)).toEqual(RULE_COUNTS[LITE]);
  }, 120_000);

  describe.each(FILES.map((path) => ({ path, name: path.at(-1) ?? '' })))('$name', ({ path, name }) => {
    it(`${name}: what docs/rules.md says`, async () => {
      const { model } = await inspectFiles([{ name, bytes: corpusBytes(...path) }]);
      expect(countsIn(model)).toEqual(RULE_COUNTS[name] ?? {});
    }, 120_000);
  });
});
