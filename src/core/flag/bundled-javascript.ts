import { semver } from '../advisory/order/semver.ts';
import { LIBRARIES_AS_OF } from './data/javascript-libraries.ts';
import { weaknessesOf } from './library-weaknesses.ts';
import { fate } from './observed.ts';
import type { Rule } from './types.ts';

/** Copied JavaScript libraries with published weaknesses, by the table that ships with Loupe. */
export const bundledJavascript: Rule = {
  id: 'bundled.javascript',
  title: 'A copied JavaScript library has published weaknesses',
  grade: 'fact',
  why: 'No package manager knows of a library that was copied into a web root or a bundle, so nobody raises it.',
  mayBeWrong: `The version is the one its banner names; a patched copy names the same. The table is RetireJS’s of ${LIBRARIES_AS_OF}, less what has no public identifier. Whether the page uses what is weak is another question.`,
  remedy: 'Replace the copy by a version that is not affected, and take it in through a package manager.',
  *run({ observations }) {
    for (const seen of observations) {
      if (seen.kind !== 'bundled.javascript') continue;
      const at = seen.detail.lastIndexOf('@');
      const [name, version] = [seen.detail.slice(0, at), seen.detail.slice(at + 1)];
      // The library as its own package is matched like any package.
      if (seen.path.includes(`node_modules/${name}/`)) continue;
      const hits = weaknessesOf(name).filter(
        ({ fixed, from }) =>
          semver.compare(version, fixed) < 0 && (from === undefined || semver.compare(version, from) >= 0),
      );
      // Lines of development have a fix each: the nearest above is the one to go to.
      const ids = [...new Set(hits.flatMap((hit) => hit.ids))];
      const [worst] = [...hits].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
      if (worst === undefined) continue;
      const fixed =
        hits
          .map((hit) => hit.fixed)
          .sort(semver.compare)
          .at(-1) ?? worst.fixed;
      yield {
        severity: worst.severity,
        source: seen.source,
        path: seen.path,
        key: `${seen.tree}\0${seen.layer ?? ''}\0${seen.detail}`,
        title: `"${seen.path}" holds ${name} ${version}, which has ${ids.length === 1 ? 'a published weakness' : `${ids.length} published weaknesses`}.`,
        detail: `${hits.map(({ ids, what }) => `${ids.join(', ')}${what === undefined ? '' : `: ${what}`}.`).join(' ')}${fate(seen)}`,
        remedy: `Replace the copy of ${name} ${version} by ${fixed} or later.`,
        aliases: ids,
        evidence: [
          {
            label: 'banner',
            value: seen.detail,
            ...(seen.pointer === undefined ? {} : { at: seen.pointer }),
          },
        ],
      };
    }
  },
};

const ORDER = ['critical', 'high', 'medium', 'low'];
