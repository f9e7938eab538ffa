import type { Facet, Page } from '../../case/views.ts';
import type { Filter } from '../views.ts';

/** A row with what it is searched and filtered by. */
export interface Faceted<Row> {
  readonly row: Row;
  readonly haystack: string;
  readonly facets: Readonly<Record<string, readonly string[]>>;
}

export interface FacetTitle {
  readonly id: string;
  readonly title: string;
  readonly label: (value: string) => string;
  /** Values in this order; most first where none is given. */
  readonly order?: readonly string[];
}

/** A page of the rows that match, with facets that count what each of their values would leave. */
export function facetedPage<Row>(
  all: readonly Faceted<Row>[],
  titles: readonly FacetTitle[],
  query: {
    readonly filter?: Filter;
    readonly text?: string;
    readonly offset: number;
    readonly limit: number;
  },
  version: number,
): Page<Row> & { readonly facets: readonly Facet[] } {
  const matching = filtered(all, query);
  return {
    version,
    total: matching.length,
    all: all.length,
    offset: query.offset,
    rows: matching.slice(query.offset, query.offset + query.limit).map(({ row }) => row),
    facets: titles.map((title) =>
      facet(filtered(all, query, title.id), title, query.filter?.[title.id] ?? []),
    ),
  };
}

function filtered<Row>(
  all: readonly Faceted<Row>[],
  query: { readonly filter?: Filter; readonly text?: string },
  except?: string,
): readonly Faceted<Row>[] {
  const words = (query.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = Object.entries(query.filter ?? {}).filter(
    ([id, values]) => id !== except && values.length > 0,
  );
  if (words.length === 0 && wanted.length === 0) return all;
  return all.filter(
    ({ haystack, facets }) =>
      words.every((word) => haystack.includes(word)) &&
      wanted.every(([id, values]) => facets[id]?.some((value) => values.includes(value)) === true),
  );
}

function facet<Row>(rows: readonly Faceted<Row>[], title: FacetTitle, chosen: readonly string[]): Facet {
  const counts = new Map<string, number>(chosen.map((value) => [value, 0]));
  for (const { facets } of rows) {
    for (const value of facets[title.id] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const place = (value: string) => title.order?.indexOf(value) ?? -1;
  const values = [...counts].map(([value, count]) => ({ value, label: title.label(value), count }));
  values.sort((a, b) => place(a.value) - place(b.value) || b.count - a.count || (a.value < b.value ? -1 : 1));
  return { id: title.id, title: title.title, values };
}
