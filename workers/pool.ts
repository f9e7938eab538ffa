import { proxy, transfer, wrap } from 'comlink';
import type { CaseApi, CaseControl, JobPorts, LayoutApi, NeedsSchemas } from './protocol.ts';
import { openEngine } from './start.ts';

/**
 * Starts all workers and wires them (DESIGN §6): a case worker, job workers over ports of their own with one that
 * inflates for them, a verify worker and a layout worker; a schema worker when the first document needs it. A job worker
 * that breaks or does not stop is ended here and replaced.
 */
export async function connectWorkers(): Promise<{ readonly case: CaseApi; readonly layout: LayoutApi }> {
  const engine = await openEngine();
  const remote = wrap<CaseApi & CaseControl>(engine.start('case'));
  const layout = wrap<LayoutApi>(engine.start('layout'));
  const width = Math.max(2, Math.min(4, navigator.hardwareConcurrency - 1));
  const jobs: Worker[] = [];
  let inflate = startInflate();
  let schemas: Promise<Worker> | undefined;

  const place = async (slot: number): Promise<void> => {
    jobs[slot]?.terminate();
    const { port1, port2 } = new MessageChannel();
    const worker = engine.start('job');
    jobs[slot] = worker;
    worker.onerror = (event) => {
      event.preventDefault();
      if (jobs[slot] === worker) void place(slot);
    };
    worker.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data === ('needs-schemas' satisfies NeedsSchemas)) void connectSchemas(worker);
    };
    const toInflate = new MessageChannel();
    inflate.postMessage(toInflate.port1, [toInflate.port1]);
    const ports: JobPorts = { jobs: port1, inflate: toInflate.port2 };
    worker.postMessage(ports, [ports.jobs, ports.inflate]);
    await remote.attach(slot, transfer(port2, [port2]));
  };

  /** Jobs that wait for one that broke would wait for ever: they are ended with it. */
  function endJobsWith(worker: Worker, forget: () => void): Worker {
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      forget();
      for (const slot of jobs.keys()) void place(slot);
    };
    return worker;
  }

  function startInflate(): Worker {
    return endJobsWith(engine.start('inflate'), () => {
      inflate = startInflate();
    });
  }

  async function startSchemas(): Promise<Worker> {
    return endJobsWith(await engine.startSchemas(), () => {
      schemas = undefined;
    });
  }

  async function connectSchemas(job: Worker): Promise<void> {
    schemas ??= startSchemas();
    const toSchemas = new MessageChannel();
    (await schemas).postMessage(toSchemas.port1, [toSchemas.port1]);
    job.postMessage(toSchemas.port2, [toSchemas.port2]);
  }

  await remote.start(width, proxy({ replace: (slot: number) => void place(slot) }));
  const verifier = new MessageChannel();
  engine.start('verify').postMessage(verifier.port1, [verifier.port1]);
  await remote.attachVerifier(transfer(verifier.port2, [verifier.port2]));
  await Promise.all(Array.from({ length: width }, (_, slot) => place(slot)));
  return {
    layout: { layout: (graph) => layout.layout(graph) },
    case: {
      watch: (listener) => void remote.watch(proxy(listener)),
      add: (dropped) => remote.add(dropped),
      remove: (source) => remote.remove(source),
      clear: () => remote.clear(),
      cancel: () => remote.cancel(),
      setPassword: (source, password) => remote.setPassword(source, password),
      summary: () => remote.summary(),
      sources: () => remote.sources(),
      source: (id) => remote.source(id),
      components: (query) => remote.components(query),
      component: (id) => remote.component(id),
      trees: () => remote.trees(),
      files: (query) => remote.files(query),
      story: (tree) => remote.story(tree),
      file: (tree, layer, index) => remote.file(tree, layer, index),
      diagnostics: (query) => remote.diagnostics(query),
      findings: (query) => remote.findings(query),
      finding: (id) => remote.finding(id),
      flagged: (components) => remote.flagged(components),
      turnRule: (id, on) => remote.turnRule(id, on),
      documents: () => remote.documents(),
      document: (source) => remote.document(source),
      failing: (query) => remote.failing(query),
      reconciled: (query) => remote.reconciled(query),
      scanned: (query) => remote.scanned(query),
      sides: () => remote.sides(),
      compare: (query) => remote.compare(query),
      trust: () => remote.trust(),
      attestation: (id) => remote.attestation(id),
      provenance: (id) => remote.provenance(id),
      accept: (source, accepted) => remote.accept(source, accepted),
      advisories: () => remote.advisories(),
      shippedData: (at) => remote.shippedData(at),
      advisoryIndex: (source) => remote.advisoryIndex(source),
      confirmCoverage: (source, ecosystem, covers) => remote.confirmCoverage(source, ecosystem, covers),
      acceptVexAuthor: (author, accepted) => remote.acceptVexAuthor(author, accepted),
      expect: (expectations) => remote.expect(expectations),
      policy: () => remote.policy(),
      graph: (query) => remote.graph(query),
      preview: (at, start, length) => remote.preview(at, start, length),
      save: (at, as) => remote.save(at, as),
      report: (entries) => remote.report(entries),
      exported: (format) => remote.exported(format),
    },
  };
}
