import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/uv-lock.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('the project is told from what it needs', async () => {
  const { facts, found } = (await catalogLayers(fixture.sample)).of('uv.lock');
  expect(found.map(({ purl }) => purl)).toEqual([
    'pkg:pypi/shop@0.1.0',
    'pkg:pypi/requests@2.31.0',
    'pkg:pypi/idna-pkg@3.6',
  ]);
  expect(facts.map(({ subject, field, value }) => `${subject.split('#')[1]} ${field}: ${value}`)).toEqual([
    '/package/1 installed-from: https://pypi.org/simple',
    '/package/1 integrity: sha256:abababababababababababababababababababababababababababababababab',
  ]);
});
