import { displayName } from '../base/names.ts';
import { parsePurl } from '../base/purl-parse.ts';
import type { CaseModel, Component, Occurrence } from '../case/model.ts';
import { END_OF_LIFE_AS_OF, type EndOfLife } from './data/end-of-life.ts';
import { endOfLifeOf } from './end-of-life-lines.ts';
import { placesInOrder } from './first-place.ts';
import type { Rule } from './types.ts';

/** Systems and runtimes that get no more security fixes, by the table that ships with Loupe. */
export const endOfLife: Rule = {
  id: 'lifecycle.end-of-life',
  title: 'A release gets no more security fixes',
  grade: 'fact',
  why: 'What is found in it from now on stays open, whatever the advisories say of later releases.',
  mayBeWrong: `The table knows some products only, and is of ${END_OF_LIFE_AS_OF}: what ended later is not told. Vendors sell longer support, which is not counted; a distribution’s own packages live as long as the distribution.`,
  remedy: 'Move to a release that is supported.',
  *run(model) {
    for (const component of model.components) {
      const occurrence = ownOccurrence(model, component);
      if (occurrence === undefined || component.version === undefined) continue;
      const found = lineOf(component, component.version);
      if (found === undefined) continue;
      const { title, source } = found.product;
      yield {
        severity: component.type === 'operating-system' ? 'high' : 'medium',
        component: component.key,
        source: occurrence.source,
        path: occurrence.path,
        title: `${title} ${found.line} has had no security fixes since ${found.ends}.`,
        detail: `Version ${displayName(component.version)} is here. As of ${END_OF_LIFE_AS_OF}.`,
        evidence: [
          { label: 'version', value: component.version },
          { label: 'ended', value: found.ends },
          { label: 'announced at', value: source },
        ],
      };
    }
  },
};

/** Where it was found, unless a package of the system owns it: then the system’s life counts, and it has its own row. */
function ownOccurrence(model: CaseModel, component: Component): Occurrence | undefined {
  if (endOfLifeOf(productOf(component)) === undefined) return undefined;
  return placesInOrder(model, component)
    .flatMap((at) => model.occurrences[at] ?? [])
    .find(({ state, ownedBy }) => state === 'present' && ownedBy === undefined);
}

function lineOf(
  component: Component,
  version: string,
): { readonly product: EndOfLife; readonly line: string; readonly ends: string } | undefined {
  const product = endOfLifeOf(productOf(component));
  if (product === undefined) return undefined;
  const parts = version.replace(/^v/, '').split('.');
  // The longest line that the version belongs to: `3.18` before `3`.
  for (let count = Math.min(3, parts.length); count > 0; count--) {
    const line = parts.slice(0, count).join('.');
    const ends = Object.hasOwn(product.ends, line) ? product.ends[line] : undefined;
    if (ends !== undefined) return { product, line, ends };
  }
  return undefined;
}

function productOf({ type, name, purl }: Component): string {
  if (type === 'operating-system') return `os/${name.toLowerCase()}`;
  const parsed = parsePurl(purl ?? '');
  if (parsed === undefined || parsed.type === 'generic') return name.toLowerCase();
  const path = [parsed.namespace, parsed.name].filter(Boolean).join('/').toLowerCase();
  // The major version is part of the path of a Go module.
  return `pkg:${parsed.type}/${parsed.type === 'golang' ? path.replace(/\/v\d{1,3}$/, '') : path}`;
}
