import type { ByteSource } from '../base/byte-source.ts';
import type { OnProgress } from '../base/progress.ts';
import type { FileKey } from '../model/source.ts';
import type { Schemas } from '../sbom/types.ts';
import type { ReadContext } from '../unpack/types.ts';
import type { Glimpse, Harvest } from './jobs.ts';

/** What a job runs with. The job's own thread supplies the bytes; nothing is read any other way. */
export interface JobContext extends ReadContext {
  readonly files: (key: FileKey) => ByteSource | undefined;
  readonly schemas: Schemas;
  readonly onProgress: OnProgress;
  readonly onGlimpse: (glimpse: Glimpse) => void;
  /** What a source states, before all is known of it (see {@link Harvest.statedEarly}). */
  readonly onEarly: (harvest: Harvest) => void;
}
