import { once } from '../base/once.ts';
import type { RelationOf } from '../model/reading.ts';
import { RELATION_KINDS, SCOPES, type StatedColumns } from '../model/stated.ts';
import { textAt } from '../model/text-table.ts';
import { codes, numbers } from '../sbom/number-column.ts';
import type { Relations } from './model.ts';

type Relation = Pick<RelationOf, 'kind' | 'rawKind' | 'how' | 'asked'> & {
  readonly scope?: RelationOf['scope'] | undefined;
};

const HOWS: readonly RelationOf['how'][] = ['verified', 'measured', 'stated', 'derived'];
const STATED = HOWS.indexOf('stated');

/** Collects the relations of a case by column, as numbers, up to a limit. */
export class RelationBuilder {
  readonly #limit: number;
  readonly #from = numbers();
  readonly #to = numbers();
  readonly #kind = codes();
  readonly #scope = codes();
  readonly #how = codes();
  readonly #rawKind = numbers();
  readonly #asked = numbers();
  readonly #words: string[] = [''];
  readonly #wordNumbers = new Map<string, number>([['', 0]]);
  /** Relations that were told and not kept. */
  refused = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(from: number, to: number, { kind, scope, how, rawKind, asked }: Relation): void {
    this.#add(
      from,
      to,
      RELATION_KINDS.indexOf(kind),
      scope === undefined ? 0 : SCOPES.indexOf(scope),
      HOWS.indexOf(how),
      this.#word(rawKind),
      this.#word(asked),
    );
  }

  /** Relations of a document whose component 0 is occurrence `first`; those past `count` were not kept. */
  addStated({ components, relations, texts }: StatedColumns, first: number, count: number): void {
    // The same few words over and over, and mostly the one that came before.
    const known = new Map<number, number>();
    let last = 0;
    let lastOwn = 0;
    const word = (number: number): number => {
      if (number === 0) return 0;
      if (number === last) return lastOwn;
      lastOwn = known.get(number) ?? this.#word(textAt(texts, number));
      last = number;
      known.set(number, lastOwn);
      return lastOwn;
    };
    const all = relations.from.length;
    if (count === components.name.length && this.#from.length + all <= this.#limit) {
      this.#from.append(relations.from, first);
      this.#to.append(relations.to, first);
      this.#kind.append(relations.kind);
      this.#scope.append(relations.scope);
      this.#how.append(new Uint8Array(all).fill(STATED));
      this.#rawKind.append(relations.rawKind.map(word));
      this.#asked.append(relations.asked.map(word));
      return;
    }
    for (let i = 0; i < relations.from.length; i++) {
      const from = relations.from[i] ?? 0;
      const to = relations.to[i] ?? 0;
      if (from >= count || to >= count) continue;
      const rawKind = word(relations.rawKind[i] ?? 0);
      const asked = word(relations.asked[i] ?? 0);
      const kind = relations.kind[i] ?? 0;
      this.#add(first + from, first + to, kind, relations.scope[i] ?? 0, STATED, rawKind, asked);
    }
  }

  /** Words are made of the numbers when they are first asked for: a table of components asks for none. */
  columns(): Relations {
    const wordAt = (number: number): string => this.#words[number] ?? '';
    const kind = once(() => Array.from(this.#kind.column(), (code) => RELATION_KINDS[code] ?? 'other'));
    const scope = once(() => Array.from(this.#scope.column(), (code) => SCOPES[code]));
    const rawKind = once(() => Array.from(this.#rawKind.column(), wordAt));
    const how = once(() => Array.from(this.#how.column(), (code) => HOWS[code] ?? 'derived'));
    const asked = once(() =>
      Array.from(this.#asked.column(), (number) => (number === 0 ? undefined : wordAt(number))),
    );
    return {
      from: this.#from.column(),
      to: this.#to.column(),
      get kind() {
        return kind();
      },
      get scope() {
        return scope();
      },
      get rawKind() {
        return rawKind();
      },
      get how() {
        return how();
      },
      get asked() {
        return asked();
      },
    };
  }

  #add(
    from: number,
    to: number,
    kind: number,
    scope: number,
    how: number,
    rawKind: number,
    asked: number,
  ): void {
    if (this.#from.length >= this.#limit) {
      this.refused++;
      return;
    }
    this.#from.push(from);
    this.#to.push(to);
    this.#kind.push(kind);
    this.#scope.push(scope);
    this.#how.push(how);
    this.#rawKind.push(rawKind);
    this.#asked.push(asked);
  }

  #word(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.#wordNumbers.get(text);
    if (known !== undefined) return known;
    this.#wordNumbers.set(text, this.#words.length);
    return this.#words.push(text) - 1;
  }
}
