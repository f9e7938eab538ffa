import { expect, test } from 'vitest';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { MANIFEST } from '../fixtures/catalog/crate-archive.ts';
import { catalogLayers } from '../fixtures/tree.ts';
import { inspectFiles } from '../inspect.ts';

test('licence, the commit it was packed from, and what it needs', async () => {
  const { found, facts, requires } = (
    await catalogLayers([
      {
        'cart-1.2.0/Cargo.toml': MANIFEST,
        'cart-1.2.0/.cargo_vcs_info.json': '{"git": {"sha1": "0123abcd", "dirty": true}, "path_in_vcs": ""}',
      },
    ])
  ).of('crate.archive');
  expect(found.map(({ purl }) => purl)).toEqual(['pkg:cargo/cart@1.2.0']);
  expect(facts.map(({ field, value }) => `${field}: ${value}`)).toEqual([
    'license: MIT OR Apache-2.0',
    'install-script: yes',
    'source-commit: 0123abcd',
    'source-modified: true',
  ]);
  expect(requires.map(({ anyOf, scope }) => `${anyOf[0]?.name} ${anyOf[0]?.constraint} ${scope}`)).toEqual([
    'serde 1 runtime',
    'memchr 2 optional',
    'rand 0.8 dev',
  ]);
});

describeCorpus('a real archive', () => {
  test('is one package', async () => {
    const name = 'corpus-0.1.0.crate';
    const { model } = await inspectFiles([{ name, bytes: corpusBytes('container', 'plain', name) }]);
    expect(model.components.map(({ purl }) => purl)).toEqual(['pkg:cargo/corpus@0.1.0']);
  });
});
