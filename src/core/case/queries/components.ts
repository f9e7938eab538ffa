import { displayName } from '../../base/names.ts';
import { once } from '../../base/once.ts';
import type { Found } from '../../model/reading.ts';
import { DATA_STATES } from '../advisories/component-data.ts';
import type { CaseModel } from '../model.ts';
import type { ComponentFlag, ComponentPage, ComponentQuery, ComponentRow, Facet } from '../views.ts';
import { type FacetId, type IndexedComponent, indexComponents, isIndexOf, rowOf } from './component-index.ts';
import { ecosystemTitle } from './ecosystem.ts';

/** Facets of the component table: what a value is, and what it is called. */
const FACETS: readonly {
  readonly id: FacetId;
  readonly title: string;
  readonly label: (value: string) => string;
}[] = [
  { id: 'ecosystem', title: 'Type', label: ecosystemTitle },
  { id: 'flag', title: 'Flag', label: (value) => FLAGS[value] ?? value },
  { id: 'state', title: 'Seen', label: (value) => STATES[value] ?? value },
  { id: 'layer', title: 'Layer', label: (value) => (value === '' ? 'no layer' : `layer ${value}`) },
  { id: 'owned', title: 'Owner', label: (value) => (value === 'owned' ? 'owned by a package' : 'by itself') },
  { id: 'advisories', title: 'Advisories', label: (value) => DATA_STATES[value] ?? value },
  { id: 'license', title: 'Licence', label: (value) => FAMILIES[value] ?? value },
  { id: 'licenseText', title: 'Licence text', label: (value) => TEXTS[value] ?? value },
  { id: 'source', title: 'In', label: displayName },
];

const FLAGS: Readonly<Record<string, string>> = { none: 'no severity', unflagged: 'not flagged' };

const FAMILIES: Readonly<Record<string, string>> = {
  permissive: 'permissive',
  'weak-copyleft': 'weak copyleft',
  'strong-copyleft': 'strong copyleft',
  unknown: 'not known, or of its own',
  invalid: 'no SPDX expression',
  none: 'none stated',
};

const TEXTS: Readonly<Record<string, string>> = {
  agrees: 'as declared',
  disagrees: 'another than declared',
  unrecognized: 'cannot be compared',
  'text-only': 'nothing declared',
  'declared-only': 'only a notice',
  nothing: 'only a notice',
  none: 'none found',
};

const STATES: Readonly<Record<string, string>> = {
  present: 'installed',
  removed: 'removed later',
  stated: 'only stated',
};

const NO_FLAGS: ReadonlyMap<string, ComponentFlag> = new Map();

/** Answers component queries; what is derived from a model is built once and kept while the model stands. */
export class ComponentQueries {
  #model: CaseModel | undefined;
  #glimpsed = 0;
  #flags = NO_FLAGS;
  #rows: readonly IndexedComponent[] = [];
  #last:
    | {
        readonly key: string;
        readonly matching: readonly IndexedComponent[];
        readonly facets: readonly Facet[];
      }
    | undefined;

  /**
   * `glimpsed` are components of files still being read, shown until they are joined; `flags` what the rules found, by
   * component, once they have been run.
   */
  page(
    model: CaseModel,
    version: number,
    glimpsed: readonly Found[],
    query: ComponentQuery,
    flags?: ReadonlyMap<string, ComponentFlag>,
  ): ComponentPage {
    this.#index(model, glimpsed);
    this.#flag(flags ?? NO_FLAGS);
    const { offset, limit, ...what } = query;
    const key = JSON.stringify(what);
    if (this.#last?.key !== key) this.#last = { key, ...answer(this.#rows, query) };
    const { matching, facets } = this.#last;
    return {
      version,
      total: matching.length,
      all: this.#rows.length,
      offset,
      rows: matching.slice(offset, offset + limit).map(rowOf),
      facets,
      layers: Math.max(0, ...model.images.map(({ layers }) => layers.length)),
      flags: flags === undefined ? 'waiting' : 'known',
    };
  }

  row(model: CaseModel, key: string): ComponentRow | undefined {
    this.#index(model, []);
    const found = this.#rows.find(({ id }) => id === key);
    return found === undefined ? undefined : rowOf(found);
  }

  #index(model: CaseModel, glimpsed: readonly Found[]): void {
    const same = this.#model === model || (this.#model !== undefined && isIndexOf(this.#model, model));
    this.#model = model;
    if (same && glimpsed.length === this.#glimpsed) return;
    this.#glimpsed = glimpsed.length;
    this.#rows = indexComponents(model, glimpsed);
    this.#flags = NO_FLAGS;
    this.#last = undefined;
  }

  #flag(flags: ReadonlyMap<string, ComponentFlag>): void {
    if (flags === this.#flags) return;
    this.#flags = flags;
    for (const row of this.#rows) row.flagged = flags.get(row.id);
    this.#last = undefined;
  }
}

interface Filter {
  readonly id: FacetId;
  readonly values: readonly string[];
}

/** The rows that fit a query, sorted, and the facets: each counts what its own values would leave, given all other filters. */
function answer(
  rows: readonly IndexedComponent[],
  query: ComponentQuery,
): { readonly matching: readonly IndexedComponent[]; readonly facets: readonly Facet[] } {
  const words = (query.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const filters = FACETS.flatMap(({ id }): Filter[] => {
    const values = query.filter?.[id] ?? [];
    return values.length === 0 ? [] : [{ id, values }];
  });
  const unknown = Object.entries(query.filter ?? {}).some(
    ([id, values]) => values.length > 0 && !FACETS.some((facet) => facet.id === id),
  );
  const matching: IndexedComponent[] = [];
  const counts = new Map(FACETS.map(({ id }) => [id, new Counts()]));
  const all = [...counts];
  for (const row of rows) {
    if (unknown || !words.every((word) => row.haystack.includes(word))) continue;
    let failed: FacetId | undefined;
    let failures = 0;
    for (const filter of filters) {
      if (fits(row, filter)) continue;
      failed = filter.id;
      failures++;
    }
    if (failures === 0) {
      matching.push(row);
      for (const [id, count] of all) count.add(row[id]);
    } else if (failures === 1 && failed !== undefined) counts.get(failed)?.add(row[failed]);
  }
  return { matching: sortRows(matching, query), facets: facetsOf(counts, query) };
}

function fits(row: IndexedComponent, { id, values }: Filter): boolean {
  const own = row[id];
  return typeof own === 'string' ? values.includes(own) : own.some((value) => values.includes(value));
}

/** How often each value was seen; the same value mostly comes many times in a row. */
class Counts {
  readonly #counts = new Map<string, number>();
  #value: string | readonly string[] | undefined;
  #times = 0;

  add(value: string | readonly string[]): void {
    if (value === this.#value) {
      this.#times++;
      return;
    }
    this.#settle();
    this.#value = value;
    this.#times = 1;
  }

  get counts(): Map<string, number> {
    this.#settle();
    return this.#counts;
  }

  #settle(): void {
    const values = this.#value ?? [];
    for (const value of typeof values === 'string' ? [values] : values)
      this.#counts.set(value, (this.#counts.get(value) ?? 0) + this.#times);
    this.#value = undefined;
  }
}

function facetsOf(counted: ReadonlyMap<FacetId, Counts>, query: ComponentQuery): Facet[] {
  return FACETS.flatMap(({ id, title, label }) => {
    const counts = counted.get(id)?.counts ?? new Map<string, number>();
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

const COLLATE = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** Made once: `localeCompare` makes one for each pair it compares. */
const versions = once(() => new Intl.Collator('en', { numeric: true }));
/** Behind every severity. */
const UNFLAGGED = 9;
const STATE_ORDER = { present: 0, stated: 1, removed: 2 } as const;

function sortRows(rows: IndexedComponent[], query: ComponentQuery): readonly IndexedComponent[] {
  // Unasked, what is flagged comes first.
  const { column, descending } = query.sort ?? { column: 'flag', descending: true };
  type Order = (a: IndexedComponent, b: IndexedComponent) => number;
  const by: Readonly<Record<typeof column, Order>> = {
    name: (a, b) => a.beginning - b.beginning || COLLATE(a.lower, b.lower),
    version: (a, b) => versions().compare(a.version, b.version),
    ecosystem: (a, b) => COLLATE(a.ecosystem, b.ecosystem),
    layer: (a, b) => a.firstLayer - b.firstLayer || 0,
    places: (a, b) => a.places - b.places,
    flag: (a, b) =>
      (b.flagged?.rank ?? UNFLAGGED) - (a.flagged?.rank ?? UNFLAGGED) ||
      (a.flagged?.facts ?? 0) - (b.flagged?.facts ?? 0),
    state: (a, b) => STATE_ORDER[a.state] - STATE_ORDER[b.state],
  };
  const sign = descending ? -1 : 1;
  const first = by[column];
  return rows.sort((a, b) => sign * first(a, b) || by.name(a, b) || by.version(a, b) || COLLATE(a.id, b.id));
}
