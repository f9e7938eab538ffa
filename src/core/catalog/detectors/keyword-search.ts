/** Where a keyword stands. */
export interface KeywordHit {
  /** Index into the keywords given. */
  readonly keyword: number;
  readonly offset: number;
}

/**
 * Finds many literals in one pass over bytes (Wu and Manber 1994, blocks of two bytes): most blocks end no keyword, and
 * the search steps over them without looking at the bytes before. Keywords have at least three bytes.
 *
 * @throws RangeError for a shorter keyword: a bug.
 */
export class KeywordSearch {
  readonly #keywords: readonly Uint8Array[];
  readonly #shortest: number;
  /** How far a block (two bytes, little end first) lets the search step; 0 where it may end a keyword. */
  readonly #step = new Uint8Array(65_536);
  readonly #ending = new Map<number, number[]>();

  constructor(keywords: readonly (string | readonly number[])[]) {
    this.#keywords = keywords.map(bytesOf);
    this.#shortest = Math.min(...this.#keywords.map(({ length }) => length));
    if (this.#shortest < 3) throw new RangeError('a keyword has fewer than three bytes');
    this.#step.fill(this.#shortest - 1);
    this.#keywords.forEach((keyword, index) => {
      for (let end = 1; end < this.#shortest; end++) {
        const block = (keyword[end - 1] ?? 0) | ((keyword[end] ?? 0) << 8);
        this.#step[block] = Math.min(this.#step[block] ?? 0, this.#shortest - 1 - end);
        if (end === this.#shortest - 1) this.#ending.set(block, [...(this.#ending.get(block) ?? []), index]);
      }
    });
  }

  /** Hits of the keywords that are wanted, in order of their place: `most`, and a few that stand where the last one does. */
  find(
    bytes: Uint8Array,
    most: number,
    wanted: (keyword: number) => boolean = () => true,
  ): readonly KeywordHit[] {
    const hits: KeywordHit[] = [];
    const step = this.#step;
    const last = this.#shortest - 1;
    for (let at = last; at < bytes.length; ) {
      const block = (bytes[at - 1] as number) | ((bytes[at] as number) << 8);
      const by = step[block] as number;
      if (by > 0) {
        at += by;
        continue;
      }
      for (const keyword of this.#ending.get(block) ?? []) {
        if (wanted(keyword) && this.#standsAt(bytes, at - last, keyword))
          hits.push({ keyword, offset: at - last });
      }
      if (hits.length >= most) break;
      at++;
    }
    return hits;
  }

  length(keyword: number): number {
    return this.#keywords[keyword]?.length ?? 0;
  }

  #standsAt(bytes: Uint8Array, start: number, index: number): boolean {
    const keyword = this.#keywords[index];
    if (keyword === undefined || start + keyword.length > bytes.length) return false;
    for (let i = 0; i < keyword.length; i++) if (bytes[start + i] !== keyword[i]) return false;
    return true;
  }
}

function bytesOf(keyword: string | readonly number[]): Uint8Array {
  return typeof keyword === 'string'
    ? Uint8Array.from(keyword, (char) => char.charCodeAt(0))
    : Uint8Array.from(keyword);
}
