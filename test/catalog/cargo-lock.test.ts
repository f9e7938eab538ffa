import { expect, test } from 'vitest';
import { catalogLayers } from '../fixtures/tree.ts';

const read = async (content: string) => {
  const { readings } = await catalogLayers([{ 'Cargo.lock': content }]);
  const reading = readings[0]?.reading;
  if (reading === undefined) throw new Error('not read');
  return reading;
};

test('version 1 keeps checksums apart, and names the source of what it needs', async () => {
  const registry = 'registry+https://github.com/rust-lang/crates.io-index';
  const sum = '34af8d1a0e25924bc5b7c43c079c942339d8f0a8b57c39049bef581b46327404';
  const { relations, facts } = await read(`
[[package]]
name = "shop"
version = "1.0.0"
dependencies = ["rand 0.8.5 (${registry})", "gone 1.0.0"]
[[package]]
name = "rand"
version = "0.8.5"
source = "${registry}"
[metadata]
"checksum rand 0.8.5 (${registry})" = "${sum}"
`);
  expect(relations.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'Cargo.lock#/package/0 Cargo.lock#/package/1',
  ]);
  expect(facts.map(({ field, value }) => `${field} ${value}`)).toEqual([
    `integrity sha256:${sum}`,
    `installed-from ${registry}`,
  ]);
});

test.each([
  ['a = 1', '"Cargo.lock" has no packages; it is no Cargo lockfile.'],
  ['package = [1]', 'The entry at /package/0 has no name or no version; the other entries were kept.'],
  [`a = ${'['.repeat(100_000)}`, '"Cargo.lock" was not read as a lockfile. '],
])('%#', async (content, sentence) => {
  const { diagnostics, complete } = await read(content);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.message.startsWith(sentence)).toBe(true);
  expect(complete).toBe(false);
});

test('__proto__ is a name like any other', async () => {
  const { found } = await read('[[package]]\n__proto__ = {name = "x", version = "1"}\n');
  expect(found).toEqual([]);
  expect(({} as Record<string, unknown>).name).toBeUndefined();
});
