import type { ByteSource } from '../base/byte-source.ts';
import { digestBytes } from '../base/digest.ts';
import { limitFault } from '../base/limits.ts';
import type { Entry } from '../model/entry-table.ts';
import { type At, Draft } from './draft.ts';
import { looksLikeTuf, type PathedFile } from './folders.ts';
import { readImage } from './read-image.ts';
import type { Run } from './run.ts';

/** Reads an image layout or a TUF repository that was dropped as a folder. Its files lie end to end in `bytes`, in the order of `members`. */
export async function readFolder(
  run: Run,
  bytes: ByteSource,
  at: At,
  members: readonly PathedFile[],
): Promise<void> {
  const draft = new Draft(at, bytes.size);
  if (looksLikeTuf(members.map(({ path }) => path))) {
    draft.kind = 'tuf-repository';
    const { limits } = run.context.budget;
    if (bytes.size <= limits.parsedNested) {
      const whole = await bytes.bytes(0, bytes.size);
      draft.reference = { as: 'root', bytes: whole, members };
      // Its files in the order of their paths: what an acceptance is bound to.
      draft.digests = { sha256: await digestBytes(whole) };
    } else
      draft.report(limitFault('parsedNested', limits, 'The TUF repository was not opened.', { offset: 0 }));
    run.add(draft);
    return;
  }
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
