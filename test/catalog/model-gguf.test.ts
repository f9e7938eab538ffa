import { describe, expect, test } from 'vitest';
import { modelGguf } from '../../src/core/catalog/model-gguf.ts';
import { CATALOG_HEAD } from '../../src/core/catalog/types.ts';
import { type GgufOptions, gguf, VALUES } from '../fixtures/catalog/model-gguf.ts';
import { file, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

async function read(bytes: Uint8Array<ArrayBuffer>, size = bytes.length) {
  const { found, facts, relations, diagnostics, complete } = await modelGguf.read({
    path: 'models/shop.gguf',
    size,
    bytes,
  });
  return { found, facts, relations, complete, says: diagnostics.map(({ message }) => message) };
}

test.each<GgufOptions>([{}, { version: 2 }, { version: 1 }, { big: true }])(
  'what the header says, version and byte order %o',
  async (options) => {
    const { found, facts, complete } = await read(gguf(VALUES, options));
    expect(found.map(({ purl }) => purl)).toEqual([
      'pkg:huggingface/example/shop-assistant',
      'pkg:huggingface/other/base-7b',
    ]);
    const mine = facts.filter(({ subject }) => subject === 'models/shop.gguf');
    expect(mine.map(({ field, value }) => `${field}: ${value}`)).toEqual([
      'tensors: 2',
      'license: apache-2.0',
      'model-architecture: llama',
      'model-file-type: 15',
      'supplier: Example',
      'repository: https://huggingface.co/example/shop-assistant',
      'model-chat-template: 14 characters of Jinja',
    ]);
    expect(complete).toBe(true);
  },
);

test('a model without a name is called like its file, and said to be guessed', async () => {
  const { found, facts } = await read(gguf({ 'general.architecture': 'bert' }));
  expect(found).toMatchObject([{ name: 'shop', how: 'derived' }]);
  expect(facts).toContainEqual(expect.objectContaining({ field: 'guessed', value: 'the file name' }));
});

describe('damage', () => {
  test('cut anywhere: what came before is kept, and told', async () => {
    const whole = gguf(VALUES);
    for (let length = 4; length < whole.length; length++) {
      const { found, says, complete } = await read(whole.slice(0, length));
      expect(found.length).toBeLessThanOrEqual(2);
      expect([says.length, complete]).toEqual([1, false]);
    }
  });

  test('lengths, counts and types that cannot be', async () => {
    const whole = gguf(VALUES);
    for (let at = 4; at < whole.length; at++)
      for (const byte of [0, 9, 0xff]) await read(whole.with(at, byte));
    const version = gguf({}).with(4, 9);
    expect((await read(version)).says).toEqual([
      '"models/shop.gguf" states version 9 of GGUF, which is not known; the model is not listed.',
    ]);
  });
});

test('of a file longer than what is held, the head is read', async () => {
  const header = gguf(VALUES);
  const bytes = new Uint8Array(CATALOG_HEAD + 4096);
  bytes.set(header);
  const members = [file('models/shop.gguf', bytes), file('b.txt', 'b')];
  const { model } = await inspectFiles([{ name: 'a.tar', bytes: tar(members) }]);
  expect(model.components.map(({ name }) => name).sort()).toEqual(['Base 7B', 'Shop Assistant']);
  expect(model.diagnostics).toEqual([]);
  const [dropped] = (await inspectFiles([{ name: 'shop.gguf', bytes: header }])).model.sources;
  expect(dropped).toMatchObject({ kind: 'gguf' });
}, 60_000);
