import type { ByteSource } from '../../base/byte-source.ts';
import { concatBytes, decodeUtf8, toHex } from '../../base/bytes.ts';
import { createHasher } from '../../base/digest.ts';
import { displayName } from '../../base/names.ts';
import type { ByteRef } from '../../model/source.ts';
import { openSteps } from '../../unpack/open-ref.ts';
import type { ReadContext } from '../../unpack/types.ts';
import type { Preview } from '../views.ts';

/** Beyond this the bytes are shown without hashing them again; saving always does. */
const REHASH_BELOW = 64 * 2 ** 20;

/** A window of the bytes a reference names, opened again from the dropped file. */
export async function preview(
  file: ByteSource,
  ref: ByteRef,
  size: number,
  start: number,
  length: number,
  context: ReadContext,
): Promise<Preview | { readonly failed: string }> {
  const rehash = ref.sha256 !== undefined && size <= REHASH_BELOW;
  const hasher = rehash ? await createHasher('sha256') : undefined;
  const parts: Uint8Array[] = [];
  const end = start + length;
  let at = 0;
  try {
    for await (const chunk of openSteps(file, ref.steps, context)) {
      hasher?.update(chunk);
      const from = Math.max(0, start - at);
      const to = Math.min(chunk.length, end - at);
      if (to > from) parts.push(new Uint8Array(chunk.subarray(from, to)));
      at += chunk.length;
      if (at >= end && hasher === undefined) break;
    }
  } catch (thrown) {
    return { failed: `The bytes cannot be read any more: ${reason(thrown)}` };
  }
  const bytes = concatBytes(parts);
  return {
    size,
    start,
    bytes,
    text: looksText(bytes),
    matches: hasher === undefined ? undefined : toHex(hasher.digest()) === ref.sha256,
  };
}

/** All bytes a reference names, only when they still hash to what was found at first. */
export async function reopen(
  file: ByteSource,
  ref: ByteRef,
  limit: number,
  context: ReadContext,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly failed: string }> {
  const hasher = await createHasher('sha256');
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of openSteps(file, ref.steps, context)) {
      hasher.update(chunk);
      length += chunk.length;
      if (length > limit)
        return {
          failed: `It is larger than ${limit.toLocaleString('en')} bytes; save the file it lies in instead.`,
        };
      parts.push(new Uint8Array(chunk));
    }
  } catch (thrown) {
    return { failed: `The bytes cannot be read any more: ${reason(thrown)}` };
  }
  if (ref.sha256 === undefined)
    return {
      failed: 'It was not hashed when it was read, so it cannot be told whether these are the same bytes.',
    };
  if (toHex(hasher.digest()) !== ref.sha256)
    return { failed: 'The file changed since it was read. Drop it again.' };
  return { bytes: concatBytes(parts) };
}

function reason(thrown: unknown): string {
  return displayName(thrown instanceof Error ? thrown.message : String(thrown));
}

/** UTF-8 without control bytes, but for a character that the window cuts. */
function looksText(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) return false;
  for (let lead = 0; lead < 4; lead++) {
    for (let tail = 0; tail < 4; tail++) {
      if (decodeUtf8(bytes.subarray(lead, Math.max(lead, bytes.length - tail))) !== undefined) return true;
    }
  }
  return false;
}
