import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/pylock.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('hashes of archives', async () => {
  const { facts, found } = (await catalogLayers(fixture.sample)).of('pylock');
  expect(found.map(({ purl }) => purl)).toEqual(['pkg:pypi/requests@2.31.0', 'pkg:pypi/idna-pkg@3.6']);
  expect(facts.map(({ subject, field, value }) => `${subject.split('#')[1]} ${field}: ${value}`)).toEqual([
    '/packages/0 integrity: sha256:abababababababababababababababababababababababababababababababab',
  ]);
});
