import { untrack } from 'svelte';
import type { Page } from '../../core/case/views.ts';

/** Rows asked for beyond each end of what is seen. */
const MARGIN = 60;

export type AskRows<P> = (offset: number, limit: number) => Promise<P>;

/**
 * A table of any length of which only a window is held. The page says what it sees; rows around it are asked for, one
 * question at a time, the newest first. Old rows stay until new ones are there.
 */
export class RowWindow<Row, P extends Page<Row> = Page<Row>> {
  /** The last answer: totals, facets, rows from `page.offset` on. */
  page = $state.raw<P | undefined>(undefined);

  #ask: AskRows<P> | undefined;
  #key = '';
  #version = -1;
  #first = 0;
  #last = 60;
  #busy = false;
  /** Key and version of the last answer. */
  #held = '';

  get total(): number {
    return this.page?.total ?? 0;
  }

  row(index: number): Row | undefined {
    const page = this.page;
    return page === undefined ? undefined : page.rows[index - page.offset];
  }

  /** Index of the first held row that fits, or -1. */
  find(fits: (row: Row) => boolean): number {
    const page = this.page;
    const at = page === undefined ? -1 : page.rows.findIndex(fits);
    return page === undefined || at < 0 ? -1 : at + page.offset;
  }

  /** Sets the question. `key` names it; a new key or version asks again. */
  question(key: string, version: number, ask: AskRows<P>): void {
    this.#ask = ask;
    if (key === this.#key && version === this.#version) return;
    this.#key = key;
    this.#version = version;
    untrack(() => void this.#fill());
  }

  /** Says which rows are seen. */
  see(first: number, last: number): void {
    this.#first = Math.max(0, first);
    this.#last = Math.max(first, last);
    untrack(() => void this.#fill());
  }

  #wants(): boolean {
    if (this.#held !== this.#now()) return true;
    const page = this.page;
    if (page === undefined) return true;
    const end = Math.min(this.#last, page.total - 1);
    return this.#first < page.offset || end >= page.offset + page.rows.length;
  }

  #now(): string {
    return `${this.#version} ${this.#key}`;
  }

  async #fill(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      // A reader that answers with fewer rows than there are must not be asked for ever: `stuck` ends it.
      for (let stuck = 0; this.#ask !== undefined && this.#wants() && stuck < 2; ) {
        const asked = this.#now();
        const offset = Math.max(0, this.#first - MARGIN);
        const before = this.page;
        const page = await this.#ask(offset, this.#last - offset + MARGIN);
        if (asked !== this.#now()) continue;
        this.page = page;
        const same =
          this.#held === asked && before?.offset === page.offset && before.rows.length === page.rows.length;
        stuck = same ? stuck + 1 : 0;
        this.#held = asked;
      }
    } finally {
      this.#busy = false;
    }
  }
}
