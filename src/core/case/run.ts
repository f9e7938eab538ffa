import type { ByteSource } from '../base/byte-source.ts';
import type { Hex } from '../base/bytes.ts';
import type { CatalogIndex } from '../catalog/match.ts';
import type { Found } from '../model/reading.ts';
import { kindTitle } from '../sniff/sniff.ts';
import type { JobContext } from './context.ts';
import type { At, Draft } from './draft.ts';
import type { Harvest, Job } from './jobs.ts';

/** Components told before a job is done. */
export const GLIMPSED = 5000;

/** State of one running job: what it found, and what is to be done next. */
export class Run {
  readonly context: JobContext;
  readonly catalogs: CatalogIndex;
  readonly harvests: Harvest[] = [];
  readonly next: Job[] = [];
  readonly #total: number;
  #done = 0;
  #entries = 0;
  #found: Found[] = [];
  #glimpsed = 0;

  readonly #read: (run: Run, bytes: ByteSource, at: At, sha256?: Hex) => Promise<void>;

  constructor(
    context: JobContext,
    catalogs: CatalogIndex,
    total: number,
    read: (run: Run, bytes: ByteSource, at: At, sha256?: Hex) => Promise<void>,
  ) {
    this.context = context;
    this.#read = read;
    this.catalogs = catalogs;
    this.#total = total;
  }

  /** Reads a source found inside another one. Handed in, so that readers do not import the one that calls them. */
  read(bytes: ByteSource, at: At, sha256?: Hex): Promise<void> {
    return this.#read(this, bytes, at, sha256);
  }

  add(draft: Draft): void {
    this.harvests.push(draft.finish());
  }

  /** Bytes of the job's own input read so far. */
  progress(stage: 'reading' | 'unpacking' | 'hashing', done: number, path: string): void {
    this.context.signal.throwIfAborted();
    this.#done = Math.max(this.#done, done);
    this.context.onProgress({ stage, done: this.#done, total: this.#total, path });
  }

  /** Tells what was found so far, for the first rows. */
  glimpse(draft: Draft, found: readonly Found[] = []): void {
    // The first rows are what this is for; all of them come with the result.
    this.#glimpsed += found.length;
    if (this.#glimpsed <= GLIMPSED) this.#found = [...this.#found, ...found];
    const entries = draft.table?.length ?? 0;
    this.#entries = Math.max(this.#entries, entries);
    this.context.onGlimpse({
      source: draft.at.id,
      kindTitle: kindTitle(draft.kind),
      entries: this.#entries,
      found: this.#found,
    });
    this.#found = [];
  }
}
