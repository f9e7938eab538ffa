import type { Bytes } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { isJsonObject } from '../base/json-shape.ts';
import type { Limits } from '../base/limits.ts';
import { readManifest } from '../image/manifest.ts';
import type { Draft } from './draft.ts';

/** An image manifest that was dropped by itself, as a registry serves it: it joins an image saved without one. */
export interface LooseManifest {
  /** Digest of the config it names. */
  readonly config: string | undefined;
  readonly layers: readonly string[];
}

/** Reads a manifest by itself; its faults become those of the source. */
export function readLooseManifest(draft: Draft, bytes: Bytes, limits: Limits): LooseManifest | undefined {
  const read = readJson(bytes, limits);
  if (!read.ok) {
    draft.report(read.error);
    return undefined;
  }
  if (!isJsonObject(read.value.value)) return undefined;
  const { content } = readManifest(read.value.value, draft.at.name, (found) => draft.report(found));
  return (
    content && {
      config: content.config?.digest,
      layers: content.layers.flatMap(({ digest }) => digest ?? []),
    }
  );
}
