import { sha256 } from '@noble/hashes/sha2.js';
import { encodeUtf8, toHex } from './bytes.ts';
import { licenseWords, RunHashes } from './license-words.ts';

/** Words at the start of a text by which it is looked for. */
export const ANCHOR = 6;

/**
 * A run of words that every copy of a text has: how many other words may stand before it, how many words it is, a hash to
 * sieve by, the first 16 hexadecimal digits of the SHA-256 of the words joined by blanks, and the hash of its first words.
 */
export type LicensePart = readonly [gap: number, words: number, hash: number, digest: string, anchor: number];

/** Each text with the SPDX ids that share it. See `build/license-texts.ts`. */
export type LicenseTexts = readonly (readonly [ids: readonly string[], parts: readonly LicensePart[]])[];

/** A license whose text stands in another text, word for word but for what SPDX leaves open. */
export interface FoundLicense {
  /** SPDX ids that share the text: `GPL-2.0-only`, `GPL-2.0-or-later`. */
  readonly ids: readonly string[];
  /** Offset of its first character. */
  readonly start: number;
}

export interface LicenseFinding {
  readonly found: readonly FoundLicense[];
  /** Words of the text, and how many of them are part of what was found. */
  readonly words: number;
  readonly recognized: number;
}

/** What a text that was written to look like many texts may cost. */
const MOST_DIGESTS = 2000;

/**
 * Finds license texts of SPDX's list in a text. Only what is there word for word counts, by SPDX's matching guidelines
 * (SPDX 3.0.1, annex C); what is like a license and is none is not found. Linear in the text.
 */
export class LicenseTextIndex {
  readonly #texts: LicenseTexts;
  readonly #byAnchor = new Map<number, number[]>();

  constructor(texts: LicenseTexts) {
    this.#texts = texts;
    texts.forEach(([, [first]], i) => {
      if (first === undefined) return;
      const same = this.#byAnchor.get(first[4]) ?? [];
      this.#byAnchor.set(first[4], [...same, i]);
    });
  }

  find(text: string): LicenseFinding {
    const words = licenseWords(text);
    const total = words.hashes.length;
    const search = new Search(words, this.#texts);
    for (let at = 0; at + ANCHOR <= total; at++) {
      const candidates = this.#byAnchor.get(search.hashes.of(at, ANCHOR));
      if (candidates !== undefined) for (const one of candidates) search.tryAt(one, at);
    }
    return search.done();
  }
}

interface Span {
  readonly text: number;
  readonly from: number;
  readonly to: number;
}

class Search {
  readonly hashes: RunHashes;
  readonly #words: ReturnType<typeof licenseWords>;
  readonly #texts: LicenseTexts;
  readonly #spans: Span[] = [];
  readonly #seen = new Set<number>();
  #digests = 0;

  constructor(words: ReturnType<typeof licenseWords>, texts: LicenseTexts) {
    this.#words = words;
    this.#texts = texts;
    this.hashes = new RunHashes(words.hashes);
  }

  /** Each text is looked for until it is found once. */
  tryAt(text: number, at: number): void {
    if (this.#seen.has(text)) return;
    const parts = this.#texts[text]?.[1] ?? [];
    const places: number[] = [];
    let end = at;
    for (const part of parts) {
      const place = this.#placeOf(part, end);
      if (place === undefined) return;
      places.push(place);
      end = place + part[1];
    }
    // All of it looks right: only now is it held against digests.
    if (!parts.every(([, count, , digest], i) => this.#digestAt(places[i] ?? 0, count) === digest)) return;
    this.#seen.add(text);
    this.#spans.push({ text, from: at, to: end });
  }

  /** Where a part begins, at most `gap` words further on. */
  #placeOf([gap, count, hash]: LicensePart, from: number): number | undefined {
    const last = Math.min(from + gap, this.#words.hashes.length - count);
    for (let at = from; at <= last; at++) if (this.hashes.of(at, count) === hash) return at;
    return undefined;
  }

  #digestAt(at: number, count: number): string | undefined {
    if (this.#digests >= MOST_DIGESTS) return undefined;
    this.#digests++;
    return toHex(sha256(encodeUtf8(this.#words.text(at, at + count)))).slice(0, 16);
  }

  /** A text within a longer one that was found too is part of that: the MIT license within the X11 license. */
  done(): LicenseFinding {
    const spans = this.#spans.filter(
      (one) =>
        !this.#spans.some(
          (other) =>
            other !== one &&
            other.from <= one.from &&
            other.to >= one.to &&
            other.to - other.from > one.to - one.from,
        ),
    );
    spans.sort((a, b) => a.from - b.from || b.to - a.to || a.text - b.text);
    let recognized = 0;
    let end = 0;
    for (const { from, to } of spans) {
      recognized += Math.max(0, to - Math.max(from, end));
      end = Math.max(end, to);
    }
    return {
      found: spans.map(({ text, from }) => ({
        ids: this.#texts[text]?.[0] ?? [],
        start: this.#words.starts[from] ?? 0,
      })),
      words: this.#words.hashes.length,
      recognized,
    };
  }
}
