import { expect, test } from 'vitest';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { MANIFEST } from '../fixtures/catalog/nuspec.ts';
import { catalogLayers } from '../fixtures/tree.ts';
import { inspectFiles } from '../inspect.ts';

test('licence, origin, and what it needs', async () => {
  const { found, facts, requires } = (await catalogLayers([{ 'Shop.Cart.nuspec': MANIFEST }])).of('nuspec');
  expect(found.map(({ purl }) => purl)).toEqual(['pkg:nuget/Shop.Cart@2.1.0']);
  expect(facts.map(({ field, value, pointer }) => `${field}: ${value} (${pointer})`)).toEqual([
    'author: Ann (line 6)',
    'license: MIT (line 7)',
    'repository: https://example.org/cart.git (line 8)',
    'source-commit: 0123abcd (line 8)',
  ]);
  expect(requires.map(({ anyOf }) => `${anyOf[0]?.name} ${anyOf[0]?.constraint}`)).toEqual([
    'Newtonsoft.Json 13.0.1',
  ]);
});

test('a document type declaration is refused', async () => {
  const { faults } = await catalogLayers([
    { 'a.nuspec': '<!DOCTYPE a SYSTEM "file:///etc/passwd"><package/>' },
  ]);
  expect(faults.map(({ message }) => message)).toEqual([
    '"a.nuspec" was not read as a NuGet manifest. The XML has a document type declaration (DOCTYPE), which is refused.',
  ]);
});

describeCorpus('a real archive', () => {
  test('is one package', async () => {
    const name = 'corpus.0.1.0.nupkg';
    const { model } = await inspectFiles([{ name, bytes: corpusBytes('container', 'plain', name) }]);
    expect(model.components.map(({ purl }) => purl)).toEqual(['pkg:nuget/corpus@0.1.0']);
  });
});
