/** Distinct texts end to end: one string and its borders cross a worker boundary, not one object a text. */
export interface TextColumns {
  readonly text: string;
  /** Text `n` ends at `ends[n]` and starts where text `n - 1` ended. Text 0 is empty and stands for absence. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** Collects texts and gives each a number; the same text gets the same one. */
export class TextTableBuilder {
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #texts: string[] = [''];
  #length = 0;

  /** Characters held. */
  get length(): number {
    return this.#length;
  }

  /** Number of a text; 0 for an absent or empty one. */
  add(text: string | undefined): number {
    if (text === undefined || text === '') return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#texts.push(text);
    this.#length += text.length;
    this.#numbers.set(text, number);
    return number;
  }

  /** Number of a text that hardly ever comes twice: kept without looking whether it is there. */
  append(text: string | undefined): number {
    if (text === undefined || text === '') return 0;
    this.#length += text.length;
    return this.#texts.push(text) - 1;
  }

  /** Text of a number. */
  at(number: number): string {
    return this.#texts[number] ?? '';
  }

  columns(): TextColumns {
    const ends = new Uint32Array(this.#texts.length);
    let end = 0;
    this.#texts.forEach((text, number) => {
      end += text.length;
      ends[number] = end;
    });
    return { text: this.#texts.join(''), ends };
  }
}

/** Text of a number; empty for 0. */
export function textAt({ text, ends }: TextColumns, number: number): string {
  return number === 0 ? '' : text.slice(ends[number - 1] ?? 0, ends[number] ?? 0);
}
