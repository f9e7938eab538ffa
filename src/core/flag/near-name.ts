import { displayName } from '../base/names.ts';
import { POPULAR_NPM, POPULAR_PYPI } from './data/popular-names.ts';
import { placesInOrder } from './first-place.ts';
import type { Rule } from './types.ts';

/** Shorter names are near to each other by chance. */
const SHORTEST = 5;

/** Packages whose name is one slip away from one that everybody knows. */
export const nearName: Rule = {
  id: 'name.near-popular',
  title: 'A name is nearly that of a well-known package',
  grade: 'hint',
  why: 'Malicious packages are named so that a slip of the finger, or a model that guesses names, installs them.',
  mayBeWrong:
    'Most near names are honest: forks, plurals, families of packages. It says nothing of what the package does.',
  remedy: 'Check that this is the package you meant.',
  *run(model) {
    for (const component of model.components) {
      const ecosystem = /^pkg:(npm|pypi)\//.exec(component.purl ?? '')?.[1];
      if (ecosystem === undefined) continue;
      const near = namesOf(ecosystem === 'npm' ? 'npm' : 'pypi').find(component.name.toLowerCase());
      if (near === undefined) continue;
      const occurrence = model.occurrences[placesInOrder(model, component)[0] ?? -1];
      yield {
        severity: 'low',
        component: component.key,
        ...(occurrence === undefined ? {} : { source: occurrence.source, path: occurrence.path }),
        title: `${displayName(component.name)} is nearly the name of ${near}.`,
        detail: 'One character differs, or two are swapped.',
        evidence: [
          { label: 'name', value: component.name },
          { label: 'well known', value: near },
        ],
      };
    }
  },
};

/** Popular names by every form they have with one character left out: two names one slip apart share a form. */
class NearNames {
  readonly #popular: ReadonlySet<string>;
  readonly #byForm = new Map<string, string[]>();

  constructor(popular: ReadonlySet<string>) {
    this.#popular = popular;
    for (const name of popular) {
      if (name.length < SHORTEST || name.startsWith('@')) continue;
      for (const form of formsOf(name)) {
        const known = this.#byForm.get(form);
        if (known === undefined) this.#byForm.set(form, [name]);
        else known.push(name);
      }
    }
  }

  find(name: string): string | undefined {
    if (name.length < SHORTEST || name.startsWith('@') || this.#popular.has(name)) return undefined;
    for (const form of formsOf(name)) {
      const hit = this.#byForm.get(form)?.find((popular) => isOneSlip(name, popular));
      if (hit !== undefined) return hit;
    }
    return undefined;
  }
}

type Ecosystem = 'npm' | 'pypi';

const POPULAR = { npm: POPULAR_NPM, pypi: POPULAR_PYPI };
const made = new Map<Ecosystem, NearNames>();

/** Made when it is first asked for: every worker loads this module, and one of them asks. */
function namesOf(ecosystem: Ecosystem): NearNames {
  const names = made.get(ecosystem) ?? new NearNames(POPULAR[ecosystem]);
  made.set(ecosystem, names);
  return names;
}

function formsOf(name: string): readonly string[] {
  return [name, ...Array.from(name, (_, i) => name.slice(0, i) + name.slice(i + 1))];
}

/** One character more, less or other, or two neighbors swapped; a digit more (`v2`) is a version, not a slip. */
function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const rest = (x: string, from: number): string => x.slice(from);
  const digit = /\d/.test(a[i] ?? '') || /\d/.test(b[i] ?? '');
  if (digit) return false;
  if (a.length === b.length) {
    const swapped = a[i] === b[i + 1] && a[i + 1] === b[i] && rest(a, i + 2) === rest(b, i + 2);
    return swapped || rest(a, i + 1) === rest(b, i + 1);
  }
  return a.length > b.length ? rest(a, i + 1) === rest(b, i) : rest(a, i) === rest(b, i + 1);
}
