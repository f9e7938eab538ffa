import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import type { LookUpOrder, LookUpResult } from '../src/core/case/advisories/lookups.ts';
import type { Executor, JobOrder } from '../src/core/case/case.ts';
import type { Job, JobResult } from '../src/core/case/jobs.ts';
import type { VerifyOrder } from '../src/core/case/verify-claim.ts';
import type { FileKey } from '../src/core/model/source.ts';
import type { AttestationResult } from '../src/core/verify/result.ts';
import type { JobApi, VerifyApi } from './protocol.ts';

/** A job that was told to stop gets this long before its worker is ended. */
const GRACE = 300;

interface Slot {
  remote: Remote<JobApi> | undefined;
  busy: boolean;
  /** Rejects the job under way: its worker died. */
  fail: ((reason: Error) => void) | undefined;
}

/**
 * Job workers as an executor of the case. Workers are disposable: one that dies or does not stop is replaced by the
 * page, its job is rejected, and the case goes on.
 */
export class JobPool implements Executor {
  readonly width: number;
  readonly #slots: Slot[];
  readonly #files: ReadonlyMap<FileKey, File>;
  readonly #replace: (slot: number) => void;
  #waiting: (() => void)[] = [];
  #verifier: Remote<VerifyApi> | undefined;

  constructor(width: number, files: ReadonlyMap<FileKey, File>, replace: (slot: number) => void) {
    this.width = width;
    this.#files = files;
    this.#replace = replace;
    this.#slots = Array.from({ length: width }, () => ({ remote: undefined, busy: false, fail: undefined }));
  }

  /** Puts a new worker into a slot; what ran on the old one is over. */
  attach(index: number, port: MessagePort): void {
    const slot = this.#slots[index];
    if (slot === undefined) return;
    slot.fail?.(new Error('its worker stopped'));
    slot.remote?.[releaseProxy]();
    slot.remote = wrap<JobApi>(port);
    slot.busy = false;
    slot.fail = undefined;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  attachVerifier(port: MessagePort): void {
    this.#verifier = wrap<VerifyApi>(port);
  }

  async verify(order: VerifyOrder): Promise<readonly AttestationResult[]> {
    if (this.#verifier === undefined) throw new Error('no verify worker');
    const files = order.artifacts.flatMap(({ file: key }): (readonly [FileKey, File])[] => {
      const file = key === undefined ? undefined : this.#files.get(key);
      return key === undefined || file === undefined ? [] : [[key, file]];
    });
    return this.#verifier.verify(order, files);
  }

  async lookUp(order: LookUpOrder): Promise<LookUpResult> {
    if (this.#verifier === undefined) throw new Error('no verify worker');
    const file = this.#files.get(order.index.file);
    return this.#verifier.lookUp(order, file === undefined ? [] : [[order.index.file, file]]);
  }

  async run(job: Job, order: JobOrder): Promise<JobResult> {
    const file = this.#files.get(job.file);
    if (file === undefined) throw new Error('the file is no longer part of the case');
    const index = await this.#take(order.signal);
    const slot = this.#slots[index];
    if (slot?.remote === undefined) throw new Error('no worker');
    const { remote } = slot;
    const work = remote.run(
      { job, file, limits: order.limits, used: order.used },
      proxy(({ progress, glimpse, early }) => {
        if (progress !== undefined) order.onProgress(progress);
        if (glimpse !== undefined) order.onGlimpse(glimpse);
        if (early !== undefined) order.onEarly(early);
      }),
    );
    const over = work.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await new Promise<JobResult>((resolve, reject) => {
        slot.fail = reject;
        order.signal.addEventListener('abort', () => reject(order.signal.reason), { once: true });
        work.then(resolve, reject);
      });
    } finally {
      slot.fail = undefined;
      if (order.signal.aborted) this.#stop(index, remote, over);
      else this.#release(slot, remote);
    }
  }

  /** A free slot, which is taken before anyone else can look: two jobs on one worker would run one behind the other. */
  async #take(signal: AbortSignal): Promise<number> {
    for (;;) {
      signal.throwIfAborted();
      const index = this.#slots.findIndex(({ busy, remote }) => !busy && remote !== undefined);
      const slot = this.#slots[index];
      if (slot !== undefined) {
        slot.busy = true;
        return index;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #stop(index: number, remote: Remote<JobApi>, over: Promise<undefined>): void {
    const slot = this.#slots[index];
    if (slot === undefined) return;
    void remote.abort();
    const timer = setTimeout(() => this.#replace(index), GRACE);
    void over.then(() => {
      clearTimeout(timer);
      this.#release(slot, remote);
    });
  }

  #release(slot: Slot, remote: Remote<JobApi>): void {
    if (slot.remote !== remote) return;
    slot.busy = false;
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
