import { expect, test } from 'vitest';
import type { SchemaAnswer, SchemaAsk } from '../../workers/protocol.ts';
import { schemasOver } from '../../workers/schemas.ts';

/** A schema worker that answers in the reverse order, and fails for 1.2. */
function answering() {
  const asked: SchemaAsk[] = [];
  let connected = 0;
  const schemas = schemasOver(async () => {
    connected++;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<SchemaAsk>) => {
      asked.push(data);
      if (asked.length < 2) return;
      for (const { id, version } of asked.splice(0).reverse()) {
        const error = { instancePath: `/${version}`, keyword: 'type', params: {} };
        const answer: SchemaAnswer = version === '1.2' ? { id, failed: 'too deep' } : { id, errors: [error] };
        port1.postMessage(answer);
      }
    };
    return port2;
  });
  return { schemas, connections: () => connected };
}

test('each question gets its own answer, over one connection', async () => {
  const { schemas, connections } = answering();
  const [one, other] = await Promise.all([schemas('1.5', {}), schemas('1.6', {})]);
  expect([one[0]?.instancePath, other[0]?.instancePath]).toEqual(['/1.5', '/1.6']);
  expect(connections()).toBe(1);
});

test('a schema that cannot be held fails the question, which does not wait for ever', async () => {
  const { schemas } = answering();
  const failing = expect(schemas('1.2', {})).rejects.toThrow('too deep');
  expect(await schemas('1.6', {})).toHaveLength(1);
  await failing;
});
