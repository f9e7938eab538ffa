import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { npmInstalled } from '../../src/core/catalog/npm-installed.ts';
import type { Reading } from '../../src/core/model/reading.ts';
import { manifest } from '../fixtures/catalog/npm-installed.ts';
import { catalogLayers, edges, type FixtureLayer, lines } from '../fixtures/tree.ts';

const ID = 'npm.installed';

function read(content: string, path = 'node_modules/x/package.json'): Reading {
  const bytes = encodeUtf8(content);
  const reading = npmInstalled.read({ path, size: bytes.length, bytes });
  if (reading instanceof Promise) throw new Error('read at once');
  return reading;
}

async function catalogNpm(...layers: FixtureLayer[]) {
  const { of, faults } = await catalogLayers(layers);
  const reading = of(ID);
  return {
    reading,
    lines: lines(reading),
    edges: edges(reading),
    says: faults.map(({ message }) => message),
  };
}

describe('what is a package', () => {
  test.each([
    ['{"type": "module"}', 'settings of a folder'],
    ['{"name": "rxjs/ajax"}', 'no version'],
    ['{"name": 1, "version": {}}', 'wrong types'],
    ['{"name": "", "version": "1"}', 'an empty name'],
    ['["name"]', 'a list'],
    ['null', 'nothing'],
  ])('not %s: %s', (content) => {
    expect(read(content)).toMatchObject({ found: [], diagnostics: [], complete: true });
  });

  test('the root of an app is an application, with what it needs to be built', () => {
    const root = read(manifest('app', '1.0.0', { devDependencies: { jest: '29' } }), 'srv/app/package.json');
    expect(root.found[0]).toMatchObject({ type: 'application', purl: 'pkg:npm/app@1.0.0', how: 'measured' });
    expect(root.requires).toMatchObject([{ scope: 'dev', rawKind: 'devDependencies' }]);
    const installed = read(manifest('lib', '1.0.0', { devDependencies: { jest: '29' } }));
    expect(installed.found[0]).toMatchObject({ type: 'library' });
    expect(installed.requires).toEqual([]);
  });

  test('a package archive holds a library, not an app to be built', () => {
    const archive = read(
      manifest('lib', '1.0.0', { devDependencies: { jest: '29' } }),
      'package/package.json',
    );
    expect(archive).toMatchObject({ found: [{ type: 'library' }], requires: [] });
  });

  test('a byte order mark changes nothing', () => {
    expect(read(`\ufeff${manifest('x', '1')}`).found).toHaveLength(1);
  });

  test('a key given twice is told', () => {
    const reading = read('{"name": "a", "version": "1", "name": "b"}');
    expect(reading.found.map(({ name }) => name)).toEqual(['b']);
    expect(reading.diagnostics.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: "node_modules/x/package.json" gives "name" twice; the last one counts here, other tools may believe the first.',
    ]);
  });

  test('other encodings are said', () => {
    const bytes = new Uint8Array([0xff, 0xfe, 0x7b, 0x00]);
    const reading = npmInstalled.read({ path: 'package.json', size: 4, bytes });
    expect(reading).toMatchObject({
      complete: false,
      diagnostics: [{ code: 'json.encoding', entry: 'package.json' }],
    });
  });
});

describe('facts', () => {
  const facts = (more: Record<string, unknown>) =>
    read(manifest('x', '1', more)).facts.map(({ field, value, pointer }) => [field, value, pointer]);

  test.each([
    [{ license: 'MIT' }, [['license', 'MIT', '/license']]],
    [{ license: { type: 'ISC', url: 'u' } }, [['license', 'ISC', '/license']]],
    [
      { licenses: [{ type: 'MIT' }, 'BSD', 7] },
      [
        ['license', 'MIT', '/licenses/0'],
        ['license', 'BSD', '/licenses/1'],
      ],
    ],
    [{ license: '' }, []],
  ])('license %j', (more, expected) => {
    expect(facts(more)).toEqual(expected);
  });

  test('repository, author, homepage, and where an old npm says it came from', () => {
    expect(
      facts({
        repository: { type: 'git', url: 'git+https://example.org/x.git' },
        author: { name: 'A', email: 'a@example.org' },
        homepage: 'https://example.org',
        _resolved: 'https://registry.npmjs.org/x/-/x-1.tgz',
        _integrity: 'sha1-AAECAwQFBgcICQoLDA0ODxAREhM= sha512-broken',
      }),
    ).toEqual([
      ['homepage', 'https://example.org', '/homepage'],
      ['repository', 'git+https://example.org/x.git', '/repository'],
      ['author', 'A <a@example.org>', '/author'],
      ['download-url', 'https://registry.npmjs.org/x/-/x-1.tgz', '/_resolved'],
      ['integrity', 'sha1:000102030405060708090a0b0c0d0e0f10111213', '/_integrity'],
    ]);
  });

  test('a value is never longer than a table can show', () => {
    expect(String(facts({ description: 'x'.repeat(10_000) })[0]?.[1])).toHaveLength(4097);
  });
});

describe('edges', () => {
  test('optional overrides runtime; an optional peer is optional; runtime comes before peer', () => {
    const { requires } = read(
      manifest('x', '1', {
        dependencies: { a: '1', both: '1' },
        optionalDependencies: { a: '2' },
        peerDependencies: { both: '*', p: '*', q: '*' },
        peerDependenciesMeta: { q: { optional: true } },
      }),
    );
    expect(
      requires.map(({ anyOf, scope, rawKind }) => [anyOf[0]?.name, anyOf[0]?.constraint, scope, rawKind]),
    ).toEqual([
      ['a', '2', 'optional', 'optionalDependencies'],
      ['both', '1', 'runtime', 'dependencies'],
      ['p', '*', 'peer', 'peerDependencies'],
      ['q', '*', 'optional', 'peerDependencies'],
    ]);
  });

  test('an alias is found under the folder it is installed in', async () => {
    const { edges } = await catalogNpm({
      'package.json': manifest('app', '1', { dependencies: { old: 'npm:lodash@3' } }),
      'node_modules/old/package.json': manifest('lodash', '3.10.1'),
    });
    expect(edges).toEqual(['app -> lodash (dependencies, runtime: npm:lodash@3)']);
  });

  test('symbolic links are followed, as pnpm and workspaces lay them', async () => {
    const store = 'node_modules/.pnpm';
    const { edges } = await catalogNpm({
      'package.json': manifest('app', '1', { dependencies: { a: '1', '@s/w': '*' } }),
      'node_modules/a': { link: '.pnpm/a@1.0.0/node_modules/a' },
      [`${store}/a@1.0.0/node_modules/a/package.json`]: manifest('a', '1.0.0', { dependencies: { b: '2' } }),
      [`${store}/a@1.0.0/node_modules/b`]: { link: '../../b@2.0.0/node_modules/b' },
      [`${store}/b@2.0.0/node_modules/b/package.json`]: manifest('b', '2.0.0'),
      'node_modules/@s': { link: '../packages' },
      'packages/w/package.json': manifest('@s/w', '0.0.1'),
    });
    expect(edges).toEqual([
      'app -> a (dependencies, runtime: 1)',
      'app -> @s/w (dependencies, runtime: *)',
      'a -> b (dependencies, runtime: 2)',
    ]);
  });

  test('a folder without a named package ends the search', async () => {
    const { edges, reading, says } = await catalogNpm({
      'node_modules/x/package.json': manifest('x', '1', { dependencies: { y: '1' } }),
      'node_modules/x/node_modules/y/package.json': '{"main": "index.js"}',
      'node_modules/y/package.json': manifest('y', '1'),
    });
    expect(edges).toEqual([]);
    expect(reading.requires).toHaveLength(1);
    expect(says).toEqual(['1 declared dependency of npm packages was not found where Node would look.']);
  });

  test('names that are no folder are not looked for', () => {
    const names = ['../up', '..', '.', 'a/b', '@s', '@s/../x', '', 'ok', '__proto__'];
    const dependencies = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:"1"`).join(',')}}`);
    const { requires } = read(JSON.stringify({ name: 'x', version: '1', dependencies }));
    expect(requires.map(({ anyOf }) => anyOf[0]?.name)).toEqual(['ok', '__proto__']);
  });

  test('what lies inside a package is contained in it and asks for nothing', async () => {
    const { edges } = await catalogNpm({
      'node_modules/x/package.json': manifest('x', '1'),
      'node_modules/x/test/fixture/package.json': manifest('fixture', '1', { dependencies: { x: '1' } }),
    });
    expect(edges).toEqual(['x -> fixture (package.json)']);
  });
});

describe('layers', () => {
  const path = 'node_modules/x/package.json';

  test('a file that is only rewritten keeps the layer that brought the package', async () => {
    const { lines, reading } = await catalogNpm(
      { [path]: manifest('x', '1') },
      { [path]: manifest('x', '1', { description: 'now with words' }) },
    );
    expect(lines).toEqual(['x@1 present 0']);
    expect(reading.facts.map(({ value }) => value)).toEqual(['now with words']);
  });

  test('a replaced version is removed where the new one comes', async () => {
    const { lines, reading } = await catalogNpm(
      { [path]: manifest('x', '1') },
      {},
      { [path]: manifest('x', '2') },
    );
    expect(lines).toEqual(['x@1 removed 0-2', 'x@2 present 2']);
    expect(reading.found.map(({ ref }) => ref)).toEqual([`${ID}:${path} (layer 0)`, `${ID}:${path}`]);
  });

  test('a package that comes back is listed twice: once removed, once present', async () => {
    const { lines } = await catalogNpm(
      { [path]: manifest('x', '1') },
      { 'node_modules/x': null },
      { [path]: manifest('x', '1') },
    );
    expect(lines).toEqual(['x@1 removed 0-1', 'x@1 present 2']);
  });
});
