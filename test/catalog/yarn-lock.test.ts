import { expect, test } from 'vitest';
import { BERRY, fixture } from '../fixtures/catalog/yarn-lock.ts';
import { catalogLayers, edges } from '../fixtures/tree.ts';

test('Yarn 1: the address holds the hash', async () => {
  const { found, facts } = (await catalogLayers(fixture.sample)).of('yarn.lock');
  expect(found.map(({ purl }) => purl)).toEqual(['pkg:npm/%40s/chalk@4.1.2', 'pkg:npm/ansi-styles@4.3.0']);
  expect(facts.map(({ field, value }) => `${field}: ${value}`)).toEqual([
    'download-url: https://registry.yarnpkg.com/@s/chalk/-/chalk-4.1.2.tgz#aac4e2b7734a740867aeb16bf02aad556a1e7a01',
    'integrity: sha1:aac4e2b7734a740867aeb16bf02aad556a1e7a01',
  ]);
});

test('Yarn 2 and later: a workspace is part of the project', async () => {
  const reading = (await catalogLayers([{ 'yarn.lock': BERRY }])).of('yarn.lock');
  expect(reading.found.map(({ name, version, type }) => `${type} ${name} ${version}`)).toEqual([
    'library chalk 4.1.2',
    'library ansi-styles 4.3.0',
    'application shop undefined',
  ]);
  expect(edges(reading)).toEqual([
    'chalk -> ansi-styles (dependencies, runtime: npm:^4.1.0)',
    'shop -> chalk (dependencies, runtime: npm:^4.0.0)',
  ]);
});

test('an alias is the package it stands for', async () => {
  const alias = '"five@npm:six@^1":\n  version "1.0.0"\n';
  const { found } = (await catalogLayers([{ 'yarn.lock': alias }])).of('yarn.lock');
  expect(found.map(({ purl }) => purl)).toEqual(['pkg:npm/six@1.0.0']);
});
