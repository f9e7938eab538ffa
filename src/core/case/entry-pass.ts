import type { ByteSource } from '../base/byte-source.ts';
import type { Step } from '../model/source.ts';
import { faultOf, isView, openSteps, randomAccess } from '../unpack/open-ref.ts';
import type { ReadContext } from '../unpack/types.ts';

/** One entry of a container: steps from the container's bytes to its own. */
export interface PassedEntry {
  readonly steps: readonly Step[];
}

/** Is given the bytes of one entry after the other. */
export interface EntrySink<Entry extends PassedEntry> {
  begin(entry: Entry): void;
  update(chunk: Uint8Array): void;
  end(): void;
  /** The entry cannot be read to its end. */
  abandon(): void;
}

export interface PassOrder<Entry extends PassedEntry> {
  /** From the dropped file to the container. */
  readonly steps: readonly Step[];
  readonly entries: readonly Entry[];
}

/**
 * Reads single entries of a container. Where it lies in the dropped file as it is, the entries are read and nothing else;
 * a compressed one is decoded once, up to the last entry asked for. `progress` is told how many bytes were read.
 */
export async function passEntries<Entry extends PassedEntry>(
  bytes: ByteSource,
  { steps, entries: asked }: PassOrder<Entry>,
  sink: EntrySink<Entry>,
  context: ReadContext,
  progress: (done: number) => void,
): Promise<void> {
  for (const empty of asked.filter((entry) => entry.steps.length === 0)) {
    sink.begin(empty);
    sink.end();
  }
  const entries = asked.filter((entry) => entry.steps.length > 0);
  const opened = isView(steps) ? await randomAccess(bytes, steps, 0, context) : undefined;
  if (opened?.ok === true) await passEach(opened.value, entries, sink, context, progress);
  else if (entries.every((entry) => sliceOf(entry) !== undefined))
    await passAll(bytes, { steps, entries }, sink, context, progress);
  else {
    const held = await randomAccess(bytes, steps, context.budget.limits.parsedNested, context);
    if (held.ok) await passEach(held.value, entries, sink, context, progress);
  }
}

async function passEach<Entry extends PassedEntry>(
  container: ByteSource,
  entries: readonly Entry[],
  sink: EntrySink<Entry>,
  context: ReadContext,
  progress: (done: number) => void,
): Promise<void> {
  let done = 0;
  for (const entry of entries) {
    sink.begin(entry);
    try {
      for await (const chunk of openSteps(container, entry.steps, context)) {
        sink.update(chunk);
        done += chunk.length;
      }
      sink.end();
    } catch (thrown) {
      if (faultOf(thrown) === undefined) throw thrown;
      sink.abandon();
    }
    progress(done);
  }
}

/** One pass over the decoded container; entries are `[start, end)` of it, and do not overlap. */
async function passAll<Entry extends PassedEntry>(
  bytes: ByteSource,
  { steps, entries }: PassOrder<Entry>,
  sink: EntrySink<Entry>,
  context: ReadContext,
  progress: (done: number) => void,
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
        if (!begun) sink.begin(one.entry);
        begun = true;
        sink.update(
          chunk.subarray(Math.max(0, one.start - at), Math.max(0, Math.min(chunk.length, one.end - at))),
        );
        if (one.end > end) break;
        sink.end();
        begun = false;
        next++;
      }
      at = end;
      progress(at);
      if (next >= open.length) break;
    }
  } catch (thrown) {
    if (faultOf(thrown) === undefined) throw thrown;
  }
  if (begun) sink.abandon();
}

function sliceOf({ steps }: PassedEntry): { readonly start: number; readonly end: number } | undefined {
  const [only, ...more] = steps;
  return only?.op === 'slice' && more.length === 0 ? only : undefined;
}
