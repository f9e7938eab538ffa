import type { ByteSource } from '../base/byte-source.ts';
import { digestStream } from '../base/digest.ts';
import type { Draft } from './draft.ts';
import type { Run } from './run.ts';

/** Hashes a source in a pass of its own; a dropped file that was read at random gets a job of its own instead. */
export async function hashHere(run: Run, draft: Draft, bytes: ByteSource): Promise<void> {
  if (draft.digests.sha256 !== undefined) return;
  if (draft.at.parent === undefined) {
    run.next.push({
      kind: 'hash',
      file: draft.at.file,
      name: draft.at.name,
      source: draft.at.id,
      algorithms: ['sha256'],
    });
    return;
  }
  draft.digests = { sha256: await digestStream(bytes.stream()) };
}
