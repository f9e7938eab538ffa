import { expose, transfer } from 'comlink';
import { BlobSource } from '../src/core/base/byte-source.ts';
import { Budget } from '../src/core/base/limits.ts';
import { throttle } from '../src/core/base/progress.ts';
import type { Glimpse, JobResult } from '../src/core/case/jobs.ts';
import { runJob } from '../src/core/case/run-job.ts';
import type { Found } from '../src/core/model/reading.ts';
import { statedBuffers } from '../src/core/model/stated.ts';
import type { Schemas } from '../src/core/sbom/types.ts';
import type { Elsewhere } from '../src/core/unpack/elsewhere.ts';
import { elsewhereOver } from './elsewhere.ts';
import type { JobApi, JobMessage, JobNews, JobPorts, NeedsSchemas } from './protocol.ts';
import { schemasOver } from './schemas.ts';

/** Runs jobs for the case worker, which talks to it over a port of its own. */
export function startJobWorker(): void {
  self.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data instanceof MessagePort) schemasCame(data);
    else if (isPorts(data))
      expose(new JobRunner(elsewhereOver(data.inflate), schemasOver(askForSchemas)), data.jobs);
  };
}

let schemasCame: (port: MessagePort) => void = () => undefined;

function askForSchemas(): Promise<MessagePort> {
  return new Promise((resolve) => {
    schemasCame = resolve;
    self.postMessage('needs-schemas' satisfies NeedsSchemas);
  });
}

function isPorts(data: unknown): data is JobPorts {
  return typeof data === 'object' && data !== null && 'jobs' in data && 'inflate' in data;
}

const NEWS_PER_SECOND = 10;

class JobRunner implements JobApi {
  readonly #elsewhere: Elsewhere;
  readonly #schemas: Schemas;
  #abort = new AbortController();

  constructor(elsewhere: Elsewhere, schemas: Schemas) {
    this.#elsewhere = elsewhere;
    this.#schemas = schemas;
  }

  async run(message: JobMessage, tell: (news: JobNews) => void): Promise<JobResult> {
    this.#abort = new AbortController();
    const { job, file } = message;
    const glimpses = new Glimpses((glimpse) => tell({ glimpse }));
    const result = await runJob(job, {
      budget: new Budget(message.limits, message.used),
      signal: this.#abort.signal,
      elsewhere: this.#elsewhere,
      schemas: this.#schemas,
      password: job.kind === 'open' ? job.password : undefined,
      files: (key) => (key === job.file ? new BlobSource(file) : undefined),
      onProgress: throttle(
        (progress) => tell({ progress }),
        NEWS_PER_SECOND,
        () => performance.now(),
      ),
      onGlimpse: (glimpse) => glimpses.add(glimpse),
      // Its entries go with the result once more: only what goes but once is transferred.
      onEarly: (early) =>
        tell(transfer({ early }, early.stated === undefined ? [] : statedBuffers(early.stated.columns))),
    });
    return transfer(result, result.harvests.flatMap(buffersOf));
  }

  abort(): void {
    this.#abort.abort(new DOMException('stopped', 'AbortError'));
  }
}

/** The first glimpse goes out at once; later ones are gathered. */
class Glimpses {
  readonly #tell: (glimpse: Glimpse) => void;
  #found: Found[] = [];
  #last = Number.NEGATIVE_INFINITY;

  constructor(tell: (glimpse: Glimpse) => void) {
    this.#tell = tell;
  }

  add(glimpse: Glimpse): void {
    for (const found of glimpse.found) this.#found.push(found);
    const now = performance.now();
    if (now - this.#last < 1000 / NEWS_PER_SECOND) return;
    this.#last = now;
    this.#tell({ ...glimpse, found: this.#found });
    this.#found = [];
  }
}

function buffersOf({ entries, stated }: JobResult['harvests'][number]): ArrayBuffer[] {
  const columns = stated === undefined ? [] : statedBuffers(stated.columns);
  if (entries === undefined) return columns;
  return Object.values(entries)
    .flatMap((column: unknown) => (ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : []))
    .concat(columns);
}
