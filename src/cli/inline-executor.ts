import type { ByteSource } from '../core/base/byte-source.ts';
import { Budget } from '../core/base/limits.ts';
import { type LookUpOrder, type LookUpResult, runLookUp } from '../core/case/advisories/lookups.ts';
import type { Executor, JobOrder } from '../core/case/case.ts';
import type { Job, JobResult } from '../core/case/jobs.ts';
import { runJob } from '../core/case/run-job.ts';
import { type VerifyOrder, verifyClaim } from '../core/case/verify-claim.ts';
import type { FileKey } from '../core/model/source.ts';
import { compiledSchemas } from '../core/sbom/compiled-schemas.ts';
import type { AttestationResult } from '../core/verify/result.ts';

/** Runs jobs on the calling thread. Two at a time, so that one reads while the other computes. */
export class InlineExecutor implements Executor {
  readonly width = 2;
  readonly #files: ReadonlyMap<FileKey, ByteSource>;

  constructor(files: ReadonlyMap<FileKey, ByteSource>) {
    this.#files = files;
  }

  run(job: Job, order: JobOrder): Promise<JobResult> {
    return runJob(job, {
      budget: new Budget(order.limits, order.used),
      signal: order.signal,
      password: job.kind === 'open' ? job.password : undefined,
      files: (key) => this.#files.get(key),
      schemas: compiledSchemas,
      onProgress: order.onProgress,
      onGlimpse: order.onGlimpse,
      onEarly: order.onEarly,
    });
  }

  lookUp(order: LookUpOrder): Promise<LookUpResult> {
    return runLookUp(order, (key) => this.#files.get(key));
  }

  verify(order: VerifyOrder): Promise<readonly AttestationResult[]> {
    return verifyClaim(order, (key) => this.#files.get(key));
  }
}
