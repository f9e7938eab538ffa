import type { CaseState } from '../src/core/case/views.ts';

const STATES_PER_SECOND = 10;

/** Tells the page how the case stands: ten times a second at most, but a change of phase and the first news at once. */
export class StateTeller {
  readonly #state: () => CaseState | undefined;
  #listener: ((state: CaseState) => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #phase = '';
  /** When the page was told last. */
  #told = Number.NEGATIVE_INFINITY;

  constructor(state: () => CaseState | undefined) {
    this.#state = state;
  }

  watch(listener: (state: CaseState) => void): void {
    this.#listener = listener;
    this.#tell();
  }

  changed(): void {
    const phase = this.#state()?.phase ?? '';
    const now = performance.now();
    const next = this.#told + 1000 / STATES_PER_SECOND;
    if (phase !== this.#phase || now >= next) this.#tell();
    else this.#timer ??= setTimeout(() => this.#tell(), next - now);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const state = this.#state();
    if (state === undefined || this.#listener === undefined) return;
    this.#told = performance.now();
    this.#phase = state.phase;
    this.#listener(state);
  }
}
