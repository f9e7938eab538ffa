import { displayName } from '../base/names.ts';
import { hostOf } from '../case/indicators/classify.ts';
import type { Indicator } from '../case/indicators/types.ts';
import { indicatorSearch } from './indicator-search.ts';
import type { Rule } from './types.ts';

/** Whatever stands on a list that the user dropped and said to use. */
export const indicatorHit: Rule = {
  id: 'indicator.hit',
  title: 'Something on a list of indicators is here',
  grade: 'fact',
  why: 'You dropped the list and said to use it: somebody found these things where harm was done.',
  mayBeWrong:
    'It is as good as the list. File names and domains are shared by the innocent; only digests are exact. Domains are looked for in the addresses that packages state, not in code.',
  remedy: 'Find out how it came here, and follow what the author of the list advises.',
  *run(model) {
    for (const hit of indicatorSearch(model).hits) {
      const { list, indicator, at, source, path, component, state, found, tree, layer, hostOnly } = hit;
      const exact =
        indicator.kind === 'hash' || (indicator.kind === 'package' && indicator.version !== undefined);
      yield {
        severity: exact ? 'critical' : hostOnly === true ? 'low' : 'high',
        source,
        ...(path === undefined ? {} : { path }),
        ...(component === undefined ? {} : { component }),
        key: `${tree ?? ''}\0${layer ?? ''}\0${list}\0${at}`,
        title:
          hostOnly === true
            ? `${displayName(hostOf(said(indicator)) ?? '')} is here, the host of an address on the list "${displayName(list)}".`
            : `${displayName(said(indicator))} is here, and on the list "${displayName(list)}".`,
        detail:
          state === 'removed' ? 'A later layer removed it; it can still be read in the layer below.' : '',
        evidence: [
          { label: 'on the list', value: said(indicator), at },
          { label: 'found', value: found },
        ],
      };
    }
  },
};

function said(indicator: Indicator): string {
  switch (indicator.kind) {
    case 'hash':
      return `${indicator.algorithm}:${indicator.value}`;
    case 'package':
      return indicator.version === undefined ? indicator.name : `${indicator.name}@${indicator.version}`;
    case 'domain':
      return `${indicator.value}${indicator.path ?? ''}`;
    default:
      return indicator.value;
  }
}
