import { startCaseWorker } from './case-worker.ts';
import { startJobWorker } from './job-worker.ts';
import { startVerifyWorker } from './verify-worker.ts';

/** The roles that need the engine; a worker's name tells its role (DESIGN §6). */
const ROLES: Readonly<Record<string, () => void>> = {
  case: startCaseWorker,
  job: startJobWorker,
  verify: startVerifyWorker,
};

ROLES[self.name]?.();
