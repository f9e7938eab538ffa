import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/pipfile-lock.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('hashes, and what is for development', async () => {
  const { facts, found } = (await catalogLayers(fixture.sample)).of('pipfile.lock');
  expect(found.map(({ purl }) => purl)).toEqual(['pkg:pypi/requests@2.31.0', 'pkg:pypi/pytest@7.4.0']);
  expect(facts.map(({ subject, field, value }) => `${subject.split('#')[1]} ${field}: ${value}`)).toEqual([
    '/default/requests integrity: sha256:abababababababababababababababababababababababababababababababab',
    '/develop/pytest scope: dev',
  ]);
});
