import { startCaseWorker } from './case-worker.ts';
import { startInflateWorker } from './inflate-worker.ts';
import { startJobWorker } from './job-worker.ts';
import { startLayoutWorker } from './layout-worker.ts';
import { startVerifyWorker } from './verify-worker.ts';

/** The one bundle that every worker runs; its name tells its role (DESIGN §6). */
const ROLES: Readonly<Record<string, () => void>> = {
  case: startCaseWorker,
  inflate: startInflateWorker,
  job: startJobWorker,
  layout: startLayoutWorker,
  verify: startVerifyWorker,
};

ROLES[self.name]?.();
