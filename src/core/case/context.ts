import type { ByteSource } from '../base/byte-source.ts';
import type { OnProgress } from '../base/progress.ts';
import type { FileKey } from '../model/source.ts';
import type { ReadContext } from '../unpack/types.ts';
import type { Glimpse } from './jobs.ts';

/** What a job runs with. The job's own thread supplies the bytes; nothing is read any other way. */
export interface JobContext extends ReadContext {
  readonly files: (key: FileKey) => ByteSource | undefined;
  readonly onProgress: OnProgress;
  readonly onGlimpse: (glimpse: Glimpse) => void;
}
