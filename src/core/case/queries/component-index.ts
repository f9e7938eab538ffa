import { familyOfAll, type LicenseFamily } from '../../base/license-family.ts';
import { displayName } from '../../base/names.ts';
import type { FindingSeverity } from '../../model/finding.ts';
import type { Found } from '../../model/reading.ts';
import type { DataState } from '../advisories/conclude.ts';
import { licenseStates } from '../license-views.ts';
import type { CaseModel, Component, Occurrence } from '../model.ts';
import { factsWith } from '../stated-occurrence.ts';
import type { ComponentFlag, ComponentRow, LayerMark } from '../views.ts';
import { ecosystemOf } from './ecosystem.ts';

/** What a table of components can be filtered by; a property of {@link IndexedComponent} each. */
export type FacetId =
  | 'ecosystem'
  | 'state'
  | 'layer'
  | 'owned'
  | 'advisories'
  | 'license'
  | 'licenseText'
  | 'flag'
  | 'source';

/** What is the same for all components of a model. */
interface Shared {
  /** Layers of the image that a tree is. */
  readonly layers: ReadonlyMap<string, number>;
  /** By tree, its name as the only value of a facet: the same list for every component that lies in it alone. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

const NONE: readonly string[] = [];

/**
 * A component as a table sorts, filters and counts it. What only a row that is seen shows, and the text that a search
 * goes through, are made when they are asked for: tables are large, and what is seen of them is not.
 */
export class IndexedComponent {
  readonly id: string;
  readonly version: string;
  readonly ecosystem: string;
  readonly state: ComponentRow['state'];
  /** Name as it is sorted by. */
  readonly lower: string;
  /** The beginning of it as a number that sorts the same: most names are told apart by that. */
  readonly beginning: number;
  readonly places: number;
  readonly firstLayer: number;
  readonly layer: readonly string[];
  readonly owned: 'owned' | 'free';
  readonly advisories: DataState['state'];
  readonly license: LicenseFamily | 'none';
  readonly licenseText: string | readonly string[];
  readonly source: readonly string[];
  /** What stands on it, once the rules have been run; as a facet has it, the worst of it. */
  flagged: ComponentFlag | undefined;
  readonly #component: Component;
  readonly #places: readonly Occurrence[];
  readonly #shared: Shared;
  #haystack: string | undefined;

  constructor(
    component: Component,
    places: readonly Occurrence[],
    shared: Shared,
    advisories: DataState['state'],
    licenseText: string | readonly string[] = NONE,
  ) {
    const [first] = places;
    const stated =
      first !== undefined && (places.length === 1 ? first.state === 'stated' : allStated(places));
    this.id = component.key;
    this.version = displayName(component.version ?? '');
    this.ecosystem = ecosystemOf(component);
    this.lower = displayName(component.name).toLowerCase();
    this.beginning = beginningOf(this.lower);
    this.advisories = advisories;
    this.license = licenseFamilyOf(places);
    this.licenseText = licenseText;
    this.source = sourcesOf(places, shared);
    this.#component = component;
    this.#places = places;
    this.#shared = shared;
    if (stated) {
      this.state = 'stated';
      this.places = places.length;
      this.firstLayer = Number.POSITIVE_INFINITY;
      this.layer = NONE;
      this.owned = 'free';
      return;
    }
    const seen = places.filter((place) => place.state !== 'stated');
    this.state = stateOf(places);
    this.places = seen.length;
    this.firstLayer = Math.min(...seen.map((place) => place.layer ?? Number.POSITIVE_INFINITY));
    this.layer = [...new Set(seen.map(({ layer }) => (layer === undefined ? '' : String(layer + 1))))];
    this.owned = places.some((place) => place.ownedBy !== undefined) ? 'owned' : 'free';
  }

  get flag(): FindingSeverity | 'unflagged' {
    return this.flagged?.worst ?? 'unflagged';
  }

  /** All that a search goes through. */
  get haystack(): string {
    const { name, version, purl } = this.#component;
    this.#haystack ??=
      `${name}\n${version ?? ''}\n${purl ?? ''}\n${this.#places.map(({ path }) => path).join('\n')}`.toLowerCase();
    return this.#haystack;
  }

  row(): ComponentRow {
    const seen = this.#places.filter((place) => place.state !== 'stated');
    return {
      id: this.id,
      name: displayName(this.#component.name),
      version: this.version,
      ecosystem: this.ecosystem,
      purl: this.#component.purl,
      strip: strip(seen, this.#shared.layers),
      places: this.places,
      state: this.state,
      note: noteOf(this.state, this.#places),
      ...(this.flagged === undefined ? {} : { flag: this.flagged }),
    };
  }
}

/** The first six characters, a byte each; none from the first on that is no byte: those are left to a comparison. */
function beginningOf(text: string): number {
  let number = 0;
  let bytes = true;
  for (let i = 0; i < 6; i++) {
    const code: number = bytes && i < text.length ? text.charCodeAt(i) : 0;
    // What is past Latin-1 sorts after it.
    bytes &&= code < 0xff;
    number = number * 256 + Math.min(code, 0xff);
  }
  return number;
}

export function rowOf(indexed: IndexedComponent): ComponentRow {
  return indexed.row();
}

/** `glimpsed` are components of files still being read: those that are not joined yet stand behind all others. */
export function indexComponents(model: CaseModel, glimpsed: readonly Found[]): IndexedComponent[] {
  const shared: Shared = {
    layers: new Map(model.images.map((image) => [image.tree, image.layers.length])),
    sources: new Map(model.trees.map((tree) => [tree.id, [tree.name]])),
  };
  const { states } = model.advisories;
  // While files are still read, what belongs to which package changes with every layer.
  const texts = glimpsed.length > 0 ? undefined : licenseStates(model);
  const textOf = (index: number) =>
    texts === undefined || texts.size === 0 ? NONE : (texts.get(index) ?? 'none');
  const rows = model.components.map((component, index) => {
    const places = placesOf(model, component);
    return new IndexedComponent(component, places, shared, states[index]?.state ?? 'no-data', textOf(index));
  });
  if (glimpsed.length === 0) return rows;
  const known = new Set(model.components.map(({ key }) => key));
  for (const { type, name, version, purl } of glimpsed) {
    const key = purl ?? `${type}|${name}|${version ?? ''}`;
    if (known.has(key)) continue;
    known.add(key);
    rows.push(
      new IndexedComponent({ key, type, name, version, purl, occurrences: [] }, [], shared, 'no-data'),
    );
  }
  return rows;
}

function placesOf({ occurrences }: CaseModel, component: Component): readonly Occurrence[] {
  const [only = -1] = component.occurrences;
  const place = component.occurrences.length === 1 ? occurrences[only] : undefined;
  return place === undefined ? component.occurrences.flatMap((at) => occurrences[at] ?? []) : [place];
}

/** Whether what was indexed of one model is right for another as well. */
export function isIndexOf(indexed: CaseModel, model: CaseModel): boolean {
  return (
    indexed.components === model.components &&
    indexed.occurrences === model.occurrences &&
    indexed.observations.length === model.observations.length &&
    indexed.advisories.states === model.advisories.states
  );
}

function allStated(places: readonly Occurrence[]): boolean {
  return places.every((place) => place.state === 'stated');
}

function stateOf(places: readonly Occurrence[]): ComponentRow['state'] {
  if (places.some((place) => place.state === 'present')) return 'present';
  return places.some((place) => place.state === 'removed') ? 'removed' : 'present';
}

function sourcesOf(places: readonly Occurrence[], { sources }: Shared): readonly string[] {
  const [first] = places;
  if (first === undefined) return NONE;
  const own = sources.get(first.tree) ?? [''];
  if (places.length === 1) return own;
  const others = places.slice(1);
  if (others.every(({ tree }) => tree === first.tree)) return own;
  return [...new Set([...own, ...others.flatMap(({ tree }) => sources.get(tree) ?? [''])])];
}

/** Family of the licence that is declared or concluded; what only a file of it says does not count. */
function licenseFamilyOf(places: readonly Occurrence[]): LicenseFamily | 'none' {
  const [only] = places;
  if (places.length === 1 && only !== undefined && factsWith(only, 'license').length === 0) return 'none';
  const texts = places.flatMap((place) =>
    factsWith(place, 'license').flatMap(({ field, role, value }) =>
      field === 'license' && role !== 'file' && typeof value === 'string' ? [value] : [],
    ),
  );
  return texts.length === 0 ? 'none' : familyOfAll([...new Set(texts)]);
}

/** Layers that brought it are full, layers that took it away are struck. */
function strip(places: readonly Occurrence[], layers: ReadonlyMap<string, number>): LayerMark[] {
  const count = Math.max(0, ...places.map((place) => layers.get(place.layersOf ?? place.tree) ?? 0));
  const marks = new Array<LayerMark>(count).fill('none');
  for (const place of places) {
    if (place.layer !== undefined) marks[place.layer] = 'brought';
    if (place.removedIn !== undefined && marks[place.removedIn] === 'none')
      marks[place.removedIn] = 'removed';
  }
  return marks;
}

function noteOf(state: ComponentRow['state'], places: readonly Occurrence[]): string {
  if (state === 'removed') {
    const by = places.find((place) => place.removedIn !== undefined)?.removedIn;
    return by === undefined ? 'removed' : `removed in ${by + 1}`;
  }
  if (state === 'stated') return 'stated, not found';
  return places.some((place) => place.ownedBy !== undefined) ? 'owned by a package' : '';
}
