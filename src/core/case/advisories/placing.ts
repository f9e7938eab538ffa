import { type Coordinate, coordinatesOf, type Unplaced } from '../../advisory/coordinates.ts';
import type { CaseModel, Component } from '../model.ts';

/** What is looked up for a component, or why nothing is. */
export type Placing =
  | { readonly coordinates: readonly Coordinate[] }
  | { readonly unplaced: Unplaced }
  /** Its files belong to a distribution package, which is looked up instead: fixes are backported there. */
  | { readonly owner: number };

type Cataloged = Pick<CaseModel, 'components' | 'occurrences'>;

/**
 * What is looked up for each component, by index. A component is left to the distribution package that owns it only if
 * every place where it was found belongs to one.
 */
export function placings(model: Cataloged): readonly Placing[] {
  const titles = titlesByTree(model);
  return model.components.map((component) => placing(model, component, titles));
}

function placing(
  { occurrences }: Cataloged,
  component: Component,
  titles: ReadonlyMap<string, string>,
): Placing {
  const places = component.occurrences.flatMap((at) => occurrences[at] ?? []);
  const found = places.filter(({ state }) => state !== 'stated');
  const owners = found.map(({ ownedBy }) =>
    ownedBy === undefined ? undefined : occurrences[ownedBy]?.component,
  );
  const [owner] = owners;
  if (owner !== undefined && owners.every((one) => one !== undefined)) return { owner };
  const title = places.flatMap(({ tree }) => titles.get(tree) ?? [])[0];
  return coordinatesOf(component.purl, { title });
}

/** Title of the operating system of each tree, as its os-release has it. */
function titlesByTree({ components, occurrences }: Cataloged): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const { component, tree, facts } of occurrences) {
    if (components[component]?.type !== 'operating-system') continue;
    const title = facts.find(({ field }) => field === 'title')?.value;
    if (typeof title === 'string' && !out.has(tree)) out.set(tree, title);
  }
  return out;
}
