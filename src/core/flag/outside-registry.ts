import { groupBy } from '../base/group.ts';
import { displayName } from '../base/names.ts';
import type { CaseObservation } from '../case/model.ts';
import { isSample } from './observed.ts';
import type { Rule } from './types.ts';

const MOST_SHOWN = 20;

/** Manifests that ask for a package by address: of a repository or of an archive. */
export const outsideRegistry: Rule = {
  id: 'dependency.outside-registry',
  title: 'A package asks for something outside its registry',
  grade: 'policy',
  why: 'Whoever installs the package fetches what lies at that address on that day. No registry keeps it, no advisory names it, and it is a way to bring code past whoever looks at the package.',
  mayBeWrong:
    'Forks and unpublished fixes are asked for so; a commit in the address pins it as well as a version would.',
  remedy: 'Ask for a published version, or pin the address to a commit and keep a copy.',
  *run({ observations, occurrences, components }) {
    const seen = observations.filter(
      ({ kind, state, path }) => kind === 'dependency.by-address' && state === 'present' && !isSample(path),
    );
    const byManifest = groupBy(seen, ({ tree, path }) => `${tree}\0${path}`);
    for (const [key, mine] of byManifest) {
      const [first] = mine;
      if (first === undefined) continue;
      const owner = components[occurrences[first.occurrence ?? -1]?.component ?? -1];
      const count = mine.length === 1 ? '1 package' : `${mine.length.toLocaleString('en')} packages`;
      yield {
        severity: mine.some(isPlain) ? 'medium' : 'low',
        ...(owner === undefined ? {} : { component: owner.key }),
        source: first.source,
        path: first.path,
        key,
        title: `${displayName(owner?.name ?? first.path)} asks for ${count} by address and not from a registry.`,
        detail: mine.some(isPlain)
          ? 'It is fetched without encryption: anyone on the way can exchange it.'
          : '',
        evidence: mine.slice(0, MOST_SHOWN).map(({ detail, pointer }) => ({
          label: 'asked for',
          value: displayName(detail),
          ...(pointer === undefined ? {} : { at: pointer }),
        })),
      };
    }
  },
};

function isPlain({ detail }: CaseObservation): boolean {
  return /: (?:git\+)?http:/i.test(detail);
}
