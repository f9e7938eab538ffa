/**
 * An ordered list of modules of one shape. Order is the order of registration and is what readers see in
 * pickers and generated documents.
 *
 * @throws Error when two modules claim one id: a bug, found at start-up.
 */
export class Registry<T extends { readonly id: string }> implements Iterable<T> {
  readonly #byId = new Map<string, T>();

  constructor(modules: Iterable<T>) {
    for (const module of modules) {
      if (this.#byId.has(module.id)) throw new Error(`duplicate id in registry: ${module.id}`);
      this.#byId.set(module.id, module);
    }
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  get size(): number {
    return this.#byId.size;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#byId.values();
  }
}
