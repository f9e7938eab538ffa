import { describe, expect, test } from 'vitest';
import { catalogers, catalogIndex } from '../../src/core/catalog/registry.ts';
import type { CatalogerFixture } from '../fixtures/cataloger-fixture.ts';
import { catalogLayers, edges, lines } from '../fixtures/tree.ts';

const fixtures = import.meta.glob<{ readonly fixture: CatalogerFixture }>('../fixtures/catalog/*.ts', {
  eager: true,
});

function fixtureOf(id: string): CatalogerFixture {
  const module = fixtures[`../fixtures/catalog/${id.replaceAll('.', '-')}.ts`];
  if (module === undefined) throw new Error(`the cataloger ${id} has no fixture`);
  return module.fixture;
}

describe.each([...catalogers].map((cataloger) => [cataloger.id, cataloger] as const))(
  'cataloger %s',
  (id, cataloger) => {
    const { sample, archive, found, edges: expected, damaged, says } = fixtureOf(id);

    test('finds what is in its example', async () => {
      const { of, faults } = await catalogLayers(sample, archive);
      expect(lines(of(id)).sort()).toEqual([...found].sort());
      expect(edges(of(id)).sort()).toEqual([...expected].sort());
      expect(faults.filter(({ severity }) => severity !== 'info')).toEqual([]);
    });

    test('says what is wrong with its damaged twin', async () => {
      const { faults } = await catalogLayers(damaged, archive);
      expect(faults.map(({ message }) => message)).toEqual([says]);
    });

    test('a file cut anywhere gives no more than the whole, and never throws', async () => {
      for (const [path, content] of sample.flatMap((layer) => Object.entries(layer))) {
        if (typeof content !== 'string' || !catalogIndex.byPath(path).includes(cataloger)) continue;
        const whole = new TextEncoder().encode(content);
        const read = async (length: number) =>
          cataloger.read({ path, size: length, bytes: new Uint8Array(whole.subarray(0, length)) });
        const refs = new Set((await read(whole.length)).found.map(({ ref }) => ref));
        for (let length = 0; length < whole.length; length++) {
          const { found } = await read(length);
          expect(found.length).toBeLessThanOrEqual(refs.size);
        }
      }
    });
  },
);

test('a path is given to the catalogers that ask for it, and to no other', () => {
  const idsFor = (path: string) => catalogIndex.byPath(path).map(({ id }) => id);
  expect(idsFor('var/lib/dpkg/status')).toEqual(['dpkg']);
  expect(idsFor('var/lib/dpkg/status-old')).toEqual([]);
  expect(idsFor('var/lib/dpkg/info/libc6:amd64.list')).toEqual(['dpkg']);
  expect(idsFor('package.json')).toEqual(['npm.installed']);
  expect(idsFor('a/node_modules/.package-lock.json')).toEqual(['npm.lock']);
  expect(idsFor('.package-lock.json')).toEqual([]);
  expect(idsFor('lib/x-1.0.dist-info/METADATA')).toEqual(['python.installed']);
  expect(idsFor('lib/x-1.0.egg-info')).toEqual(['python.installed']);
  expect(idsFor('requests-2.28.1/PKG-INFO')).toEqual(['python.installed']);
  expect(idsFor('usr/share/doc/a/PKG-INFO')).toEqual([]);
  expect(idsFor('etc/os-release')).toEqual(['os-release']);
  expect(idsFor('usr/control')).toEqual([]);
});
