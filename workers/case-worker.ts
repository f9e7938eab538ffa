import { expose, type ProxyMarked, type Remote, transfer } from 'comlink';
import { version as toolVersion } from '../package.json';
import { BlobSource } from '../src/core/base/byte-source.ts';
import { Budget } from '../src/core/base/limits.ts';
import { withReference, withVexAuthor } from '../src/core/case/accept.ts';
import { withCoverage } from '../src/core/case/advisories/coverage.ts';
import { dataPage } from '../src/core/case/advisories/data-page.ts';
import { Case, fileOf } from '../src/core/case/case.ts';
import { groupFolders } from '../src/core/case/folders.ts';
import type { CaseModel } from '../src/core/case/model.ts';
import { attestationDetail } from '../src/core/case/queries/attestation-detail.ts';
import { componentDetail } from '../src/core/case/queries/component-detail.ts';
import { ComponentQueries } from '../src/core/case/queries/components.ts';
import { diagnosticPage } from '../src/core/case/queries/diagnostics.ts';
import { FilesQueries, fileDetail, listTrees } from '../src/core/case/queries/files.ts';
import { GraphQueries } from '../src/core/case/queries/graph.ts';
import { preview, reopen } from '../src/core/case/queries/preview.ts';
import { provenanceDetail } from '../src/core/case/queries/provenance-detail.ts';
import { sourceDetail, sourceRows } from '../src/core/case/queries/sources.ts';
import { story } from '../src/core/case/queries/story.ts';
import { summary } from '../src/core/case/queries/summary.ts';
import { trustPage } from '../src/core/case/queries/trust.ts';
import { NO_SETTINGS } from '../src/core/case/settings.ts';
import type { CaseState, ComponentQuery, FilesQuery, GraphQuery } from '../src/core/case/views.ts';
import { FindingQueries } from '../src/core/flag/queries/findings.ts';
import { flaggedAmong, flagsOf } from '../src/core/flag/queries/flagged.ts';
import { shippedDataOf } from '../src/core/flag/shipped-data.ts';
import { withRule } from '../src/core/flag/turn-off.ts';
import type { FindingsQuery } from '../src/core/flag/views.ts';
import type { FileKey, SourceId } from '../src/core/model/source.ts';
import { CompareQueries } from '../src/core/profiles/queries/compare.ts';
import { documentDetail, documentRows, failingPage } from '../src/core/profiles/queries/documents.ts';
import { reconciledPage } from '../src/core/profiles/queries/reconciled.ts';
import { scanPage } from '../src/core/profiles/queries/scans.ts';
import type { CompareQuery, FailingQuery, ReconciledQuery, ScanQuery } from '../src/core/profiles/views.ts';
import { reportJson } from '../src/core/report/json.ts';
import type { ExportId } from '../src/core/report/sbom-exporter.ts';
import { encryptedZip } from '../src/core/unpack/zip-write.ts';
import type { Expectations } from '../src/core/verify/expectations.ts';
import { writePolicy } from '../src/core/verify/policy-file.ts';
import { bytesAt } from './bytes-at.ts';
import { exportCase } from './exports.ts';
import { JobPool } from './job-pool.ts';
import type { CaseApi, CaseControl, Dropped, Place, Supervisor } from './protocol.ts';
import { StateTeller } from './state-teller.ts';

/** Owns the case and answers the page. */
export function startCaseWorker(): void {
  expose(new CaseWorker());
}

/** Of a case with more places than this, what the rules say is worked out in steps, and not while it is being read. */
const MANY = 5000;

/** Lets what has been asked meanwhile be answered. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

class CaseWorker implements CaseApi, CaseControl {
  readonly #files = new Map<string, File>();
  #pool: JobPool | undefined;
  #case: Case | undefined;
  readonly #teller = new StateTeller(() => this.#case?.state);
  #next = 0;
  readonly #passwords = new Map<string, string>();
  readonly #components = new ComponentQueries();
  readonly #trees = new FilesQueries();
  readonly #graphs = new GraphQueries();
  readonly #findings = new FindingQueries();
  readonly #comparisons = new CompareQueries();

  start(width: number, supervisor: Remote<Supervisor & ProxyMarked>): void {
    this.#pool = new JobPool(width, this.#files, (slot) => void supervisor.replace(slot));
    this.#case = new Case(
      this.#pool,
      () => performance.now(),
      () => this.#teller.changed(),
    );
  }

  attach(slot: number, port: MessagePort): void {
    this.#pool?.attach(slot, port);
  }

  attachVerifier(port: MessagePort): void {
    this.#pool?.attachVerifier(port);
  }

  watch(listener: (state: CaseState) => void): void {
    this.#teller.watch(listener);
  }

  async add(dropped: readonly Dropped[]): Promise<void> {
    const files = dropped.map(({ file, path }) => ({ path, size: file.size, file }));
    this.#open.add(
      groupFolders(files).map((one) => {
        const key = `f${String(this.#next++).padStart(6, '0')}`;
        if (one.kind === 'file') {
          this.#files.set(key, one.file.file);
          return { key, name: one.file.path, size: one.file.size };
        }
        // A blob of blobs copies nothing.
        const whole = new File(
          one.files.map(({ file }) => file),
          one.path,
        );
        this.#files.set(key, whole);
        const members = one.files.map(({ path, size }) => ({ path: path.slice(one.path.length + 1), size }));
        return { key, name: one.path, size: whole.size, members };
      }),
    );
  }

  async remove(source: SourceId): Promise<void> {
    const key = fileOf(source);
    // What was taken out of the case judges nothing any more.
    await this.accept(source, false);
    this.#open.remove(key);
    this.#files.delete(key);
    this.#passwords.delete(key);
  }

  async clear(): Promise<void> {
    this.#open.clear();
    this.#open.decide(NO_SETTINGS);
    this.#files.clear();
    this.#passwords.clear();
  }

  async cancel(): Promise<void> {
    this.#open.cancel();
  }

  async setPassword(source: SourceId, password: string): Promise<void> {
    const key = fileOf(source);
    this.#passwords.set(key, password);
    this.#open.unlock(key, password);
  }

  async summary() {
    const working = this.#open.state.phase === 'working';
    const model = this.#open.model;
    // Rows of a large document come first; what the rules say of it, when there is nothing else to do.
    if (working && model.occurrences.length > MANY && !this.#findings.knows(model))
      return { ...summary(model, this.#open.version), findings: undefined };
    const flagged = await this.#flagged();
    if (flagged.occurrences.length > MANY) void this.#graphs.warm(flagged, pause);
    return { ...summary(flagged, this.#open.version), findings: this.#findings.summary(flagged) };
  }

  async sources() {
    return sourceRows(this.#open.model);
  }

  async source(id: SourceId) {
    return sourceDetail(this.#open.model, id);
  }

  async components(query: ComponentQuery) {
    const { model, version, glimpsed } = this.#open;
    const ready = model.occurrences.length <= MANY || this.#findings.knows(model);
    return this.#components.page(model, version, glimpsed, query, ready ? flagsOf(model) : undefined);
  }

  async component(id: string) {
    const { model } = this.#open;
    const row = this.#components.row(model, id);
    const detail = row === undefined ? undefined : componentDetail(model, id, row);
    const place = detail?.places.find(({ state }) => state === 'present') ?? detail?.places[0];
    // Why it is here is what is asked next.
    if (place !== undefined) void pause().then(() => this.#graphs.prepare(model, place.id));
    return detail;
  }

  async trees() {
    return listTrees(this.#open.model);
  }

  async files(query: FilesQuery) {
    return this.#trees.page(this.#open.model, this.#open.version, query);
  }

  async story(tree: SourceId) {
    return story(this.#open.model, tree);
  }

  async file(tree: SourceId, layer: number, index: number) {
    return fileDetail(this.#open.model, tree, layer, index);
  }

  async diagnostics(query: { readonly text?: string; readonly offset: number; readonly limit: number }) {
    return diagnosticPage(this.#open.model, this.#open.version, query);
  }

  async findings(query: FindingsQuery) {
    return this.#findings.page(await this.#flagged(), this.#open.version, query);
  }

  async flagged(components?: readonly string[]) {
    return flaggedAmong(await this.#flagged(), components);
  }

  async finding(id: string) {
    return this.#findings.detail(await this.#flagged(), id);
  }

  async turnRule(id: string, on: boolean): Promise<void> {
    const { settings } = this.#open;
    this.#open.decide(withRule(settings, id, on));
  }

  async documents() {
    return documentRows(this.#open.model);
  }

  async document(source: SourceId) {
    return documentDetail(this.#open.model, source);
  }

  async failing(query: FailingQuery) {
    return failingPage(this.#open.model, this.#open.version, query);
  }

  async reconciled(query: ReconciledQuery) {
    return reconciledPage(this.#open.model, this.#open.version, query);
  }

  async scanned(query: ScanQuery) {
    return scanPage(this.#open.model, this.#open.version, query);
  }

  async sides() {
    return this.#comparisons.choices(this.#open.model);
  }

  async compare(query: CompareQuery) {
    return this.#comparisons.page(this.#open.model, this.#open.version, query);
  }

  async trust() {
    return trustPage(this.#open.model, this.#open.version);
  }

  async provenance(id: string) {
    return provenanceDetail(this.#open.model, id);
  }

  async attestation(id: string) {
    return attestationDetail(this.#open.model, id);
  }

  async accept(source: SourceId, accepted: boolean): Promise<void> {
    const found = this.#open.model.sources.find(({ id }) => id === source);
    const next = found && (await withReference(this.#open.settings, found, accepted));
    if (next?.ok === true) this.#open.decide(next.value);
  }

  async advisories() {
    return dataPage(this.#open.model, this.#open.version);
  }

  async shippedData(at: string) {
    return shippedDataOf(this.#open.model, at);
  }

  async advisoryIndex(source: SourceId): Promise<Blob | undefined> {
    const found = this.#open.model.sources.find(({ id }) => id === source);
    return found?.advisories && (found.advisories.index ?? this.#files.get(found.ref.file));
  }

  async confirmCoverage(source: SourceId, ecosystem: string, covers: boolean): Promise<void> {
    this.#open.decide(withCoverage(this.#open, source, ecosystem, covers));
  }

  async acceptVexAuthor(author: string, accepted: boolean): Promise<void> {
    this.#open.decide(withVexAuthor(this.#open.settings, author, accepted));
  }

  async expect(expectations: Expectations): Promise<void> {
    this.#open.decide({ ...this.#open.settings, expectations, policies: [] });
  }

  async policy(): Promise<Blob> {
    return new Blob([writePolicy(this.#open.settings.expectations)], { type: 'application/json' });
  }

  async graph(query: GraphQuery) {
    return this.#graphs.answer(this.#open.model, query);
  }

  async preview(at: Place, start: number, length: number) {
    const found = this.#find(at);
    if ('failed' in found) return found;
    const shown = await preview(
      found.bytes,
      found.ref,
      found.size,
      start,
      length,
      this.#context(found.ref.file),
    );
    return 'failed' in shown ? shown : transfer(shown, [shown.bytes.buffer]);
  }

  async save(at: Place, as: 'neutral' | 'encrypted-zip') {
    const found = this.#find(at);
    if ('failed' in found) return found;
    const { bytes, ref } = found;
    const opened = await reopen(bytes, ref, this.#open.limits.heldPerCase, this.#context(ref.file));
    if ('failed' in opened) return opened;
    const name = `loupe-${ref.sha256?.slice(0, 16) ?? 'entry'}`;
    if (as === 'neutral')
      return { name: `${name}.bin`, blob: new Blob([opened.bytes], { type: 'application/octet-stream' }) };
    const zip = await encryptedZip(`${name}.bin`, opened.bytes, 'infected', new Date(Date.UTC(1980, 0, 1)));
    return { name: `${name}.zip`, blob: new Blob([zip], { type: 'application/zip' }) };
  }

  async report(entries: boolean): Promise<Blob> {
    const { model, limits } = this.#open;
    const report = reportJson(model, { toolVersion, evaluatedAt: new Date().toISOString(), limits, entries });
    return new Blob([JSON.stringify(report, null, 1)], { type: 'application/json' });
  }

  async exported(format: ExportId) {
    return exportCase(this.#open.model, format, toolVersion, {
      open: (key) => {
        const file = this.#files.get(key);
        return file === undefined ? undefined : new BlobSource(file);
      },
      context: (key) => this.#context(key),
    });
  }

  get #open(): Case {
    if (this.#case === undefined) throw new Error('the case worker was not started');
    return this.#case;
  }

  #find(at: Place) {
    return bytesAt(this.#open.model, this.#files, at);
  }

  #context(file: FileKey) {
    return {
      budget: new Budget(this.#open.limits),
      signal: new AbortController().signal,
      password: this.#passwords.get(file),
    };
  }

  /** The model as it stands, once the rules have been run over it. */
  async #flagged(): Promise<CaseModel> {
    for (;;) {
      const { model } = this.#open;
      if (model.occurrences.length > MANY) await this.#findings.prepare(model, pause);
      if (model === this.#open.model) return model;
    }
  }
}
