import { startInflateWorker } from './inflate-worker.ts';
import { startLayoutWorker } from './layout-worker.ts';

/** The roles that need little of the engine, in a bundle that is loaded at once. */
const ROLES: Readonly<Record<string, () => void>> = {
  inflate: startInflateWorker,
  layout: startLayoutWorker,
};

ROLES[self.name]?.();
