import { connectWorkers } from '../../workers/pool.ts';
import { mountLoupe } from './main.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element #app');
mountLoupe(target, connectWorkers);
