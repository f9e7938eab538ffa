import type { Schemas } from '../src/core/sbom/types.ts';
import type { SchemaAnswer, SchemaAsk } from './protocol.ts';

/** The schemas as a job worker has them: in another worker, to which `connect` gives the port when first needed. */
export function schemasOver(connect: () => Promise<MessagePort>): Schemas {
  const waiting = new Map<number, (answer: SchemaAnswer) => void>();
  let last = 0;
  let opened: Promise<MessagePort> | undefined;
  const open = async () => {
    const port = await connect();
    port.onmessage = ({ data }: MessageEvent<SchemaAnswer>) => {
      waiting.get(data.id)?.(data);
      waiting.delete(data.id);
    };
    return port;
  };
  return async (version, value) => {
    opened ??= open();
    const port = await opened;
    const id = ++last;
    const answer = await new Promise<SchemaAnswer>((resolve) => {
      waiting.set(id, resolve);
      port.postMessage({ id, version, value } satisfies SchemaAsk);
    });
    if ('failed' in answer) throw new Error(answer.failed);
    return answer.errors;
  };
}
