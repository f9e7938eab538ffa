import type { CaseState } from '../src/core/case/views.ts';

const STATES_PER_SECOND = 10;

/**
 * Tells the page how the case stands: ten times a second at most, but a change of phase at once, and so what is found
 * after a while in which only progress was made.
 */
export class StateTeller {
  readonly #state: () => CaseState | undefined;
  #listener: ((state: CaseState) => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #phase = '';
  #version = -1;
  /** When the page was told last, and when of something found. */
  #told = Number.NEGATIVE_INFINITY;
  #toldNews = Number.NEGATIVE_INFINITY;

  constructor(state: () => CaseState | undefined) {
    this.#state = state;
  }

  watch(listener: (state: CaseState) => void): void {
    this.#listener = listener;
    this.#tell();
  }

  changed(): void {
    const { phase = '', version = -1 } = this.#state() ?? {};
    const last = version === this.#version ? this.#told : this.#toldNews;
    const now = performance.now();
    const next = last + 1000 / STATES_PER_SECOND;
    if (phase !== this.#phase || now >= next) this.#tell();
    else this.#timer ??= setTimeout(() => this.#tell(), next - now);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const state = this.#state();
    if (state === undefined || this.#listener === undefined) return;
    this.#told = performance.now();
    if (state.version !== this.#version) this.#toldNews = this.#told;
    this.#phase = state.phase;
    this.#version = state.version;
    this.#listener(state);
  }
}
