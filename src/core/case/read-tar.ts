import type { ByteSource } from '../base/byte-source.ts';
import { Budget } from '../base/limits.ts';
import { isImageMarker, looksLikeImage } from '../image/layout.ts';
import type { Entry } from '../model/entry-table.ts';
import { randomContainers, streamContainers } from '../unpack/registry.ts';
import type { Draft } from './draft.ts';
import { hashHere } from './hash-here.ts';
import { readImage } from './read-image.ts';
import { readStream } from './read-stream.ts';
import type { Run } from './run.ts';

/**
 * Reads an uncompressed tar: as an image, by hopping over the headers, when its members say so; else in one pass from
 * front to back that hashes the tar and every file in it.
 */
export async function readTar(run: Run, draft: Draft, bytes: ByteSource): Promise<void> {
  const first = await firstPath(run, bytes);
  if (first !== undefined && isImageMarker(first) && (await readAsImage(run, draft, bytes))) return;
  const marked = await readStream(run, draft, bytes, 'tar');
  // Image members that came late in the file: read again, this time as an image.
  if (marked && first !== undefined && !isImageMarker(first)) await readAsImage(run, draft, bytes);
}

/** Reads a tar as an image if its members are an image's; `codec` names what the tar was decoded from. */
export async function readAsImage(
  run: Run,
  draft: Draft,
  bytes: ByteSource,
  codec?: string,
): Promise<boolean> {
  const listing = await randomContainers.get('tar')?.list(bytes, run.context);
  if (listing === undefined || looksLikeImage(listing.entries.map((entry) => entry.path)) === undefined)
    return false;
  draft.reportAll(listing.faults);
  await readImage(run, draft, bytes, listing.entries, codec);
  await hashHere(run, draft, bytes);
  return true;
}

/** Path of the first member, from its headers alone. */
export async function firstPath(run: Run, bytes: ByteSource | Uint8Array): Promise<string | undefined> {
  const found: string[] = [];
  const sink = { entry: (entry: Entry) => void found.push(entry.path), data: () => {}, end: () => {} };
  const context = { ...run.context, budget: new Budget(run.context.budget.limits) };
  const reader = streamContainers.get('tar')?.open(sink, context);
  reader?.push(bytes instanceof Uint8Array ? bytes : await bytes.bytes(0, 16_384));
  return found.find((path) => path !== '');
}
