import { expose } from 'comlink';
import { layered } from '../src/core/graph/layered.ts';
import type { LayoutApi } from './protocol.ts';

/** Lays out the graphs that the page shows. */
export function startLayoutWorker(): void {
  const api: LayoutApi = { layout: async (graph) => layered(graph) };
  expose(api);
}
