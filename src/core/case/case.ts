import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import type { Progress } from '../base/progress.ts';
import type { Found } from '../model/reading.ts';
import type { FileKey, SourceId } from '../model/source.ts';
import { Lookups } from './advisories/lookups.ts';
import { BuildCache, buildCase } from './build.ts';
import { contentJobs } from './content-jobs.ts';
import { notComputed, withContents } from './contents.ts';

import type { Executor } from './executor.ts';
import { type FileFacts, newFacts, withEarly, withHarvests, withInterruption } from './facts.ts';
import type { PathedFile } from './folders.ts';
import type { Job, JobResult } from './jobs.ts';

import type { CaseModel } from './model.ts';
import { NO_SETTINGS, type Settings } from './settings.ts';
import { hashJobs, Verification } from './verification.ts';
import type { CaseState } from './views.ts';

export type { Executor, JobOrder } from './executor.ts';

export interface NewFile {
  readonly key: FileKey;
  readonly name: string;
  readonly size: number;
  readonly password?: string;
  /** For a folder that is one image layout (`folders.ts`). */
  readonly members?: readonly PathedFile[];
}

interface Running {
  readonly job: Job;
  readonly abort: AbortController;
  progress: Progress;
  heard: number;
}

/**
 * The case: which files were dropped and what became of them. It holds facts and runs jobs; all that is concluded is
 * a pure function of the facts ({@link buildCase}), so the order and timing of drops cannot matter.
 */
export class Case {
  readonly limits: Limits;
  readonly #executor: Executor;
  readonly #now: () => number;
  readonly #onChange: () => void;
  readonly #files = new Map<FileKey, FileFacts>();
  readonly #given = new Map<FileKey, NewFile>();
  readonly #queue: Job[] = [];
  readonly #running = new Set<Running>();
  readonly #cache = new BuildCache();
  readonly #found = new Map<FileKey, Found[]>();
  readonly #used = { expanded: 0, entries: 0 };
  readonly #verification = new Verification();
  readonly #lookups = new Lookups();
  #settings: Settings = NO_SETTINGS;
  #verifying = false;
  #lookingUp = false;
  #model: CaseModel | undefined;
  #version = 0;
  #began: number | undefined;
  #took: number | undefined;
  #idle: (() => void)[] = [];

  /** `now` counts milliseconds and serves progress alone; no verdict and no fact reads it. */
  constructor(executor: Executor, now: () => number, onChange: () => void, limits: Limits = DEFAULT_LIMITS) {
    this.#executor = executor;
    this.#now = now;
    this.#onChange = onChange;
    this.limits = limits;
  }

  get version(): number {
    return this.#version;
  }

  /** What the facts so far amount to. Recomputed when they changed, never otherwise. */
  get model(): CaseModel {
    const files = [...this.#files.values()];
    this.#model ??= buildCase(
      files,
      this.limits,
      this.#cache,
      this.#settings,
      this.#verification.results,
      this.#lookups.results,
    );
    return this.#model;
  }

  /** Components seen so far in files that are still being read: for the first rows, before anything is joined. */
  get glimpsed(): readonly Found[] {
    return [...this.#found.values()].flat();
  }

  get state(): CaseState {
    const busy =
      this.#running.size > 0 ||
      this.#queue.length > 0 ||
      this.#verifying ||
      this.#lookingUp ||
      this.#toLookUp;
    const now = this.#now();
    return {
      phase: busy ? 'working' : this.#files.size === 0 ? 'empty' : 'done',
      version: this.#version,
      jobs: [...this.#running].map(({ job, progress, heard }) => ({
        source: job.file,
        name: job.name,
        stage: progress.stage,
        done: progress.done,
        total: progress.total,
        path: progress.path,
        silent: now - heard > this.limits.silentMilliseconds,
      })),
      waiting: this.#queue.length,
      took: this.#took,
    };
  }

  add(files: readonly NewFile[]): void {
    for (const file of files) {
      this.#given.set(file.key, file);
      this.#open(file);
    }
    this.#begin();
  }

  /** A file that was named but cannot be opened: it is part of the case, and not inspected. */
  addUnreadable({ key, name, size }: NewFile, why: string): void {
    this.#files.set(key, {
      ...newFacts(key, name, size),
      interrupted: [`Not inspected: "${name}" cannot be read (${why}).`],
    });
    this.#changed();
  }

  /** Reads a file again, this time with a password for its encrypted members. */
  unlock(key: FileKey, password: string): void {
    const file = this.#given.get(key);
    if (file === undefined) return;
    this.#drop(key);
    this.#open({ ...file, password });
    this.#begin();
  }

  remove(key: FileKey): void {
    this.#drop(key);
    this.#files.delete(key);
    this.#given.delete(key);
    this.#changed();
    this.#pump();
  }

  clear(): void {
    for (const key of [...this.#files.keys()]) this.#drop(key);
    this.#files.clear();
    this.#given.clear();
    this.#used.expanded = 0;
    this.#used.entries = 0;
    this.#began = undefined;
    this.#took = undefined;
    this.#changed();
    this.#pump();
  }

  /** What the user accepts and expects from here on. Facts stay; what is concluded from them is worked out anew. */
  decide(settings: Settings): void {
    this.#settings = settings;
    this.#begin();
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Stops all work. What was read stays; what was not is named. */
  cancel(): void {
    for (const job of this.#queue.splice(0)) this.#interrupt(job, 'cancelled before it began');
    this.#found.clear();
    for (const running of [...this.#running]) {
      this.#interrupt(running.job, interruption(running.progress));
      this.#running.delete(running);
      running.abort.abort(new DOMException('cancelled', 'AbortError'));
    }
    this.#changed();
    this.#pump();
  }

  /** Resolves once no work is left. */
  async settled(): Promise<void> {
    if (this.state.phase !== 'working') return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #open({ key, name, size, password, members }: NewFile): void {
    this.#files.set(key, newFacts(key, name, size));
    this.#queue.push({
      kind: 'open',
      file: key,
      name,
      ...(password === undefined ? {} : { password }),
      ...(members === undefined ? {} : { members }),
    });
  }

  #begin(): void {
    if (this.#running.size === 0) this.#began = this.#now();
    this.#took = undefined;
    this.#changed();
    void this.#verify();
    this.#pump();
  }

  #pump(): void {
    while (this.#running.size < this.#executor.width) {
      const job = this.#queue.shift();
      if (job === undefined) break;
      void this.#start(job);
    }
    if (this.#running.size > 0 || this.#verifying || this.#lookingUp) return;
    // Once nothing changes any more: what is looked up is every component of the case.
    if (this.#toLookUp) {
      void this.#lookUp();
      return;
    }
    if (this.#began !== undefined && this.#took === undefined) {
      this.#took = this.#now() - this.#began;
      this.#onChange();
    }
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #start(job: Job): Promise<void> {
    const running: Running = {
      job,
      abort: new AbortController(),
      progress: { stage: 'reading', done: 0, total: 0, path: job.name },
      heard: this.#now(),
    };
    this.#running.add(running);
    try {
      const result = await this.#executor.run(job, {
        limits: this.limits,
        used: this.#used,
        signal: running.abort.signal,
        onProgress: (progress) => {
          running.progress = progress;
          running.heard = this.#now();
          this.#onChange();
        },
        onEarly: (harvest) => {
          const facts = this.#files.get(job.file);
          if (facts === undefined || !this.#running.has(running)) return;
          this.#files.set(job.file, withEarly(facts, harvest));
          this.#changed();
        },
        onGlimpse: ({ found }) => {
          running.heard = this.#now();
          if (found.length === 0 || !this.#running.has(running)) return;
          this.#found.set(job.file, [...(this.#found.get(job.file) ?? []), ...found]);
          this.#version++;
          this.#onChange();
        },
      });
      if (this.#running.has(running)) this.#finish(job, result);
    } catch (thrown) {
      if (this.#running.has(running))
        this.#interrupt(job, `${interruption(running.progress)} (${sentence(thrown)})`);
    }
    this.#running.delete(running);
    this.#forgetGlimpses(job.file);
    this.#queue.push(...this.#missingDigests());
    this.#changed();
    void this.#verify();
    this.#pump();
  }

  /** What was shown early has no place beside what came of it. */
  #forgetGlimpses(file: FileKey): void {
    const open = [...this.#queue, ...[...this.#running].map(({ job }) => job)];
    if (!open.some((job) => job.file === file && job.kind !== 'hash' && job.kind !== 'contents'))
      this.#found.delete(file);
  }

  /** Digests that claims ask for, unless they are being computed. */
  #missingDigests(): Job[] {
    const open = [...this.#queue, ...[...this.#running].map(({ job }) => job)];
    const hashes = hashJobs([...this.#files.values()]).filter(
      ({ file }) => !open.some((job) => job.file === file && job.kind !== 'layer'),
    );
    // Records speak of whole trees: nothing is asked for before all of them are there.
    if (hashes.length > 0 || open.length > 0) return hashes;
    return contentJobs(this.model);
  }

  /** Verifies what is due, one claim at a time, until the facts hold still. */
  async #verify(): Promise<void> {
    if (this.#verifying) return;
    this.#verifying = true;
    for (;;) {
      const due = this.#verification.due([...this.#files.values()], this.#settings, this.limits);
      const [next] = due;
      if (next === undefined) break;
      this.#verification.settle(next.key, await this.#executor.verify(next.order).catch(() => []));
      this.#changed();
    }
    this.#verifying = false;
    this.#changed();
    this.#pump();
  }

  /** Whether the case is at rest but for what is to be looked up in advisory data. */
  get #toLookUp(): boolean {
    return this.#settings.advisories.length > 0 && this.#lookups.due(this.model).length > 0;
  }

  /** Looks up in each of the advisory data in use, one after the other. */
  async #lookUp(): Promise<void> {
    this.#lookingUp = true;
    this.#changed();
    for (const order of this.#lookups.due(this.model)) {
      try {
        this.#lookups.settle(order.key, await this.#executor.lookUp(order));
      } catch (thrown) {
        this.#lookups.fail(order.key, sentence(thrown));
      }
    }
    this.#lookingUp = false;
    this.#changed();
    this.#pump();
  }

  #finish(job: Job, result: JobResult): void {
    const facts = this.#files.get(job.file);
    if (facts === undefined) return;
    this.#used.expanded += result.used.expanded;
    this.#used.entries += result.used.entries;
    const own = result.harvests.find(({ source }) => source.id === job.file)?.source.digests;
    this.#files.set(job.file, {
      ...withHarvests(facts, result.harvests),
      digests: { ...facts.digests, ...own, ...result.hashed?.digests },
      contents: withContents(facts.contents, result.contents),
    });
    // Layers before digests: what a person waits for comes first.
    this.#queue.unshift(...result.next.filter(({ kind }) => kind !== 'hash'));
    this.#queue.push(...result.next.filter(({ kind }) => kind === 'hash'));
  }

  #interrupt(job: Job, how: string): void {
    const facts = this.#files.get(job.file);
    if (facts === undefined) return;
    const what =
      job.kind === 'layer'
        ? job.layer.title
        : job.kind === 'hash'
          ? 'the digest of the whole file'
          : job.kind === 'contents'
            ? `what the packages of ${job.name} record of their files`
            : job.name;
    this.#files.set(job.file, {
      ...withInterruption(facts, `Not inspected: ${what} was ${how}.`),
      contents:
        job.kind === 'contents' ? withContents(facts.contents, notComputed(job.order)) : facts.contents,
    });
  }

  #drop(key: FileKey): void {
    this.#queue.splice(0, this.#queue.length, ...this.#queue.filter(({ file }) => file !== key));
    for (const running of [...this.#running]) {
      if (running.job.file !== key) continue;
      this.#running.delete(running);
      running.abort.abort(new DOMException('removed', 'AbortError'));
    }
    this.#found.delete(key);
  }

  #changed(): void {
    this.#model = undefined;
    this.#version++;
    this.#onChange();
  }
}

function interruption({ done, total, path }: Progress): string {
  return `interrupted at byte ${done.toLocaleString('en')} of ${total.toLocaleString('en')}, in ${path}`;
}

function sentence(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Id of the top-level source of a file: its key. */
export function fileOf(source: SourceId): FileKey {
  return source.split('>')[0] ?? source;
}
