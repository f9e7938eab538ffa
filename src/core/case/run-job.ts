import type { ByteSource } from '../base/byte-source.ts';
import { toHex } from '../base/bytes.ts';
import { createHasher, type DigestAlgorithm, type Digests } from '../base/digest.ts';
import { catalogIndex } from '../catalog/registry.ts';
import type { Step } from '../model/source.ts';
import type { JobContext } from './context.ts';
import { digestContents } from './digest-contents.ts';
import type { Job, JobResult } from './jobs.ts';
import { readFolder } from './read-folder.ts';
import { readLayer } from './read-layer.ts';
import { readSource } from './read-source.ts';
import { Run } from './run.ts';

/**
 * Runs one job to its end on the calling thread.
 *
 * @throws the signal's reason when aborted; whatever the file's reads reject with when it can no longer be read.
 */
export async function runJob(job: Job, context: JobContext): Promise<JobResult> {
  const bytes = context.files(job.file);
  if (bytes === undefined) throw new Error(`no file ${job.file}`);
  const run = new Run(context, catalogIndex, bytes.size, readSource);
  const before = { expanded: context.budget.used('expanded'), entries: context.budget.used('entries') };
  let hashed: JobResult['hashed'];
  let contents: JobResult['contents'];
  if (job.kind === 'open') {
    const at = {
      id: job.file,
      parent: undefined,
      file: job.file,
      name: job.name.slice(job.name.lastIndexOf('/') + 1),
      path: job.name,
      steps: [],
      depth: 0,
    };
    if (job.members === undefined) await readSource(run, bytes, at);
    else await readFolder(run, bytes, at, job.members);
  } else if (job.kind === 'layer') await readLayer(run, sliced(bytes, job.layer.steps), job.file, job.layer);
  else if (job.kind === 'contents') {
    contents = { source: job.order.source, digests: await digestContents(run, bytes, job.name, job.order) };
  } else hashed = { source: job.source, digests: await hashWhole(run, bytes, job.name, job.algorithms) };
  return {
    harvests: run.harvests,
    next: run.next,
    ...(hashed === undefined ? {} : { hashed }),
    ...(contents === undefined ? {} : { contents }),
    used: {
      expanded: context.budget.used('expanded') - before.expanded,
      entries: context.budget.used('entries') - before.entries,
    },
  };
}

/** Layer jobs are only made for blobs that lie in the file as they are. */
function sliced(bytes: ByteSource, steps: readonly Step[]): ByteSource {
  let out = bytes;
  for (const step of steps) {
    if (step.op !== 'slice') throw new Error(`a layer job cannot ${step.op}`);
    out = out.slice(step.start, step.end);
  }
  return out;
}

async function hashWhole(
  run: Run,
  bytes: ByteSource,
  path: string,
  algorithms: readonly DigestAlgorithm[],
): Promise<Digests> {
  const hashers = await Promise.all(algorithms.map(createHasher));
  let done = 0;
  for await (const chunk of bytes.stream()) {
    for (const hasher of hashers) hasher.update(chunk);
    done += chunk.length;
    run.progress('hashing', done, path);
  }
  return Object.fromEntries(
    algorithms.map((algorithm, i) => [algorithm, toHex(hashers[i]?.digest() ?? new Uint8Array(0))]),
  );
}
