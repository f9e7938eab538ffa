/**
 * The words of a license text as SPDX compares them (matching guidelines, SPDX 3.0.1 annex C): case, punctuation, quotes,
 * bullets and white space do not count, and of words that are spelled in two ways one stands for both.
 */
export interface LicenseWords {
  /** Hash of each word. */
  readonly hashes: Int32Array;
  /** Where each word begins in the text. */
  readonly starts: Int32Array;
  /** Words `from` to before `to`, joined by blanks. */
  text(from: number, to: number): string;
}

const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['licence', 'license'],
  ['licences', 'licenses'],
  ['licenced', 'licensed'],
  ['owner', 'holder'],
  ['owners', 'holders'],
  ['https', 'http'],
  ['organisation', 'organization'],
  ['organisations', 'organizations'],
  ['sublicence', 'sublicense'],
  ['acknowledgement', 'acknowledgment'],
  ['merchantibility', 'merchantability'],
]);

/** FNV-1a. */
const START = 0x811c9dc5 | 0;
const PRIME = 0x01000193;
const AND = hashWord('and');
const OR = hashWord('or');
const SAME: ReadonlyMap<number, number> = new Map(
  [...SPELLINGS].map(([word, one]) => [hashWord(word), hashWord(one)]),
);

export function licenseWords(text: string): LicenseWords {
  const most = (text.length >> 1) + 1;
  const hashes = new Int32Array(most);
  const starts = new Int32Array(most);
  const ends = new Int32Array(most);
  let count = 0;
  let hash = START;
  let start = 0;
  let length = 0;
  let isNumber = true;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0;
    const low = code | 32;
    const letter = low >= 97 && low <= 122;
    if (letter || (code >= 48 && code <= 57)) {
      if (length === 0) start = i;
      length++;
      hash = Math.imul(hash ^ (letter ? low : code), PRIME);
      isNumber &&= !letter;
      continue;
    }
    if (length === 0 || joins(code, text.charCodeAt(i + 1))) continue;
    // Numbers and single letters are bullets, dates and the c of (c).
    if (length > 1 && !isNumber && !(hash === OR && hashes[count - 1] === AND)) {
      hashes[count] = SAME.get(hash) ?? hash;
      starts[count] = start;
      ends[count] = i;
      count++;
    }
    hash = START;
    length = 0;
    isNumber = true;
  }
  return {
    hashes: hashes.subarray(0, count),
    starts: starts.subarray(0, count),
    text: (from, to) => {
      const words: string[] = [];
      for (let i = from; i < to; i++) words.push(plainWord(text.slice(starts[i], ends[i])));
      return words.join(' ');
    },
  };
}

function plainWord(word: string): string {
  const plain = word.toLowerCase().replace(/[^a-z0-9]/g, '');
  return SPELLINGS.get(plain) ?? plain;
}

/** An apostrophe or a hyphen within a word: `licensor's`, `non-infringement`. */
function joins(code: number, next: number): boolean {
  if (code !== 39 && code !== 0x2019 && code !== 45 && code !== 0x2010 && code !== 0x2011) return false;
  return (next >= 97 && next <= 122) || (next >= 65 && next <= 90);
}

function hashWord(word: string): number {
  let hash = START;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), PRIME);
  return hash;
}

/** Sums by which the hash of any run of words is told at once. Only ever a first sieve: what it lets through is hashed. */
export class RunHashes {
  readonly #sums: Int32Array;
  readonly #powers: Int32Array;

  constructor(hashes: Int32Array) {
    this.#sums = new Int32Array(hashes.length + 1);
    this.#powers = new Int32Array(hashes.length + 1);
    this.#powers[0] = 1;
    for (let i = 0; i < hashes.length; i++) {
      this.#sums[i + 1] = (Math.imul(this.#sums[i] ?? 0, PRIME) + (hashes[i] ?? 0)) | 0;
      this.#powers[i + 1] = Math.imul(this.#powers[i] ?? 0, PRIME);
    }
  }

  /** Hash of `count` words from `from` on; the caller sees to it that there are so many. */
  of(from: number, count: number): number {
    const before = Math.imul(this.#sums[from] ?? 0, this.#powers[count] ?? 0);
    return ((this.#sums[from + count] ?? 0) - before) | 0;
  }
}
