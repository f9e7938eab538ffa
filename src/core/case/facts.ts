import type { Digests } from '../base/digest.ts';
import type { FileKey } from '../model/source.ts';
import type { Contents } from './contents.ts';
import type { Harvest } from './jobs.ts';

/** All that was learned of one dropped file. A new object at every change, so that what is derived can be kept. */
export interface FileFacts {
  readonly key: FileKey;
  /** Name, or path within the dropped folder. */
  readonly name: string;
  readonly size: number;
  readonly harvests: readonly Harvest[];
  /** Of the whole file, as far as known. */
  readonly digests: Digests;
  /** Digests of single files inside, by the source that holds them. */
  readonly contents: Contents;
  /** Sentences on work that was begun and not ended. */
  readonly interrupted: readonly string[];
}

export function newFacts(key: FileKey, name: string, size: number): FileFacts {
  return { key, name, size, harvests: [], digests: {}, contents: new Map(), interrupted: [] };
}
