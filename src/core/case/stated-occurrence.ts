import type { FactOf, Found } from '../model/reading.ts';
import type { SourceId } from '../model/source.ts';
import {
  type StatedColumns,
  statedComponent,
  statedCount,
  statedFacts,
  statedIdentity,
  statesField,
} from '../model/stated.ts';
import { textAt } from '../model/text-table.ts';
import type { CaseTree, Occurrence, TreeId } from './model.ts';

/**
 * A component as a document states it. Its facts stay in the document's columns until they are asked for; what is the
 * same of all of them is not held by each.
 */
export class StatedOccurrence implements Occurrence {
  readonly component: number;
  readonly cataloger: string;
  readonly path: string;
  readonly tree: TreeId;
  readonly source: SourceId;
  readonly #columns: StatedColumns;
  readonly #index: number;

  /** `path`: the document's name, the same for all that it states. */
  constructor(
    component: number,
    { tree, reader, path }: { readonly tree: CaseTree; readonly reader: string; readonly path: string },
    columns: StatedColumns,
    index: number,
  ) {
    this.component = component;
    this.cataloger = reader;
    this.path = path;
    this.tree = tree.id;
    this.source = tree.source;
    this.#columns = columns;
    this.#index = index;
  }

  get layer(): undefined {
    return undefined;
  }

  get removedIn(): undefined {
    return undefined;
  }

  get ownedBy(): undefined {
    return undefined;
  }

  get state(): 'stated' {
    return 'stated';
  }

  get how(): 'stated' {
    return 'stated';
  }

  /** Its number in the document. */
  get ref(): string {
    return String(this.#index);
  }

  /** What the document calls it. */
  get localId(): string | undefined {
    const { components, texts } = this.#columns;
    return textAt(texts, components.localId[this.#index] ?? 0) || undefined;
  }

  get pointer(): string | undefined {
    const { components, texts } = this.#columns;
    return textAt(texts, components.pointer[this.#index] ?? 0) || undefined;
  }

  /** What the document calls it, beside any package URL. */
  get said(): { readonly name: string; readonly version: string | undefined } {
    return statedIdentity(this.#columns, this.#index);
  }

  get facts(): readonly FactOf[] {
    return statedFacts(this.#columns, this.#index);
  }

  /** Whether any fact is of a field, without making objects of them. */
  states(field: string): boolean {
    return statesField(this.#columns, this.#index, field);
  }
}

/** The facts of a place if some are of the field that is asked for, else none. */
export function factsWith(place: Occurrence, field: string): readonly FactOf[] {
  return place instanceof StatedOccurrence && !place.states(field) ? [] : place.facts;
}

/** The first components of a document, as other readers give them. */
export function foundIn(columns: StatedColumns, path: string, most: number): Found[] {
  return Array.from({ length: Math.min(most, statedCount(columns)) }, (_, index): Found => {
    const { type, name, version, purl, pointer } = statedComponent(columns, index);
    return {
      ref: String(index),
      type,
      name,
      ...(version === undefined ? {} : { version }),
      ...(purl === undefined ? {} : { purl }),
      place: { path, state: 'stated', ...(pointer === undefined ? {} : { pointer }) },
      how: 'stated',
    };
  });
}
