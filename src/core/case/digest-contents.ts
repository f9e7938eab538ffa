import type { ByteSource } from '../base/byte-source.ts';
import { toHex } from '../base/bytes.ts';
import { createHasher, type DigestAlgorithm, type Hasher } from '../base/digest.ts';
import { Budget } from '../base/limits.ts';
import { faultOf, isView, openSteps, randomAccess } from '../unpack/open-ref.ts';
import type { ReadContext } from '../unpack/types.ts';
import { type ContentDigests, type ContentEntry, type ContentOrder, contentDigests } from './contents.ts';
import type { Run } from './run.ts';

/**
 * Hashes single files of a source by the algorithms their packages' records use. Where the source lies in the dropped
 * file as it is, the files are read and nothing else; a compressed one is decoded once, up to the last file asked for.
 * What cannot be read has no digest.
 */
export async function digestContents(
  run: Run,
  bytes: ByteSource,
  name: string,
  order: ContentOrder,
): Promise<ContentDigests> {
  const { steps } = order;
  const hashing = await ContentHashers.create(order.entries);
  for (const empty of order.entries.filter((entry) => entry.steps.length === 0)) {
    hashing.begin(empty);
    hashing.end();
  }
  const entries = order.entries.filter((entry) => entry.steps.length > 0);
  // These bytes were counted when they were first read.
  const context: ReadContext = { ...run.context, budget: new Budget(run.context.budget.limits) };
  const opened = isView(steps) ? await randomAccess(bytes, steps, 0, context) : undefined;
  if (opened?.ok === true) await hashEach(run, opened.value, name, entries, hashing, context);
  else if (entries.every((entry) => sliceOf(entry) !== undefined)) {
    await hashPassing(run, bytes, name, { steps, entries }, hashing, context);
  } else {
    const held = await randomAccess(bytes, steps, context.budget.limits.parsedNested, context);
    if (held.ok) await hashEach(run, held.value, name, entries, hashing, context);
  }
  return contentDigests(order.entries, (index, algorithm) => hashing.digestOf(index, algorithm));
}

async function hashEach(
  run: Run,
  container: ByteSource,
  name: string,
  entries: readonly ContentEntry[],
  hashing: ContentHashers,
  context: ReadContext,
): Promise<void> {
  let done = 0;
  for (const entry of entries) {
    hashing.begin(entry);
    try {
      for await (const chunk of openSteps(container, entry.steps, context)) {
        hashing.update(chunk);
        done += chunk.length;
      }
      hashing.end();
    } catch (thrown) {
      if (faultOf(thrown) === undefined) throw thrown;
      hashing.abandon();
    }
    run.progress('hashing', done, name);
  }
}

/** One pass over the decoded container; files are `[start, end)` of it, and do not overlap. */
async function hashPassing(
  run: Run,
  bytes: ByteSource,
  name: string,
  { steps, entries }: Pick<ContentOrder, 'steps' | 'entries'>,
  hashing: ContentHashers,
  context: ReadContext,
): Promise<void> {
  const open = entries
    .flatMap((entry) => {
      const slice = sliceOf(entry);
      return slice === undefined ? [] : [{ entry, ...slice }];
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let at = 0;
  let next = 0;
  let begun = false;
  try {
    for await (const chunk of openSteps(bytes, steps, context)) {
      const end = at + chunk.length;
      for (let one = open[next]; one !== undefined && one.start <= end; one = open[next]) {
        if (!begun) hashing.begin(one.entry);
        begun = true;
        hashing.update(
          chunk.subarray(Math.max(0, one.start - at), Math.max(0, Math.min(chunk.length, one.end - at))),
        );
        if (one.end > end) break;
        hashing.end();
        begun = false;
        next++;
      }
      at = end;
      run.progress('hashing', at, name);
      if (next >= open.length) break;
    }
  } catch (thrown) {
    if (faultOf(thrown) === undefined) throw thrown;
  }
  if (begun) hashing.abandon();
}

function sliceOf({ steps }: ContentEntry): { readonly start: number; readonly end: number } | undefined {
  const [only, ...more] = steps;
  return only?.op === 'slice' && more.length === 0 ? only : undefined;
}

/** One hasher an algorithm, used for one file after the other. */
class ContentHashers {
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
