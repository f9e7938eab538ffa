import { expect, test } from 'vitest';
import { splitKey } from '../../src/core/catalog/pnpm-lock.ts';
import { VERSIONS } from '../fixtures/catalog/pnpm-lock.ts';
import { catalogLayers, edges } from '../fixtures/tree.ts';

test.each(Object.entries(VERSIONS))('version %s: the same packages, edges and facts', async (_, content) => {
  const reading = (await catalogLayers([{ 'pnpm-lock.yaml': content }])).of('pnpm.lock');
  expect(reading.found.map(({ purl }) => purl)).toEqual([
    'pkg:npm/%40s/chalk@4.1.2',
    'pkg:npm/ansi-styles@4.3.0',
  ]);
  expect(edges(reading)).toEqual(['@s/chalk -> ansi-styles (dependencies, runtime: 4.3.0)']);
  const said = reading.facts.map(({ field, value }) => `${field}: ${value}`);
  expect(said).toContain('integrity: sha1:000102030405060708090a0b0c0d0e0f10111213');
  expect(said).toContain('direct: dependencies');
});

test.each([
  ['/a/1.0.0', 'a', '1.0.0'],
  ['/@s/a/1.0.0_b@2.0.0', '@s/a', '1.0.0'],
  ['/@s/a@1.0.0(b@2.0.0)(@c/d@3)', '@s/a', '1.0.0'],
  ['a@1.0.0', 'a', '1.0.0'],
  ['a@https://x.example/a.tgz', 'a', 'https://x.example/a.tgz'],
])('%s', (key, name, version) => {
  expect(splitKey(key)).toEqual({ name, version });
});
