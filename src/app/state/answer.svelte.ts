/**
 * The latest answer to one question. A question asked again while its answer is under way waits for it; an answer to
 * an older question is dropped. The old value stays until the new one is there, so nothing flickers.
 */
export class Answer<T> {
  value = $state.raw<T | undefined>(undefined);
  /** Key of the question that `value` answers. */
  key = $state.raw<string | undefined>(undefined);

  #asked: string | undefined;
  #next: (() => Promise<T>) | undefined;

  /** `key` names the question; the same key with a newer `version` asks again and keeps the old value meanwhile. */
  ask(key: string, question: () => Promise<T>): void {
    if (this.#asked === key) {
      this.#next = question;
      return;
    }
    this.#next = undefined;
    void this.#run(key, question);
  }

  clear(): void {
    this.#asked = undefined;
    this.#next = undefined;
    this.value = undefined;
    this.key = undefined;
  }

  async #run(key: string, question: () => Promise<T>): Promise<void> {
    this.#asked = key;
    try {
      const value = await question();
      if (this.#asked !== key) return;
      this.value = value;
      this.key = key;
    } finally {
      if (this.#asked === key) {
        this.#asked = undefined;
        const next = this.#next;
        this.#next = undefined;
        if (next !== undefined) void this.#run(key, next);
      }
    }
  }
}
