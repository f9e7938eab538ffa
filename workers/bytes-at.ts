import { BlobSource } from '../src/core/base/byte-source.ts';
import type { CaseModel } from '../src/core/case/model.ts';
import { entryRef } from '../src/core/case/queries/files.ts';
import type { ByteRef } from '../src/core/model/source.ts';
import type { Place } from './protocol.ts';

/** The bytes of a source or an entry: where they are, and the file they are in; or why there are none. */
export function bytesAt(
  model: CaseModel,
  files: ReadonlyMap<string, File>,
  at: Place,
):
  | { readonly ref: ByteRef; readonly size: number; readonly bytes: BlobSource }
  | { readonly failed: string } {
  let ref: ByteRef | undefined;
  let size = 0;
  if ('source' in at) {
    const source = model.sources.find(({ id }) => id === at.source);
    const sha256 = source?.digests.sha256;
    ref = source === undefined ? undefined : { ...source.ref, ...(sha256 === undefined ? {} : { sha256 }) };
    size = source?.size ?? 0;
  } else {
    const tree = model.trees.find(({ id }) => id === at.tree);
    ref = tree === undefined ? undefined : entryRef(tree, at.layer, at.index);
    const path = tree?.layers[at.layer]?.table.path(at.index) ?? '';
    size = tree?.squashed.versions(path).find(({ entry }) => entry.layer === at.layer)?.entry.size ?? 0;
  }
  const file = ref === undefined ? undefined : files.get(ref.file);
  if (ref === undefined || file === undefined) return { failed: 'There are no bytes to show.' };
  return { ref, size, bytes: new BlobSource(file) };
}
