import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/requirements-txt.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('a version only where one is asked for; options and markers are not part of it', async () => {
  const { facts, found } = (await catalogLayers(fixture.sample)).of('requirements.txt');
  expect(found.map(({ purl }) => purl)).toEqual([
    'pkg:pypi/requests@2.31.0',
    'pkg:pypi/idna',
    'pkg:pypi/urllib3@2.2.1',
  ]);
  expect(facts.map(({ subject, field, value }) => `${subject.split('#')[1]} ${field}: ${value}`)).toEqual([
    'line 3 integrity: sha256:abababababababababababababababababababababababababababababababab',
    'line 6 asked: >=2.5,<4',
    'line 6 marker: python_version > "3"',
  ]);
});
