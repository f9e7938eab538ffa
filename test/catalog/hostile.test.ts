import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogers, catalogIndex } from '../../src/core/catalog/registry.ts';
import { corpusBytes, corpusPath, describeCorpus, hasCorpus } from '../corpus.ts';
import { catalogLayers } from '../fixtures/tree.ts';

/** One path that each of a cataloger's globs matches. */
const paths = [...catalogers].flatMap(({ match }) =>
  match.globs.map((glob) =>
    glob
      .replace('**/', 'd/')
      .replace(/\{([^,}]*)[^}]*\}/, '$1')
      .replaceAll('*', 'x'),
  ),
);

test('every cataloger wants the path its glob describes', () => {
  for (const path of paths) expect(catalogIndex.byPath(path), path).not.toEqual([]);
});

test('bytes of any kind are read to the end by every cataloger', async () => {
  const property = fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
    const { cataloged } = await catalogLayers([Object.fromEntries(paths.map((path) => [path, bytes]))]);
    expect(cataloged.length).toBeGreaterThan(0);
  });
  await fc.assert(property, { numRuns: 50, seed: 1 });
});

const words = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'name',
    'version',
    '..',
    '',
    '\ud800',
    'node_modules/a',
    'npm:b@1',
  ),
  fc.string(),
);

test('JSON of any shape, under the names a manifest or lockfile uses, is read to the end', async () => {
  const keys = [
    'name',
    'version',
    'packages',
    'dependencies',
    'requires',
    'license',
    'peerDependenciesMeta',
    'link',
    'resolved',
  ];
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      words,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any')),
      tie('object'),
    ),
    object: fc.dictionary(fc.oneof(fc.constantFrom(...keys), words), tie('any')),
  }));
  const property = fc.asyncProperty(value.object, async (object) => {
    const content = JSON.stringify(object);
    const { cataloged } = await catalogLayers([
      { 'package.json': content, 'package-lock.json': content, 'x.dist-info/direct_url.json': content },
    ]);
    for (const { reading } of cataloged) {
      const refs = new Set(reading.found.map(({ ref }) => ref));
      expect(refs.size).toBe(reading.found.length);
      for (const { from, to } of reading.relations) expect(refs.has(from) && refs.has(to)).toBe(true);
      for (const { purl } of reading.found) expect(purl ?? 'pkg:').toMatch(/^pkg:[\x21-\x7e]*$/);
    }
  });
  await fc.assert(property, { numRuns: 200, seed: 1 });
  expect(({} as Record<string, unknown>).version).toBeUndefined();
});

describeCorpus('hostile JSON', () => {
  const names = hasCorpus
    ? readdirSync(corpusPath('hostile', 'gen', 'json')).filter((name) => name.endsWith('.json'))
    : [];
  test.each(names)('%s as a manifest, a lockfile and a direct_url.json', async (name) => {
    const bytes = corpusBytes('hostile', 'gen', 'json', name);
    const { readings } = await catalogLayers([
      { 'package.json': bytes, 'package-lock.json': bytes, 'x.dist-info/direct_url.json': bytes },
    ]);
    expect(readings).toHaveLength(3);
    for (const { reading } of readings) {
      expect(reading.complete).toBe(reading.diagnostics.every(({ severity }) => severity !== 'error'));
    }
  });
});
