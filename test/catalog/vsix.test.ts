import { expect, test } from 'vitest';
import { MANIFEST } from '../fixtures/catalog/vsix.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('publisher, platform, origin, and what it needs', async () => {
  const { found, facts, requires } = (await catalogLayers([{ 'extension.vsixmanifest': MANIFEST }])).of(
    'vsix',
  );
  expect(found.map(({ purl }) => purl)).toEqual([
    'pkg:vscode-extension/redhat/java@1.46.0?platform=linux-x64',
  ]);
  expect(facts.map(({ field, value }) => `${field}: ${value}`)).toEqual([
    'supplier: redhat',
    'title: Language Support',
    'repository: https://example.org/x.git',
  ]);
  expect(requires.map(({ anyOf }) => anyOf[0]?.name)).toEqual(['vscode.git']);
});

test('a manifest that ends too early gives what stands before its end', async () => {
  const text = MANIFEST.slice(0, -25);
  const { faults, of } = await catalogLayers([{ 'extension.vsixmanifest': text }]);
  expect(of('vsix').found).toHaveLength(1);
  expect(faults.map(({ code }) => code)).toEqual(['xml.syntax']);
});
