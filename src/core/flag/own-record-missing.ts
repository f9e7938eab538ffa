import { displayName } from '../base/names.ts';
import { agreementsOf } from '../case/agreement.ts';
import type { Rule } from './types.ts';

const MOST_NAMED = 5;

/** One finding for each tree in which packages lack files that their records name. */
export const ownRecordMissing: Rule = {
  id: 'integrity.own-record-missing',
  title: 'Files that packages recorded were left out',
  grade: 'policy',
  why: 'A package whose files were taken away may not work, and its version says little about what is left of it.',
  mayBeWrong: 'Images are made small by deleting what a package brought: documentation, locales, test data.',
  remedy: 'Where only documentation, locales or test data are gone, there is nothing to do.',
  *run(model) {
    const trees = new Map<string, { source: string; files: number; names: Set<string>; paths: string[] }>();
    for (const { occurrence, missing } of agreementsOf(model)) {
      const place = model.occurrences[occurrence];
      if (place === undefined || missing.length === 0) continue;
      const one = trees.get(place.tree) ?? { source: place.source, files: 0, names: new Set(), paths: [] };
      trees.set(place.tree, one);
      one.files += missing.length;
      one.names.add(model.components[place.component]?.name ?? '');
      for (const { path } of missing) if (one.paths.length < MOST_NAMED) one.paths.push(path);
    }
    for (const [tree, { source, files, names, paths }] of trees) {
      const shown = [...names].slice(0, MOST_NAMED).map(displayName).join(', ');
      yield {
        severity: 'low',
        source,
        key: tree,
        title: `${names.size.toLocaleString('en')} ${names.size === 1 ? 'package' : 'packages'} recorded ${files.toLocaleString('en')} ${files === 1 ? 'file that is' : 'files that are'} not there; a trimmed image is the common cause.`,
        detail: `Of ${shown}${names.size > MOST_NAMED ? ' and others' : ''}.`,
        evidence: paths.map((path) => ({ label: 'missing', value: path })),
      };
    }
  },
};
