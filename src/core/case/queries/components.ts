import { familyOfAll, type LicenseFamily } from '../../base/license-family.ts';
import { displayName } from '../../base/names.ts';
import { once } from '../../base/once.ts';
import type { Found } from '../../model/reading.ts';
import { DATA_STATES } from '../advisories/component-data.ts';
import type { DataState } from '../advisories/conclude.ts';
import type { CaseModel, Component, Occurrence } from '../model.ts';
import { factsWith } from '../stated-occurrence.ts';
import type { ComponentPage, ComponentQuery, ComponentRow, Facet, LayerMark } from '../views.ts';

interface Indexed extends ComponentRow {
  readonly haystack: string;
  /** Name as it is sorted by. */
  readonly lower: string;
  readonly facets: Readonly<Record<string, readonly string[]>>;
  readonly firstLayer: number;
}

/** Facets of the component table: what a value is, and what it is called. */
const FACETS: readonly {
  readonly id: string;
  readonly title: string;
  readonly label: (value: string) => string;
}[] = [
  { id: 'ecosystem', title: 'Type', label: ecosystemTitle },
  { id: 'state', title: 'Seen', label: (value) => STATES[value] ?? value },
  { id: 'layer', title: 'Layer', label: (value) => (value === '' ? 'no layer' : `layer ${value}`) },
  { id: 'owned', title: 'Owner', label: (value) => (value === 'owned' ? 'owned by a package' : 'by itself') },
  { id: 'advisories', title: 'Advisories', label: (value) => DATA_STATES[value] ?? value },
  { id: 'license', title: 'Licence', label: (value) => FAMILIES[value] ?? value },
  { id: 'source', title: 'In', label: displayName },
];

const FAMILIES: Readonly<Record<string, string>> = {
  permissive: 'permissive',
  'weak-copyleft': 'weak copyleft',
  'strong-copyleft': 'strong copyleft',
  unknown: 'not known, or of its own',
  invalid: 'no SPDX expression',
  none: 'none stated',
};

const STATES: Readonly<Record<string, string>> = {
  present: 'installed',
  removed: 'removed later',
  stated: 'only stated',
};

const ECOSYSTEMS: Readonly<Record<string, string>> = {
  deb: 'Debian',
  npm: 'npm',
  pypi: 'Python',
  apk: 'Alpine',
  rpm: 'RPM',
  maven: 'Java',
  golang: 'Go module',
  cargo: 'Rust',
  gem: 'Ruby',
  nuget: '.NET',
  composer: 'PHP',
  'operating-system': 'operating system',
};

/** Name of an ecosystem for people; the purl type itself where none is known. */
export function ecosystemTitle(ecosystem: string): string {
  return ECOSYSTEMS[ecosystem] ?? ecosystem;
}

/** Purl type, or component type for what has no purl. */
export function ecosystemOf(component: {
  readonly purl?: string | undefined;
  readonly type: string;
}): string {
  return component.purl === undefined
    ? component.type
    : (/^pkg:([^/]+)\//.exec(component.purl)?.[1] ?? component.type);
}

/** Answers component queries; what is derived from a model is built once and kept while the model stands. */
export class ComponentQueries {
  #model: CaseModel | undefined;
  #glimpsed = 0;
  #rows: readonly Indexed[] = [];
  #last:
    | { readonly key: string; readonly matching: readonly Indexed[]; readonly facets: readonly Facet[] }
    | undefined;

  /** `glimpsed` are components of files still being read, shown until they are joined. */
  page(model: CaseModel, version: number, glimpsed: readonly Found[], query: ComponentQuery): ComponentPage {
    if (model !== this.#model || glimpsed.length !== this.#glimpsed) {
      this.#model = model;
      this.#glimpsed = glimpsed.length;
      this.#rows = indexRows(model, glimpsed);
      this.#last = undefined;
    }
    const { offset, limit, ...what } = query;
    const key = JSON.stringify(what);
    if (this.#last?.key !== key) {
      this.#last = {
        key,
        matching: sortRows(filterRows(this.#rows, query), query),
        facets: facetsOf(this.#rows, query),
      };
    }
    const { matching, facets } = this.#last;
    return {
      version,
      total: matching.length,
      all: this.#rows.length,
      offset,
      rows: matching
        .slice(offset, offset + limit)
        .map(({ haystack: _, facets: __, firstLayer: ___, lower: ____, ...row }) => row),
      facets,
      layers: Math.max(0, ...model.images.map(({ layers }) => layers.length)),
    };
  }

  row(model: CaseModel, key: string): ComponentRow | undefined {
    if (model !== this.#model) this.page(model, 0, [], { offset: 0, limit: 0 });
    return this.#rows.find(({ id }) => id === key);
  }
}

function indexRows(model: CaseModel, glimpsed: readonly Found[]): Indexed[] {
  const layers = new Map(model.images.map((image) => [image.tree, image.layers.length]));
  const names = new Map(model.trees.map((tree) => [tree.id, tree.name]));
  const rows = model.components.map((component, index) => {
    const places = component.occurrences.flatMap((at) => model.occurrences[at] ?? []);
    return indexed(component, places, layers, names, model.advisories.states[index]?.state);
  });
  const known = new Set(model.components.map(({ key }) => key));
  for (const found of glimpsed) {
    const key = found.purl ?? `${found.type}|${found.name}|${found.version ?? ''}`;
    if (known.has(key)) continue;
    known.add(key);
    rows.push(
      indexed(
        { ...found, key, version: found.version, purl: found.purl, occurrences: [] },
        [],
        layers,
        names,
      ),
    );
  }
  return rows;
}

function indexed(
  component: Component,
  places: readonly Occurrence[],
  layers: ReadonlyMap<string, number>,
  names: ReadonlyMap<string, string>,
  data: DataState['state'] = 'no-data',
): Indexed {
  const state = places.some((place) => place.state === 'present')
    ? 'present'
    : places.some((place) => place.state === 'removed')
      ? 'removed'
      : places.length === 0
        ? 'present'
        : 'stated';
  const seen = places.filter((place) => place.state !== 'stated');
  const ecosystem = ecosystemOf(component);
  const firstLayer = Math.min(...seen.map((place) => place.layer ?? Number.POSITIVE_INFINITY));
  const version = component.version ?? '';
  return {
    id: component.key,
    name: displayName(component.name),
    version: displayName(version),
    ecosystem,
    purl: component.purl,
    strip: strip(seen, layers),
    places: seen.length === 0 ? places.length : seen.length,
    state,
    note: noteOf(state, places),
    haystack:
      `${component.name}\n${version}\n${component.purl ?? ''}\n${places.map(({ path }) => path).join('\n')}`.toLowerCase(),
    lower: displayName(component.name).toLowerCase(),
    firstLayer,
    facets: {
      ecosystem: [ecosystem],
      state: [state],
      layer: [...new Set(seen.map((place) => (place.layer === undefined ? '' : String(place.layer + 1))))],
      owned: [places.some((place) => place.ownedBy !== undefined) ? 'owned' : 'free'],
      advisories: [data],
      license: [licenseFamilyOf(places)],
      source: [...new Set(places.map((place) => names.get(place.tree) ?? ''))],
    },
  };
}

/** Family of the licence that is declared or concluded; what only a file of it says does not count. */
function licenseFamilyOf(places: readonly Occurrence[]): LicenseFamily | 'none' {
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

function words(query: ComponentQuery): string[] {
  return (query.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
}

function filterRows(rows: readonly Indexed[], query: ComponentQuery, except?: string): Indexed[] {
  const wanted = words(query);
  const filters = Object.entries(query.filter ?? {}).filter(
    ([id, values]) => id !== except && values.length > 0,
  );
  return rows.filter(
    (row) =>
      wanted.every((word) => row.haystack.includes(word)) &&
      filters.every(([id, values]) => row.facets[id]?.some((value) => values.includes(value)) === true),
  );
}

const COLLATE = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** Made once: `localeCompare` makes one for each pair it compares. */
const versions = once(() => new Intl.Collator('en', { numeric: true }));
const STATE_ORDER = { present: 0, stated: 1, removed: 2 } as const;

function sortRows(rows: Indexed[], query: ComponentQuery): readonly Indexed[] {
  const { column, descending } = query.sort ?? { column: 'name', descending: false };
  const by: Readonly<Record<typeof column, (a: Indexed, b: Indexed) => number>> = {
    name: (a, b) => COLLATE(a.lower, b.lower),
    version: (a, b) => versions().compare(a.version, b.version),
    ecosystem: (a, b) => COLLATE(a.ecosystem, b.ecosystem),
    layer: (a, b) => a.firstLayer - b.firstLayer || 0,
    places: (a, b) => a.places - b.places,
    state: (a, b) => STATE_ORDER[a.state] - STATE_ORDER[b.state],
  };
  const sign = descending ? -1 : 1;
  return rows.sort(
    (a, b) => sign * by[column](a, b) || by.name(a, b) || by.version(a, b) || COLLATE(a.id, b.id),
  );
}

/** Each facet counts what its own values would leave, given all other filters. */
function facetsOf(rows: readonly Indexed[], query: ComponentQuery): Facet[] {
  return FACETS.flatMap(({ id, title, label }) => {
    const counts = new Map<string, number>();
    for (const row of filterRows(rows, query, id)) {
      for (const value of row.facets[id] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    for (const value of query.filter?.[id] ?? []) if (!counts.has(value)) counts.set(value, 0);
    const values = [...counts].map(([value, count]) => ({ value, label: label(value), count }));
    const byNumber = id === 'layer';
    values.sort(
      (a, b) =>
        (byNumber ? Number(a.value) - Number(b.value) : b.count - a.count) || COLLATE(a.value, b.value),
    );
    return values.length > 1 || id === 'ecosystem' ? [{ id, title, values }] : [];
  });
}
