import type { Limits } from '../base/limits.ts';
import type { Progress } from '../base/progress.ts';
import type { AttestationResult } from '../verify/result.ts';
import type { LookUpOrder, LookUpResult } from './advisories/lookups.ts';
import type { Glimpse, Harvest, Job, JobResult } from './jobs.ts';
import type { VerifyOrder } from './verify-claim.ts';

/** Runs jobs somewhere: on this thread, or in workers. Rejects when the job cannot be finished. */
export interface Executor {
  /** Jobs that can run at the same time. */
  readonly width: number;
  run(job: Job, order: JobOrder): Promise<JobResult>;
  /** Runs apart from jobs, so that a bomb cannot stop a verdict. */
  verify(order: VerifyOrder): Promise<readonly AttestationResult[]>;
  /** Searches advisory data. Rejects when they cannot be read any more. */
  lookUp(order: LookUpOrder): Promise<LookUpResult>;
}

export interface JobOrder {
  readonly limits: Limits;
  /** What other jobs of the case have used already. */
  readonly used: { readonly expanded: number; readonly entries: number };
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly onGlimpse: (glimpse: Glimpse) => void;
  readonly onEarly: (harvest: Harvest) => void;
}
