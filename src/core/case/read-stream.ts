import type { ByteSource } from '../base/byte-source.ts';
import { createHasher } from '../base/digest.ts';
import type { Draft } from './draft.ts';
import { hashHere } from './hash-here.ts';
import { HashingSource } from './hashing-source.ts';
import type { Run } from './run.ts';
import { openerOf, StreamPass } from './stream-pass.ts';

/** Reads an uncompressed container in one pass from front to back that hashes it and every file in it. */
export async function readStream(
  run: Run,
  draft: Draft,
  bytes: ByteSource,
  containerId: string,
): Promise<boolean> {
  const hashing = new HashingSource(bytes, await createHasher('sha256'), (done) =>
    run.progress('unpacking', done, draft.at.path),
  );
  const pass = await StreamPass.start(run, draft, openerOf(containerId));
  for await (const chunk of hashing.stream()) {
    await pass.write(chunk);
    if (pass.stopped) break;
  }
  const marked = await pass.finish();
  if (hashing.sha256 !== undefined) draft.digests = { sha256: hashing.sha256 };
  await hashHere(run, draft, bytes);
  return marked;
}
