/**
 * Texts end to end: strings and their borders cross a worker boundary, not one object a text. Those that need two bytes
 * a character stand apart: one of them would double the size of all.
 */
export interface TextColumns {
  readonly text: string;
  /** Text `n` ends at `ends[n]` and starts where text `n - 1` ended. Text 0 is empty and stands for absence. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Texts with characters above U+00FF, by number, where they are few; they are empty in `text`. */
  readonly wide: ReadonlyMap<number, string>;
}

/** One in so many. */
const MANY_WIDE = 10;

/** Words that are looked for by identity before they are looked up. */
const RECENT = 8;

const WIDE = /[^\0-\xff]/;

/** Collects texts and gives each a number; the same text gets the same one. */
export class TextTableBuilder {
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #texts: string[] = [''];
  readonly #recent: string[] = [];
  readonly #recentNumbers: number[] = [];
  #turn = 0;
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

  /** Number of a text of which there are few, over and over: looked for among the last ones first. */
  word(text: string): number {
    const recent = this.#recent;
    for (let i = 0; i < recent.length; i++) if (recent[i] === text) return this.#recentNumbers[i] as number;
    const number = this.add(text);
    recent[this.#turn] = text;
    this.#recentNumbers[this.#turn] = number;
    this.#turn = (this.#turn + 1) % RECENT;
    return number;
  }

  /** Text of a number. */
  at(number: number): string {
    return this.#texts[number] ?? '';
  }

  columns(): TextColumns {
    const texts = this.#texts;
    const wide = new Map<number, string>();
    for (let number = 0; number < texts.length; number++) {
      const text = texts[number] as string;
      if (WIDE.test(text)) wide.set(number, text);
    }
    // Where many do, nothing is won by keeping them apart.
    if (wide.size === 0 || wide.size > texts.length / MANY_WIDE)
      return { ...endToEnd(texts), wide: new Map() };
    const narrow = texts.slice();
    for (const number of wide.keys()) narrow[number] = '';
    return { ...endToEnd(narrow), wide };
  }
}

function endToEnd(texts: readonly string[]): Omit<TextColumns, 'wide'> {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  for (let number = 0; number < texts.length; number++) {
    end += (texts[number] as string).length;
    ends[number] = end;
  }
  return { text: texts.join(''), ends };
}

/** Text of a number; empty for 0. */
export function textAt({ text, ends, wide }: TextColumns, number: number): string {
  if (number === 0) return '';
  const start = ends[number - 1] ?? 0;
  const end = ends[number] ?? 0;
  return start === end ? (wide.get(number) ?? '') : text.slice(start, end);
}
