import type { ByteSource } from '../base/byte-source.ts';
import type { Entry } from '../model/entry-table.ts';
import { type At, Draft } from './draft.ts';
import type { PathedFile } from './folders.ts';
import { readImage } from './read-image.ts';
import type { Run } from './run.ts';

/** Reads an image layout that was dropped as a folder. Its files lie end to end in `bytes`, in the order of `members`. */
export async function readFolder(
  run: Run,
  bytes: ByteSource,
  at: At,
  members: readonly PathedFile[],
): Promise<void> {
  const draft = new Draft(at, bytes.size);
  let start = 0;
  const entries = members.map(({ path, size }): Entry => {
    const end = start + size;
    const entry: Entry = {
      path,
      type: 'f',
      mode: 0,
      size,
      mtime: 0,
      uid: 0,
      gid: 0,
      headerOffset: start,
      steps: [{ op: 'slice', start, end, name: path }],
      flags: 0,
    };
    start = end;
    return entry;
  });
  await readImage(run, draft, bytes, entries);
  run.add(draft);
}
