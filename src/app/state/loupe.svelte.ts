import { createContext, untrack } from 'svelte';
import type { Dropped, Place } from '../../../workers/protocol.ts';
import type { SourceRow } from '../../core/case/views.ts';
import type { SourceId } from '../../core/model/source.ts';
import type { ExportId } from '../../core/report/sbom-exporter.ts';
import { Pictures } from '../graph/pictures.ts';
import { chooseFiles, chooseFolder } from '../intake/pick.ts';
import { en } from '../text/en.ts';
import { Navigation } from './navigation.svelte.ts';
import { Requests } from './requests.svelte.ts';
import { START } from './route.ts';
import { advance, NO_PROGRESS, type RunProgress } from './run-progress.ts';
import { Selected } from './selected.svelte.ts';
import { Session, type Workers } from './session.svelte.ts';
import { Theme } from './theme.svelte.ts';

/** All state of the page, and what a user can do that touches more than one part of it. */
export class Loupe {
  readonly session: Session;
  readonly nav = new Navigation();
  readonly theme = new Theme();
  readonly requests = new Requests();
  readonly selected: Selected;
  readonly pictures: Pictures;
  /** How far all work is, while the case is working. */
  progress = $state.raw<RunProgress>(NO_PROGRESS);
  /** Halts of work that the user chose to wait through. */
  waitedFor = $state.raw<readonly string[]>([]);
  /** On a narrow page the case is a sheet behind the name. */
  caseShown = $state(false);
  /** Said to screen readers, politely. */
  announced = $state('');
  /** The page's one file input, once it is drawn. */
  input: HTMLInputElement | undefined;

  constructor(connect: () => Promise<Workers>) {
    this.session = new Session(connect);
    this.selected = new Selected(this.session, this.nav);
    this.pictures = new Pictures(this.session);
  }

  /** What must run as long as the page is drawn. Call while a component is being made. */
  run(): void {
    $effect(() => untrack(() => this.nav.listen()));
    $effect(() => untrack(() => this.requests.watch()));
    $effect(() => {
      document.documentElement.dataset.state = this.session.phase;
    });
    $effect(() => this.selected.refresh());
    $effect(() => {
      const { jobs } = this.session.state;
      const working = this.session.phase === 'working';
      untrack(() => {
        this.progress = working ? advance(this.progress, jobs) : NO_PROGRESS;
      });
    });
    $effect(() => this.#announce(this.session.phase));
    $effect(() => {
      if (this.session.settled) void this.pictures.rehearse();
    });
  }

  /** Says how it goes every few seconds, and that it is over. */
  #announce(phase: Session['phase']): (() => void) | undefined {
    return untrack(() => {
      const { summary } = this.session;
      if (phase === 'done') {
        const partial = (summary?.notFullyInspected.length ?? 0) > 0;
        this.announced = en.working.announceDone(summary?.components ?? 0, partial);
      }
      if (phase !== 'working') return undefined;
      const timer = setInterval(() => {
        const { done, total } = this.progress;
        this.announced = en.working.announce(
          en.working.percent(done, total),
          this.session.summary?.components ?? 0,
        );
      }, 5000);
      return () => clearInterval(timer);
    });
  }

  async add(dropped: readonly Dropped[] | Promise<readonly Dropped[]>): Promise<void> {
    const added = this.session.add(dropped);
    const { length } = await dropped;
    if (length === 0) return added;
    this.announced = en.intake.added(length);
    // An address from another case may name a view and filters, but nothing that is in this one.
    if (this.session.sources.length === 0) {
      const { overview, trust, graph, files } = START;
      this.nav.adjust({ selection: undefined, overview, trust, graph, files });
    }
    await added;
  }

  chooseFiles(): void {
    if (this.input !== undefined) chooseFiles(this.input);
  }

  async chooseFolder(): Promise<void> {
    if (this.input === undefined) return;
    try {
      const dropped = await chooseFolder(this.input);
      if (dropped !== undefined) await this.add(dropped);
    } catch (error) {
      this.session.problem = en.intake.folderRefused(error instanceof Error ? error.message : String(error));
    }
  }

  /** Selects a source; the Files view turns to its files, or to the one layer it is. */
  choose(row: SourceRow): void {
    const { route } = this.nav;
    this.nav.select({ kind: 'source', source: row.id });
    if (route.view !== 'files' || row.tree === undefined) return;
    const image = this.session.summary?.images.find((one) => one.tree === row.tree);
    const layer = image?.layers.find((one) => one.source === row.id)?.index;
    const same = route.files.tree === row.tree && route.files.layer === layer;
    if (!same) this.nav.adjust({ files: { ...START.files, tree: row.tree, layer } });
  }

  async remove(source: SourceId): Promise<void> {
    this.nav.adjust({ selection: undefined });
    await this.session.remove(source);
  }

  async clear(): Promise<void> {
    await this.session.clear();
    this.nav.reset();
  }

  /** Hands bytes of the case to the browser's download. Resolves to the reason when that is not possible. */
  async save(at: Place, as: 'neutral' | 'encrypted-zip'): Promise<string | undefined> {
    const saved = await this.session.ask((api) => api.save(at, as));
    if ('failed' in saved) return saved.failed;
    download(saved.blob, saved.name);
    return undefined;
  }

  async savePolicy(): Promise<void> {
    download(await this.session.ask((api) => api.policy()), 'loupe-policy.json');
  }

  async saveReport(entries: boolean): Promise<void> {
    download(await this.session.ask((api) => api.report(entries)), 'loupe-report.json');
  }

  async saveSbom(format: ExportId): Promise<void> {
    const { blob, name } = await this.session.ask((api) => api.exported(format));
    download(blob, name);
  }
}

/** A `blob:` link with `download` is the one way out of the page, and it leads to the user's own disk. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export const [useLoupe, provideLoupe] = createContext<Loupe>();
