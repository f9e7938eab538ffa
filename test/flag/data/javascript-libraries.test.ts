import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { semver as order } from '../../../src/core/advisory/order/semver.ts';
import {
  LIBRARY_WEAKNESSES,
  type LibraryWeakness,
} from '../../../src/core/flag/data/javascript-libraries.ts';
import { LIBRARIES_TABLE_FROM } from '../../../src/core/flag/data/libraries-table.ts';
import { bundledWeaknesses, weaknessesOf } from '../../../src/core/flag/library-weaknesses.ts';
import { corpusPath, describeCorpus, hasCorpus } from '../../corpus.ts';

/** What RetireJS calls a library, where it calls it otherwise, and the parts that it tells apart. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  angular: ['angularjs'],
  dompurify: ['DOMPurify'],
  'highlight.js': ['highlightjs'],
  'jquery-ui': ['jquery-ui', 'jquery-ui-dialog'],
  moment: ['moment.js'],
  tinymce: ['tinyMCE'],
  underscore: ['underscore.js'],
};

type Repository = Readonly<
  Record<
    string,
    {
      readonly vulnerabilities: readonly {
        readonly atOrAbove?: string;
        readonly below: string;
        readonly severity: string;
        readonly identifiers: { readonly CVE?: readonly string[]; readonly githubID?: string };
      }[];
    }
  >
>;

const repository = (): Repository =>
  JSON.parse(readFileSync(corpusPath('flag', 'retirejs', 'jsrepository-v4.json'), 'utf8'));
/** `1.9.0b1` is what RetireJS writes for the pre-release `1.9.0-b1`; `0` is from the first version on. */
const semver = (version: string) => version.replace(/(\d)(b\d+)$/, '$1-$2');
const line = (from: string | undefined, fixed: string, severity: string) =>
  `${from === undefined || from === '0' ? 'all' : from} to below ${semver(fixed)}, ${severity}`;

it('knows golden weaknesses of jQuery 1.12.4, and none of 3.7.1', () => {
  const idsOf = (version: string) =>
    weaknessesOf('jquery')
      .filter(
        ({ from, fixed }) =>
          order.compare(version, fixed) < 0 && (from === undefined || order.compare(version, from) >= 0),
      )
      .flatMap(({ ids }) => ids);
  expect(idsOf('1.12.4')).toEqual(
    expect.arrayContaining(['CVE-2019-11358', 'CVE-2020-11022', 'CVE-2020-11023']),
  );
  expect(idsOf('3.7.1')).toEqual([]);
  expect(weaknessesOf('lodash').map(({ ids }) => ids[0])).toContain('CVE-2019-10744');
  expect(weaknessesOf('no-such-library')).toEqual([]);
});

describeCorpus('the table of copied libraries', () => {
  const known = hasCorpus ? repository() : {};

  it('the bundled one has every weakness of RetireJS that has a public identifier', () => {
    const bundled = [...bundledWeaknesses().values()].flat().flatMap(({ ids }) => ids);
    const stated = Object.entries(known)
      .filter(([name]) => name !== 'retire-example')
      .flatMap(([, { vulnerabilities }]) =>
        vulnerabilities.flatMap(({ identifiers: { CVE, githubID } }) => CVE ?? githubID ?? []),
      );
    expect(new Set(bundled)).toEqual(new Set(stated));
    expect(LIBRARIES_TABLE_FROM.count).toBe([...bundledWeaknesses().values()].flat().length);
  });

  describe.each(Object.entries(LIBRARY_WEAKNESSES))('%s', (library, weaknesses) => {
    const ids = [...new Set(weaknesses.flatMap((one: LibraryWeakness) => one.ids))];

    it.each(ids)('%s has the ranges and the severity that RetireJS gives it', (id) => {
      const stated = (NAMES[library] ?? [library]).flatMap((name) =>
        (known[name]?.vulnerabilities ?? [])
          .filter(({ identifiers }) => identifiers.CVE?.includes(id) === true)
          .map(({ atOrAbove, below, severity }) => line(atOrAbove, below, severity)),
      );
      const ours = weaknesses
        .filter((one) => one.ids.includes(id))
        .map(({ from, fixed, severity }) => line(from, fixed, severity));
      expect(ours.sort()).toEqual(stated.sort());
    });
  });
});
