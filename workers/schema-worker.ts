import { compiledSchemas } from '../src/core/sbom/compiled-schemas.ts';
import type { SchemaAnswer, SchemaAsk } from './protocol.ts';

/**
 * Holds values against the compiled schemas, for the job workers. A bundle of its own: the schemas are a third of all of
 * Loupe's code, and no other worker should take the time to load them.
 */
self.onmessage = ({ data }: MessageEvent<unknown>) => {
  if (!(data instanceof MessagePort)) return;
  const port = data;
  port.onmessage = async ({ data: { id, version, value } }: MessageEvent<SchemaAsk>) => {
    try {
      port.postMessage({ id, errors: await compiledSchemas(version, value) } satisfies SchemaAnswer);
    } catch (thrown) {
      // The job that asked fails, and says so: it would wait for ever.
      port.postMessage({ id, failed: String(thrown) } satisfies SchemaAnswer);
    }
  };
};
