import { tick } from 'svelte';
import type { CaseApi, Dropped, LayoutApi } from '../../../workers/protocol.ts';
import type { CaseState, SourceRow, Summary, TreeChoice, TrustPage } from '../../core/case/views.ts';
import type { SourceId } from '../../core/model/source.ts';
import type { Expectations } from '../../core/verify/expectations.ts';

export interface Workers {
  readonly case: CaseApi;
  readonly layout: LayoutApi;
}

const NOTHING: CaseState = { phase: 'empty', version: 0, jobs: [], waiting: 0, took: undefined };

/** The case as the page knows it: what the workers report, and the four answers that every view needs. */
export class Session {
  state = $state.raw<CaseState>(NOTHING);
  summary = $state.raw<Summary | undefined>(undefined);
  sources = $state.raw<readonly SourceRow[]>([]);
  trees = $state.raw<readonly TreeChoice[]>([]);
  /** Claims, and what judges them. */
  trust = $state.raw<TrustPage | undefined>(undefined);
  /** Why the workers could not be started. */
  broken = $state<string | undefined>(undefined);
  /** The case was read to the end once: later drops do not take the view away. */
  settled = $state(false);
  stopping = $state(false);
  /** What the user asked for and the case refused, in words. */
  problem = $state<string | undefined>(undefined);

  readonly #connected: Promise<Workers>;
  /** Calls under way whose effect the last heard state does not show yet. */
  #changing = $state(0);
  /** Summary and sources belong to the last heard state. */
  #fresh = $state(false);
  #refreshing = false;
  #stale = false;
  #waiting: { readonly version: number; readonly resolve: () => void }[] = [];

  constructor(connect: () => Promise<Workers>) {
    this.#connected = connect();
    this.#connected.then(
      (workers) => workers.case.watch((state) => this.#hear(state)),
      (error: unknown) => {
        this.broken = error instanceof Error ? error.message : String(error);
      },
    );
  }

  /** `done` only when nothing is under way here either, and what the page holds is what was found. */
  get phase(): CaseState['phase'] {
    if (this.#changing > 0) return 'working';
    return this.state.phase === 'done' && !this.#fresh ? 'working' : this.state.phase;
  }

  get version(): number {
    return this.state.version;
  }

  async workers(): Promise<Workers> {
    return this.#connected;
  }

  /** Asks the case something. */
  async ask<T>(question: (api: CaseApi) => Promise<T>): Promise<T> {
    return question((await this.#connected).case);
  }

  /** Files may still be opened, as those of a dropped folder are: the page is working from the drop on. */
  add(dropped: readonly Dropped[] | Promise<readonly Dropped[]>): Promise<void> {
    return this.#change(async (api) => {
      const files = await dropped;
      if (files.length > 0) await api.add(files);
    });
  }

  remove(source: SourceId): Promise<void> {
    return this.#change((api) => api.remove(source));
  }

  async clear(): Promise<void> {
    await this.#change((api) => api.clear());
    this.settled = false;
  }

  async cancel(): Promise<void> {
    this.stopping = true;
    try {
      await this.#change((api) => api.cancel());
    } finally {
      this.stopping = false;
    }
  }

  setPassword(source: SourceId, password: string): Promise<void> {
    return this.#change((api) => api.setPassword(source, password));
  }

  /** The explicit act by which VEX statements of an author count from here on, or no longer. */
  confirmCoverage(source: SourceId, ecosystem: string, covers: boolean): Promise<void> {
    return this.#change((api) => api.confirmCoverage(source, ecosystem, covers));
  }

  acceptVexAuthor(author: string, accepted: boolean): Promise<void> {
    return this.#change((api) => api.acceptVexAuthor(author, accepted));
  }

  /** The explicit act by which a dropped root, key, policy or advisory data count from here on, or no longer. */
  accept(source: SourceId, accepted: boolean): Promise<void> {
    return this.#change((api) => api.accept(source, accepted));
  }

  /** Turns a rule off, or on again. */
  turnRule(id: string, on: boolean): Promise<void> {
    return this.#change((api) => api.turnRule(id, on));
  }

  expect(expectations: Expectations): Promise<void> {
    return this.#change((api) => api.expect(expectations));
  }

  /**
   * The page counts as working from the call until a state has been heard that is as new as the case after it:
   * states and answers come by different ports, in any order.
   */
  async #change(change: (api: CaseApi) => Promise<void>): Promise<void> {
    this.#changing++;
    this.problem = undefined;
    try {
      await this.ask(change);
      const { version } = await this.ask((api) => api.summary());
      await this.#heard(version);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.#changing--;
    }
  }

  #heard(version: number): Promise<void> {
    if (this.state.version >= version) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ version, resolve }));
  }

  #hear(state: CaseState): void {
    const changed = state.version !== this.state.version || this.summary === undefined;
    this.state = state;
    if (state.phase === 'done') this.settled = true;
    const ready = this.#waiting.filter((waiter) => waiter.version <= state.version);
    this.#waiting = this.#waiting.filter((waiter) => waiter.version > state.version);
    for (const waiter of ready) waiter.resolve();
    if (!changed) return;
    this.#fresh = false;
    void this.#refresh();
  }

  /** One refresh at a time; a change during it asks once more. */
  async #refresh(): Promise<void> {
    this.#stale = true;
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      while (this.#stale) {
        this.#stale = false;
        // The views ask before: the case answers one after the other, and rows are what is waited for.
        await tick();
        const [summary, sources, trees, trust] = await this.ask((api) =>
          Promise.all([api.summary(), api.sources(), api.trees(), api.trust()]),
        );
        this.summary = summary;
        this.sources = sources;
        this.trees = trees;
        this.trust = trust;
      }
      this.#fresh = true;
    } finally {
      this.#refreshing = false;
    }
  }
}
