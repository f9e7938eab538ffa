import { expect, test } from 'vitest';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { CART, metadata } from '../fixtures/catalog/gem-archive.ts';
import { catalogLayers } from '../fixtures/tree.ts';
import { inspectFiles } from '../inspect.ts';

const read = async (yaml: string) => {
  const { readings } = await catalogLayers([{ 'metadata.gz': metadata(yaml) }]);
  const reading = readings[0]?.reading;
  if (reading === undefined) throw new Error('not read');
  return reading;
};

test('identity, licence, and what it needs', async () => {
  const { found, facts, requires } = await read(CART);
  expect(found.map(({ purl }) => purl)).toEqual(['pkg:gem/cart@1.2.0']);
  expect(facts.map(({ field, value }) => `${field} ${value}`)).toEqual([
    'license MIT',
    'author Ann',
    'description A cart',
  ]);
  expect(requires.map(({ anyOf, scope }) => [anyOf[0]?.name, anyOf[0]?.constraint, scope])).toEqual([
    ['rack', '~> 2.2', 'runtime'],
  ]);
});

test.each([
  ['name: a', '"metadata.gz" states no version; the gem is not listed.'],
  ['a: [', '"metadata.gz" was not read as a gem\'s metadata. This is not YAML at line 1: '],
  ['['.repeat(100_000), '"metadata.gz" was not read as a gem\'s metadata. '],
  [
    `a: &a [x, x]\n${Array.from({ length: 200 }, (_, i) => `b${i}: &b${i} [*a, *a]`).join('\n')}`,
    '"metadata.gz" was not read as a gem\'s metadata. It refers to itself too often.',
  ],
])('%#', async (yaml, sentence) => {
  const { diagnostics, found } = await read(yaml);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.message.slice(0, sentence.length)).toBe(sentence);
  expect(found).toEqual([]);
});

test('__proto__ is a key like any other', async () => {
  await read('__proto__: {polluted: yes}\nname: a\nversion: 1');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

describeCorpus('a real archive', () => {
  test('is one package', async () => {
    const name = 'corpus-0.1.0.gem';
    const { model } = await inspectFiles([{ name, bytes: corpusBytes('container', 'plain', name) }]);
    expect(model.components.map(({ purl }) => purl)).toEqual(['pkg:gem/corpus@0.1.0']);
  });
});
