import type { Observation } from '../../model/observation.ts';
import { KeywordSearch } from './keyword-search.ts';
import { detectors } from './registry.ts';
import { textClassOf } from './text-class.ts';
import { type Detector, SCANNED_BYTES, type ScannedFile, type TextClass } from './types.ts';

/** Keyword hits looked at in one file, and observations kept of it. */
const HITS = 2000;
const KEPT = 50;
/** A file with a zero byte among its first bytes is no text. */
const HEAD = 512;

const all = [...detectors].flatMap((detector) => detector.keywords.map((keyword) => ({ detector, keyword })));
const search = new KeywordSearch(all.map(({ keyword }) => keyword));

/** Scans the content of files as they pass; holds at most one, and of it at most {@link SCANNED_BYTES}. */
export class ContentScan {
  #path = '';
  #class: TextClass | undefined;
  #wanting: ReadonlySet<Detector> = new Set();
  #left = 0;
  #parts: Uint8Array[] = [];
  #found: readonly Observation[] = [];
  #crowded = false;

  /** A file begins. `size` is what its header says. */
  begin(path: string, size: number): void {
    this.#found = [];
    this.#crowded = false;
    this.#parts = [];
    this.#path = path;
    this.#class = size === 0 ? undefined : textClassOf(path);
    if (this.#class === undefined) return;
    this.#become(this.#class);
    if (this.#wanting.size === 0) this.#class = undefined;
    this.#left = Math.min(size, SCANNED_BYTES);
  }

  /** A script says at its head what it is, whatever its name. */
  #become(kind: TextClass): void {
    this.#class = kind;
    this.#wanting = new Set([...detectors].filter((detector) => detector.wants(this.#path, kind)));
  }

  data(chunk: Uint8Array): void {
    if (this.#class === undefined) return;
    const first = this.#parts.length === 0;
    if (first && chunk.subarray(0, HEAD).includes(0)) {
      this.#class = undefined;
      return;
    }
    if (first && this.#class === 'text' && chunk[0] === 0x23 && chunk[1] === 0x21) this.#become('code');
    const part = chunk.length > this.#left ? chunk.subarray(0, this.#left) : chunk;
    this.#left -= part.length;
    // A file within one chunk is scanned where it lies.
    if (first && this.#left === 0) this.#scan(part);
    else {
      this.#parts.push(new Uint8Array(part));
      if (this.#left === 0) this.#scan(joined(this.#parts));
    }
  }

  /** The file that ended holds so many of the words that are looked for that what stands behind them was not looked at. */
  get crowded(): boolean {
    return this.#crowded;
  }

  /** What was seen in the file that ends here; one that was cut off is scanned as far as it goes. */
  end(): readonly Observation[] {
    if (this.#class !== undefined && this.#parts.length > 0) this.#scan(joined(this.#parts));
    this.#class = undefined;
    this.#parts = [];
    return this.#found;
  }

  #scan(bytes: Uint8Array): void {
    const file = scanned(this.#path, this.#class ?? 'text', bytes);
    this.#class = undefined;
    this.#parts = [];
    const found: Observation[] = [];
    const wanted = (keyword: number) => {
      const detector = all[keyword]?.detector;
      return detector !== undefined && this.#wanting.has(detector);
    };
    const hits = search.find(bytes, HITS, wanted);
    this.#crowded = hits.length >= HITS;
    for (const { keyword, offset } of hits) {
      const detector = all[keyword]?.detector;
      if (detector === undefined) continue;
      const seen = detector.at(file, offset, search.length(keyword));
      if (seen === undefined || found.some((one) => sameThing(one, seen))) continue;
      found.push(seen);
      if (found.length === KEPT) break;
    }
    this.#found = found;
  }
}

/** The same key twice in a file is one observation: the first place tells. */
function sameThing(a: Observation, b: Observation): boolean {
  return a.kind === b.kind && a.detail === b.detail;
}

function scanned(path: string, kind: TextClass, bytes: Uint8Array): ScannedFile {
  let counted = 0;
  let line = 1;
  return {
    path,
    class: kind,
    bytes,
    text(start, end) {
      const from = Math.max(0, start);
      return String.fromCharCode(...bytes.subarray(from, Math.max(from, end)));
    },
    line(offset) {
      // Hits come in order of their place: each byte is looked at once.
      if (offset < counted) {
        counted = 0;
        line = 1;
      }
      for (; counted < offset; counted++) if (bytes[counted] === 0x0a) line++;
      return line;
    },
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
