import { groupBy } from '../base/group.ts';
import { displayName } from '../base/names.ts';
import { counted } from '../unpack/wording.ts';
import type { Rule } from './types.ts';

/** What a zip reader says where two directories, or two ends, show different members. */
const DIFFER = new Set([
  'zip.local-name-differs',
  'zip.unicode-path-differs',
  'zip.hidden-member',
  'zip.second-directory',
  'zip.ambiguous-directory',
  'zip.ambiguous-end',
]);
const MOST_SHOWN = 10;

/** One finding for each archive of which one tool unpacks other files than another. */
export const twoReadings: Rule = {
  id: 'integrity.two-readings',
  title: 'An archive shows different files to different tools',
  grade: 'fact',
  why: 'A zip lists its members twice. Installers and scanners differ in which list they believe, so that what was scanned is not what is installed.',
  mayBeWrong:
    'Tools that update an archive in place may leave old members behind, and a program in front of a zip may hold another one.',
  remedy:
    'Do not install it. Fetch the package again from its registry and compare; if it differs there too, tell the registry.',
  *run({ diagnostics, sources }) {
    const names = new Map(sources.map(({ id, name }) => [id, name]));
    const differing = diagnostics.filter(({ code }) => DIFFER.has(code));
    for (const [source, said] of groupBy(differing, (one) => one.source)) {
      const [first] = said;
      if (first === undefined) continue;
      const more = said.length === 1 ? '' : ` ${counted(said.length - 1, 'more difference')}.`;
      yield {
        severity: 'high',
        contradicts: true,
        source,
        ...(first.entry === undefined ? {} : { path: first.entry }),
        title: `Tools do not see the same files in "${displayName(names.get(source) ?? '')}".`,
        detail: `${first.message}${more}`,
        evidence: said.slice(0, MOST_SHOWN).map(({ entry, offset, message }) => ({
          label: displayName(entry ?? 'the archive'),
          value: message,
          ...(offset === undefined ? {} : { at: `byte ${offset.toLocaleString('en')}` }),
        })),
      };
    }
  },
};
