import { proxy, transfer, wrap } from 'comlink';
import type { CaseApi, CaseControl, LayoutApi } from './protocol.ts';
import { startWorker } from './start.ts';

/**
 * Starts all workers and wires them (DESIGN §6): a case worker, job workers over ports of their own, and a layout
 * worker. A job worker that breaks or does not stop is ended here and replaced.
 */
export async function connectWorkers(): Promise<{ readonly case: CaseApi; readonly layout: LayoutApi }> {
  const remote = wrap<CaseApi & CaseControl>(startWorker('case'));
  const layout = wrap<LayoutApi>(startWorker('layout'));
  const width = Math.max(2, Math.min(4, navigator.hardwareConcurrency - 1));
  const jobs: Worker[] = [];

  const place = async (slot: number): Promise<void> => {
    jobs[slot]?.terminate();
    const { port1, port2 } = new MessageChannel();
    const worker = startWorker('job');
    jobs[slot] = worker;
    worker.onerror = (event) => {
      event.preventDefault();
      if (jobs[slot] === worker) void place(slot);
    };
    worker.postMessage(port1, [port1]);
    await remote.attach(slot, transfer(port2, [port2]));
  };

  await remote.start(width, proxy({ replace: (slot: number) => void place(slot) }));
  const verifier = new MessageChannel();
  startWorker('verify').postMessage(verifier.port1, [verifier.port1]);
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
      file: (tree, layer, index) => remote.file(tree, layer, index),
      diagnostics: (query) => remote.diagnostics(query),
      findings: (query) => remote.findings(query),
      finding: (id) => remote.finding(id),
      turnRule: (id, on) => remote.turnRule(id, on),
      trust: () => remote.trust(),
      attestation: (id) => remote.attestation(id),
      accept: (source, accepted) => remote.accept(source, accepted),
      expect: (expectations) => remote.expect(expectations),
      policy: () => remote.policy(),
      graph: (query) => remote.graph(query),
      preview: (at, start, length) => remote.preview(at, start, length),
      save: (at, as) => remote.save(at, as),
      report: (entries) => remote.report(entries),
    },
  };
}
