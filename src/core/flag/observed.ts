import type { CaseModel, CaseObservation } from '../case/model.ts';
import type { Flagged } from './types.ts';

/** Findings about observations of some kinds, in the order of the case. `key` tells those of one file apart. */
export function* fromObservations(
  { observations, occurrences, components }: CaseModel,
  wanted: (kind: string) => boolean,
  say: (seen: CaseObservation) => Omit<Flagged, 'source' | 'path' | 'evidence' | 'key'> | undefined,
): Generator<Flagged> {
  for (const seen of observations) {
    if (!wanted(seen.kind)) continue;
    const said = say(seen);
    if (said === undefined) continue;
    const owner = components[occurrences[seen.occurrence ?? -1]?.component ?? -1];
    yield {
      ...(owner === undefined ? {} : { component: owner.key }),
      ...said,
      source: seen.source,
      path: seen.path,
      key: `${seen.tree}\0${seen.layer ?? ''}\0${seen.kind}\0${seen.detail}`,
      evidence: [
        {
          label: 'seen',
          value: seen.detail,
          ...(seen.pointer === undefined ? {} : { at: seen.pointer }),
        },
      ],
    };
  }
}

/** `, which a later layer removed: it can still be read` or nothing: what is removed is still in the file. */
export function fate({ state }: { readonly state: 'present' | 'removed' }): string {
  return state === 'removed'
    ? ' A later layer removed the file; it can still be read in the layer below.'
    : '';
}

/** Paths that hold samples for tests, or explain: what stands there is rarely in use. */
export function isSample(path: string): boolean {
  return /(?:^|\/)(?:tests?|__tests__|spec|testdata|fixtures?|examples?|samples?|docs?|demo)\//i.test(path);
}
