/** A set of rows that finds its next member without looking at every absent one. */
export class RowSet {
  readonly #words: Uint32Array;
  /** One bit per word of `#words` that is not zero. */
  readonly #summary: Uint32Array;
  #size = 0;

  constructor(rows: number) {
    this.#words = new Uint32Array(Math.ceil(rows / 32));
    this.#summary = new Uint32Array(Math.ceil(this.#words.length / 32));
  }

  get size(): number {
    return this.#size;
  }

  has(row: number): boolean {
    return (((this.#words[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1;
  }

  add(row: number): void {
    if (this.has(row)) return;
    const word = row >>> 5;
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (row & 31));
    this.#summary[word >>> 5] = (this.#summary[word >>> 5] ?? 0) | (1 << (word & 31));
    this.#size++;
  }

  delete(row: number): void {
    if (!this.has(row)) return;
    const word = row >>> 5;
    const rest = (this.#words[word] ?? 0) & ~(1 << (row & 31));
    this.#words[word] = rest;
    if (rest === 0) {
      this.#summary[word >>> 5] = (this.#summary[word >>> 5] ?? 0) & ~(1 << (word & 31));
    }
    this.#size--;
  }

  /** First member in `[from, end)`, or -1. */
  next(from: number, end: number): number {
    if (from >= end) return -1;
    const word = from >>> 5;
    const here = (this.#words[word] ?? 0) & (-1 << (from & 31));
    const found = here !== 0 ? word * 32 + lowestBit(here) : this.#nextWord(word + 1);
    return found >= 0 && found < end ? found : -1;
  }

  #nextWord(from: number): number {
    let block = from >>> 5;
    let bits = (this.#summary[block] ?? 0) & (-1 << (from & 31));
    while (bits === 0) {
      block++;
      if (block >= this.#summary.length) return -1;
      bits = this.#summary[block] ?? 0;
    }
    const word = block * 32 + lowestBit(bits);
    return word * 32 + lowestBit(this.#words[word] ?? 0);
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
