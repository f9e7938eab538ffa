import type { Unplaced } from '../../advisory/coordinates.ts';
import type { Unknown } from '../../advisory/evaluate.ts';
import { displayName } from '../../base/names.ts';
import type { Component } from '../model.ts';
import type { NoData } from './conclude.ts';

const UNPLACED: Readonly<Record<Unplaced, string>> = {
  purl: 'No package URL names it, and nothing is looked up by guess.',
  version: 'Its version is not known.',
  ecosystem: 'No advisories are published for packages of this type.',
  distribution: 'No advisories are published in OSV for its distribution.',
  release: 'The release of its distribution is not known, and fixes differ from release to release.',
  group: 'Its Maven group is not known, and its name alone is no name.',
};

/** Why it cannot be told whether an advisory affects a version. */
export const UNDECIDED: Readonly<Record<Unknown, string>> = {
  version: 'Its version has no place in the order of its ecosystem.',
  git: 'The advisory gives commits only; telling whether they are in it needs the repository.',
  order: 'The advisory gives a range, and no order is defined for versions of this ecosystem.',
  record: 'The advisory cannot be evaluated as it is written.',
};

/** Why nothing is known of a component, in a sentence. */
export function noDataSentence(why: NoData, components: readonly Component[]): string {
  switch (why.kind) {
    case 'none':
      return 'No advisory data are in use.';
    case 'pending':
      return 'It has not been looked up yet.';
    case 'unplaced':
      return UNPLACED[why.why];
    case 'not-covered':
      return `The advisory data in use do not cover ${displayName(why.ecosystem)}.`;
    case 'undecided':
      return why.ids.length === 0
        ? UNDECIDED[why.why]
        : `${UNDECIDED[why.why]} (${displayName(why.ids.slice(0, 5).join(', '))})`;
    case 'owned': {
      const owner = components[why.owner];
      const name = owner?.purl ?? owner?.name ?? '';
      return `It belongs to ${displayName(name)}, which is looked up instead: distributions fix without raising the version.`;
    }
  }
}
