import { connectWorkers } from '../../workers/pool.ts';
import { mountLoupe } from './main.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element #app');
// The guard has told a browser that cannot run it (support.ts).
if (document.documentElement.dataset.state !== 'unsupported') mountLoupe(target, connectWorkers);
