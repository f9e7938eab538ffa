import { displayName } from '../base/names.ts';
import { textsOf } from './facts-of.ts';
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
    for (const component of model.components) {
      const at = component.occurrences.find((place) => {
        const occurrence = model.occurrences[place];
        return occurrence !== undefined && textsOf(occurrence, 'install-script').length > 0;
      });
      const occurrence = at === undefined ? undefined : model.occurrences[at];
      if (occurrence === undefined) continue;
      const script = textsOf(occurrence, 'install-script').find((text) => text !== 'yes');
      const fact = occurrence.facts.find(({ field }) => field === 'install-script');
      yield {
        severity: 'low',
        component: component.key,
        source: occurrence.source,
        path: occurrence.path,
        title: `${displayName(component.name)} runs a script when it is installed.`,
        detail: script === undefined ? 'A lockfile says so.' : `It runs: ${script}`,
        evidence: [
          {
            label: 'install script',
            value: script ?? 'yes',
            ...(fact?.pointer === undefined ? {} : { at: fact.pointer }),
          },
        ],
      };
    }
  },
};
