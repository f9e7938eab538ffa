import { untrack } from 'svelte';
import type { FocusGraph, GraphQuery } from '../../core/case/views.ts';
import { Answer } from '../state/answer.svelte.ts';
import type { Picture, Pictures } from './pictures.ts';

/** The picture that answers the question a view asks. */
export class FocusPicture {
  readonly answer = new Answer<Picture | undefined>();
  readonly #pictures: Pictures;
  #asked: GraphQuery | undefined;
  #early = $state.raw<FocusGraph | undefined>(undefined);

  constructor(pictures: Pictures) {
    this.#pictures = pictures;
  }

  /** What the picture shows; before the first one is drawn, what it is going to show. */
  get graph(): FocusGraph | undefined {
    return this.answer.key === undefined ? this.#early : this.answer.value?.graph;
  }

  ask(query: GraphQuery): void {
    this.#asked = query;
    untrack(() => this.answer.ask(JSON.stringify(query), () => this.#draw(query)));
  }

  async #draw(query: GraphQuery): Promise<Picture | undefined> {
    const { graph, picture } = this.#pictures.draw(query);
    if (this.answer.key === undefined) {
      const early = await graph;
      if (this.#asked === query) this.#early = early;
      // The list is drawn in a turn of its own: both in one would keep the page from answering for too long.
      await turn();
    }
    return picture;
  }
}

/** Lets the page draw what has changed. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
