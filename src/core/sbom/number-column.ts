type Numbers = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** A column of numbers that grows: a plain array of hundreds of thousands is copied anew into a typed one at its end. */
export class NumberColumn<T extends Numbers> {
  readonly #make: (length: number) => T;
  #numbers: T;
  #length = 0;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#numbers = make(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const grown = this.#make(2 * this.#length);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.#length++] = number;
  }

  /** The numbers of a list, each with `more` added. */
  append(list: ArrayLike<number>, more = 0): void {
    const length = this.#length + list.length;
    if (length > this.#numbers.length) {
      const grown = this.#make(Math.max(length, 2 * this.#length));
      grown.set(this.#numbers.subarray(0, this.#length));
      this.#numbers = grown;
    }
    const numbers = this.#numbers;
    for (let i = 0, at = this.#length; i < list.length; i++) numbers[at + i] = (list[i] as number) + more;
    this.#length = length;
  }

  at(index: number): number {
    return index < this.#length ? (this.#numbers[index] ?? 0) : 0;
  }

  /** The numbers in a buffer of their own; a `Uint8Array` or `Uint32Array`, as it was made. */
  column(): T {
    const out = this.#make(this.#length);
    out.set(this.#numbers.subarray(0, this.#length));
    return out;
  }

  /** The numbers in another order: number `i` goes to place `order[i]`. */
  sorted(order: Uint32Array): T {
    const out = this.#make(this.#length);
    for (let i = 0; i < this.#length; i++) out[order[i] ?? 0] = this.#numbers[i] ?? 0;
    return out;
  }
}

export const codes = (): NumberColumn<Uint8Array<ArrayBuffer>> => new NumberColumn((n) => new Uint8Array(n));
export const numbers = (): NumberColumn<Uint32Array<ArrayBuffer>> =>
  new NumberColumn((n) => new Uint32Array(n));
