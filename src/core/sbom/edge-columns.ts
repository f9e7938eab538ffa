import type { RelationKind, Scope } from '../model/reading.ts';
import { RELATION_KINDS, SCOPES, type StatedColumns } from '../model/stated.ts';
import type { TextTableBuilder } from '../model/text-table.ts';

/** Collects relations between components by their number. */
export class EdgeColumns {
  readonly #texts: TextTableBuilder;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #kind: number[] = [];
  readonly #scope: number[] = [];
  readonly #rawKind: number[] = [];
  readonly #asked: number[] = [];

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
    this.#rawKind.push(this.#texts.add(relation.rawKind));
    this.#asked.push(this.#texts.add(relation.asked));
  }

  columns(): StatedColumns['relations'] {
    return {
      from: Uint32Array.from(this.#from),
      to: Uint32Array.from(this.#to),
      kind: Uint8Array.from(this.#kind),
      scope: Uint8Array.from(this.#scope),
      rawKind: Uint32Array.from(this.#rawKind),
      asked: Uint32Array.from(this.#asked),
    };
  }
}
