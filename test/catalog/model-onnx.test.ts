import { describe, expect, test } from 'vitest';
import { modelOnnx } from '../../src/core/catalog/model-onnx.ts';
import { onnx } from '../fixtures/catalog/model-onnx.ts';
import { inspectFiles } from '../inspect.ts';

async function read(bytes: Uint8Array<ArrayBuffer>) {
  const reading = await modelOnnx.read({ path: 'm/a.onnx', size: bytes.length, bytes });
  return {
    ...reading,
    facts: reading.facts.map(({ field, value }) => `${field}: ${value}`),
    says: reading.diagnostics.map(({ message }) => message),
  };
}

test('what the model says, wherever it stands; weights are passed over', async () => {
  const { found, facts, says } = await read(
    onnx({ version: 3, metadata: { license: 'MIT', author: 'Ann' }, external: ['weights.bin'] }),
  );
  expect(found).toMatchObject([{ name: 'a', version: '3', type: 'machine-learning-model', how: 'derived' }]);
  expect(facts).toEqual([
    'guessed: the file name',
    'model-ir-version: 8',
    'built-with: pytorch 2.4.0',
    'model-operators: ai.onnx 17',
    'model-operators: com.microsoft 1',
    'license: MIT',
    'model-author: Ann',
    'model-graph: main_graph',
    'model-nodes: 1',
    'model-inputs: 2',
    'model-outputs: 1',
    'tensors: 2',
    'model-external-data: weights.bin',
  ]);
  expect(says).toEqual([]);
});

test('weights outside the folder of the model are told', async () => {
  const { says } = await read(onnx({ external: ['../../etc/shadow', '/etc/passwd', 'C:\\a', 'a..b'] }));
  expect(says).toEqual([
    '"m/a.onnx" takes weights from "../../etc/shadow", which is outside its folder.',
    '"m/a.onnx" takes weights from "/etc/passwd", which is outside its folder.',
    expect.stringContaining('which is outside its folder.'),
  ]);
});

describe('damage', () => {
  test('cut anywhere: what came before is kept, and told', async () => {
    const whole = onnx({ version: 3, metadata: { a: 'b' } });
    let kept = 0;
    for (let length = 1; length < whole.length; length++) {
      const { found, facts } = await read(whole.slice(0, length));
      expect(found.length).toBeLessThanOrEqual(1);
      expect(facts.length).toBeGreaterThanOrEqual(kept === 0 ? 0 : 1);
      kept = facts.length;
    }
    expect((await read(Uint8Array.of(0xff, 0xff))).says).toEqual([
      '"m/a.onnx" cannot be read at byte 0; the model is not listed.',
    ]);
    expect((await read(Uint8Array.of(0x12, 1, 0x61))).says).toEqual([
      '"m/a.onnx" states no version of ONNX; the model is not listed.',
    ]);
  });

  test('any byte changed ends, and throws nothing', async () => {
    const whole = onnx({ version: 3, external: ['x'] });
    for (let at = 0; at < whole.length; at++)
      for (const byte of [0, 0x7f, 0x80, 0xff]) await read(whole.with(at, byte));
  });
});

test('dropped by itself it is a model, by its first fields', async () => {
  const { model } = await inspectFiles([{ name: 'a.onnx', bytes: onnx({ version: 2 }) }]);
  expect(model.sources[0]?.kind).toBe('onnx');
  expect(model.components.map(({ name, version }) => `${name}@${version}`)).toEqual(['a@2']);
  expect(model.diagnostics).toEqual([]);
});
