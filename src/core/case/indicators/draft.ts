import type { Indicator, IndicatorList } from './types.ts';

const MOST = 1_000_000;
const UNREAD_KEPT = 100;

/** A list of indicators while it is read. */
export class Draft {
  readonly #found = new Map<string, { readonly indicator: Indicator; readonly at: string }>();
  readonly #words = new Set<string>();
  readonly #unread: { readonly at: string; readonly text: string }[] = [];
  #unreadCount = 0;

  /** What a word at a place of the list means; nothing, where it means nothing that can be looked for. */
  add(meanings: readonly Indicator[], at: string, text: string): void {
    const [first] = meanings;
    if (first === undefined || this.#found.size >= MOST) {
      this.#unreadCount++;
      if (this.#unread.length < UNREAD_KEPT) this.#unread.push({ at, text: text.slice(0, 200) });
      return;
    }
    this.#words.add(JSON.stringify(first));
    for (const indicator of meanings) {
      const key = JSON.stringify(indicator);
      if (!this.#found.has(key)) this.#found.set(key, { indicator, at });
    }
  }

  done(): IndicatorList {
    return {
      indicators: [...this.#found.values()],
      words: this.#words.size,
      unread: this.#unread,
      unreadCount: this.#unreadCount,
    };
  }
}
