import { displayName } from '../base/names.ts';
import { placesInOrder } from './first-place.ts';
import { installScripts } from './install-scripts.ts';
import type { Rule } from './types.ts';

/** Packages that run a script when they are installed. */
export const installScript: Rule = {
  id: 'install.script',
  title: 'A package runs a script when it is installed',
  grade: 'policy',
  why: 'The script runs on the machine of whoever installs or builds, with their rights. About 2 % of npm packages have one, and most malicious ones do.',
  mayBeWrong:
    'Packages with native parts need one. It is a fact that it is there, and no judgement of what it does.',
  remedy: 'Read the script. Install with scripts off (npm --ignore-scripts) and allow those you need.',
  *run(model) {
    const scripts = installScripts(model);
    for (const component of model.components) {
      if (!component.occurrences.some((place) => scripts.has(place))) continue;
      const places = placesInOrder(model, component).filter((place) => scripts.has(place));
      const occurrence = model.occurrences[places[0] ?? -1];
      if (occurrence === undefined) continue;
      const mine = places.flatMap((place) => scripts.get(place) ?? []);
      const told = [...new Map(mine.map((one) => [one.runs, one])).values()];
      const named = told.filter(({ runs }) => runs !== '');
      yield {
        severity: 'low',
        component: component.key,
        source: occurrence.source,
        path: occurrence.path,
        title: `${displayName(component.name)} runs a script when it is installed.`,
        detail:
          named.length === 0
            ? 'A lockfile says so.'
            : `It runs: ${named.map(({ runs }) => displayName(runs)).join('; ')}`,
        evidence: (named.length === 0 ? told : named).map(({ runs, pointer }) => ({
          label: 'install script',
          value: runs === '' ? 'yes' : runs,
          ...(pointer === undefined ? {} : { at: pointer }),
        })),
      };
    }
  },
};
