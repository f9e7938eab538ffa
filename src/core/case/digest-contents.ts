import type { ByteSource } from '../base/byte-source.ts';
import { toHex } from '../base/bytes.ts';
import { createHasher, type DigestAlgorithm, type Hasher } from '../base/digest.ts';
import { Budget } from '../base/limits.ts';
import type { ReadContext } from '../unpack/types.ts';
import { type ContentDigests, type ContentEntry, type ContentOrder, contentDigests } from './contents.ts';
import { type EntrySink, passEntries } from './entry-pass.ts';
import type { Run } from './run.ts';

/**
 * Hashes single files of a source by the algorithms their packages' records use, in one pass. What cannot be read has no
 * digest.
 */
export async function digestContents(
  run: Run,
  bytes: ByteSource,
  name: string,
  order: ContentOrder,
): Promise<ContentDigests> {
  const hashing = await ContentHashers.create(order.entries);
  // These bytes were counted when they were first read.
  const context: ReadContext = { ...run.context, budget: new Budget(run.context.budget.limits) };
  await passEntries(bytes, order, hashing, context, (done) => run.progress('hashing', done, name));
  return contentDigests(order.entries, (index, algorithm) => hashing.digestOf(index, algorithm));
}

/** One hasher an algorithm, used for one file after the other. */
class ContentHashers implements EntrySink<ContentEntry> {
  readonly #hashers: ReadonlyMap<DigestAlgorithm, Hasher>;
  readonly #found = new Map<string, string>();
  #entry: ContentEntry | undefined;

  private constructor(hashers: ReadonlyMap<DigestAlgorithm, Hasher>) {
    this.#hashers = hashers;
  }

  static async create(entries: readonly ContentEntry[]): Promise<ContentHashers> {
    const algorithms = [...new Set(entries.flatMap((entry) => entry.algorithms))];
    const made = await Promise.all(
      algorithms.map(async (algorithm) => [algorithm, await createHasher(algorithm)] as const),
    );
    return new ContentHashers(new Map(made));
  }

  begin(entry: ContentEntry): void {
    this.#entry = entry;
  }

  update(chunk: Uint8Array): void {
    for (const algorithm of this.#entry?.algorithms ?? []) this.#hashers.get(algorithm)?.update(chunk);
  }

  end(): void {
    const { index = -1, algorithms = [] } = this.#entry ?? {};
    for (const algorithm of algorithms) {
      const digest = this.#hashers.get(algorithm)?.digest();
      if (digest !== undefined) this.#found.set(`${index} ${algorithm}`, `${algorithm}:${toHex(digest)}`);
    }
    this.#entry = undefined;
  }

  abandon(): void {
    for (const algorithm of this.#entry?.algorithms ?? []) this.#hashers.get(algorithm)?.digest();
    this.#entry = undefined;
  }

  digestOf(index: number, algorithm: DigestAlgorithm): string | undefined {
    return this.#found.get(`${index} ${algorithm}`);
  }
}
