import { displayName } from '../../base/names.ts';
import { compare, sideItems } from '../../case/compare/compare.ts';
import type { ComparedRow, Comparison, Side } from '../../case/compare/types.ts';
import type { CaseModel } from '../../case/model.ts';
import { ecosystemOf, ecosystemTitle } from '../../case/queries/ecosystem.ts';
import { artifactsOf } from '../../case/reconcile/describes.ts';
import type { ComparePage, ComparePageRow, CompareQuery, SideChoice } from '../views.ts';
import { type Faceted, type FacetTitle, facetedPage } from './faceted.ts';
import { COMPARED, FIELDS, JOINS } from './words.ts';

const TITLES: readonly FacetTitle[] = [
  {
    id: 'state',
    title: 'Standing',
    label: (value) => COMPARED[value as keyof typeof COMPARED] ?? value,
    order: ['changed', 'removed', 'added', 'same'],
  },
  { id: 'field', title: 'Changed in', label: (value) => FIELDS[value] ?? value },
  { id: 'join', title: 'Joined', label: (value) => JOINS[value] ?? value, order: ['digest', 'purl', 'name'] },
  { id: 'ecosystem', title: 'Type', label: ecosystemTitle },
];

/** Answers the Compare view; the last comparison is kept while the model stands. */
export class CompareQueries {
  #model: CaseModel | undefined;
  #choices: readonly SideChoice[] = [];
  #last:
    | { readonly key: string; readonly result: Comparison; readonly rows: readonly Faceted<ComparePageRow>[] }
    | undefined;

  /** Documents that state components, and artifacts in which some were found. */
  choices(model: CaseModel): readonly SideChoice[] {
    if (this.#model !== model) {
      this.#model = model;
      this.#last = undefined;
      this.#choices = choicesOf(model);
    }
    return this.#choices;
  }

  page(model: CaseModel, version: number, query: CompareQuery): ComparePage {
    const choices = this.choices(model);
    const first = choices.find(({ id }) => id === query.first)?.side;
    const second = choices.find(({ id }) => id === query.second)?.side;
    if (first === undefined || second === undefined) {
      return {
        ...facetedPage<ComparePageRow>([], [], query, version),
        counts: { added: 0, removed: 0, changed: 0, same: 0 },
      };
    }
    const key = `${query.first}\0${query.second}`;
    if (this.#last?.key !== key) {
      const result = compare(model, first, second);
      this.#last = { key, result, rows: result.rows.map((row, id) => faceted(model, row, id)) };
    }
    return { ...facetedPage(this.#last.rows, TITLES, query, version), counts: this.#last.result.counts };
  }
}

function choicesOf(model: CaseModel): SideChoice[] {
  const names = new Map(model.sources.map(({ id, path }) => [id, path]));
  const documents = model.documents.map((document) => ({
    side: { kind: 'document', source: document.source } satisfies Side,
    name: displayName(names.get(document.source) ?? ''),
    what: `${document.format} ${displayName(document.version)}`,
    partlyRead: document.partlyRead === true,
  }));
  const artifacts = artifactsOf(model).map((tree) => ({
    side: { kind: 'artifact', tree: tree.id } satisfies Side,
    name: displayName(tree.name),
    what: tree.image === undefined ? 'file' : 'image',
    partlyRead: !tree.complete,
  }));
  const choices = [...documents, ...artifacts].flatMap((one) => {
    const components = sideItems(model, one.side).length;
    if (components === 0) return [];
    const id = one.side.kind === 'document' ? `d:${one.side.source}` : `a:${one.side.tree}`;
    return [{ ...one, id, components }];
  });
  const isInside = insideOf(model, choices);
  return choices.map((one) => ({ ...one, nested: isInside(one.side) }));
}

/** Whether a side lies in the source of another one. */
function insideOf(model: CaseModel, choices: readonly { readonly side: Side }[]): (side: Side) => boolean {
  const parents = new Map(model.sources.map(({ id, parent }) => [id, parent]));
  const trees = new Map(model.trees.map(({ id, source }) => [id, source]));
  const sourceOf = (side: Side) => (side.kind === 'document' ? side.source : (trees.get(side.tree) ?? ''));
  const sources = new Set(choices.map(({ side }) => sourceOf(side)));
  return (side) => {
    for (let up = parents.get(sourceOf(side)); up !== undefined; up = parents.get(up))
      if (sources.has(up)) return true;
    return false;
  };
}

function faceted(model: CaseModel, one: ComparedRow, id: number): Faceted<ComparePageRow> {
  const first = model.components[one.first[0] ?? -1];
  const second = model.components[one.second[0] ?? -1];
  const component = second ?? first;
  const ecosystem = component === undefined ? '' : ecosystemOf(component);
  const row: ComparePageRow = {
    id,
    state: one.state,
    component: component?.key ?? '',
    name: displayName(component?.name ?? ''),
    firstVersion: displayName(first?.version ?? ''),
    secondVersion: displayName(second?.version ?? ''),
    ecosystem,
    join: one.join,
    changes: one.changes.map((change) => ({
      field: change.field,
      first: displayName(change.first),
      second: displayName(change.second),
    })),
  };
  return {
    row,
    haystack:
      `${row.name}\n${row.firstVersion}\n${row.secondVersion}\n${first?.purl ?? ''}\n${second?.purl ?? ''}`.toLowerCase(),
    facets: {
      state: [one.state],
      field: one.changes.map(({ field }) => field),
      join: one.join === undefined ? [] : [one.join],
      ecosystem: [ecosystem],
    },
  };
}
