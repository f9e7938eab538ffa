import type { RelationKind, Scope } from '../model/reading.ts';
import { RELATION_KINDS, SCOPES, type StatedColumns } from '../model/stated.ts';
import type { TextTableBuilder } from '../model/text-table.ts';
import { codes, numbers } from './number-column.ts';

/** Collects relations between components by their number. */
export class EdgeColumns {
  readonly #texts: TextTableBuilder;
  readonly #from = numbers();
  readonly #to = numbers();
  readonly #kind = codes();
  readonly #scope = codes();
  readonly #rawKind = numbers();
  readonly #asked = numbers();
  /** The word that the relation before used: mostly the same. */
  #last = '';
  #lastNumber = 0;

  constructor(texts: TextTableBuilder) {
    this.#texts = texts;
  }

  get length(): number {
    return this.#from.length;
  }

  add(
    from: number,
    to: number,
    relation: {
      readonly kind: RelationKind;
      readonly rawKind: string;
      readonly scope?: Scope | undefined;
      readonly asked?: string | undefined;
    },
  ): void {
    this.#from.push(from);
    this.#to.push(to);
    this.#kind.push(Math.max(0, RELATION_KINDS.indexOf(relation.kind)));
    this.#scope.push(relation.scope === undefined ? 0 : Math.max(0, SCOPES.indexOf(relation.scope)));
    if (relation.rawKind !== this.#last) {
      this.#last = relation.rawKind;
      this.#lastNumber = this.#texts.add(relation.rawKind);
    }
    this.#rawKind.push(this.#lastNumber);
    this.#asked.push(this.#texts.add(relation.asked));
  }

  columns(): StatedColumns['relations'] {
    return {
      from: this.#from.column(),
      to: this.#to.column(),
      kind: this.#kind.column(),
      scope: this.#scope.column(),
      rawKind: this.#rawKind.column(),
      asked: this.#asked.column(),
    };
  }
}
