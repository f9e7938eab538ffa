import { displayName } from '../../base/names.ts';
import { noDataSentence, UNDECIDED } from '../advisories/no-data.ts';
import type { Component } from '../model.ts';
import type { WhyNotHere, WhyNotThere } from './types.ts';

/** Why Loupe does not say what a scanner says, in a sentence. */
export function whyNotHere(why: WhyNotHere, components: readonly Component[]): string {
  switch (why.kind) {
    case 'not-found':
      return 'No such package was found here.';
    case 'other-version':
      return `The package is here in another version: ${displayName(why.versions.slice(0, 5).join(', '))}.`;
    case 'ambiguous':
      return 'The report names it without package URL, and packages of several kinds are called so.';
    case 'outside':
      return 'The advisory data in use have this record, and this version is in none of its ranges.';
    case 'superseded':
      return displayName(why.sentence);
    case 'undecided':
      return UNDECIDED[why.why];
    case 'not-listed':
      return 'The advisory data in use have no record of this name about this package.';
    case 'no-data':
      return noDataSentence(why.why, components);
    case 'suppressed':
      return `It is suppressed here by VEX. ${displayName(why.sentence)}`;
  }
}

export const WHY_NOT_THERE: Readonly<Record<WhyNotThere, string>> = {
  removed: 'The package lies in a removed layer only, where few scanners look.',
  stated: 'A document or lockfile states the package; it was not found installed.',
};
