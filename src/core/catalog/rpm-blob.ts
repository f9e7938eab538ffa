import type { Severity } from '../base/result.ts';

/** The header of one package as a database keeps it, and where in the file it begins. */
export interface RpmBlob {
  readonly bytes: Uint8Array;
  readonly offset: number;
}

/** Told what is wrong with a database; the sentence ends with what was kept, which the caller adds. */
export type Complain = (code: string, severity: Severity, what: string, offset: number) => void;

/**
 * Pages of a database, each of which belongs to one thing: a page that is come to twice is a sign of damage, and would
 * let a small file give any amount of data.
 */
export class Pages {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly size: number;
  readonly count: number;
  readonly #seen: Uint8Array;

  constructor(bytes: Uint8Array, size: number) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.size = size;
    this.count = Math.floor(bytes.length / size);
    this.#seen = new Uint8Array(this.count);
  }

  /** Takes page `index`, counted from 0; false when it is not there or was taken before. */
  take(index: number): boolean {
    if (index < 0 || index >= this.count || this.#seen[index] === 1) return false;
    this.#seen[index] = 1;
    return true;
  }
}
