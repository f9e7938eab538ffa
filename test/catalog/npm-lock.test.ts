import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { npmLock } from '../../src/core/catalog/npm-lock.ts';
import type { Reading } from '../../src/core/model/reading.ts';
import { lockfile } from '../fixtures/catalog/npm-lock.ts';
import { edges } from '../fixtures/tree.ts';

function read(content: string, limits = DEFAULT_LIMITS): Reading {
  const bytes = encodeUtf8(content);
  const reading = npmLock.read({ path: 'package-lock.json', size: bytes.length, bytes, limits });
  if (reading instanceof Promise) throw new Error('read at once');
  return reading;
}

const rows = ({ found }: Reading) =>
  found.map(({ name, version, place }) => `${name}@${version} ${place.pointer}`);
const says = ({ diagnostics }: Reading) => diagnostics.map(({ message }) => message);

describe('version 3', () => {
  test('facts: where it came from, its integrity, why it is there', () => {
    const { facts } = read(
      lockfile({
        'node_modules/@s/x': {
          version: '1.0.0',
          resolved: 'https://registry.npmjs.org/@s/x/-/x-1.0.0.tgz',
          integrity: 'sha1-AAECAwQFBgcICQoLDA0ODxAREhM=',
          license: 'MIT',
          dev: true,
          optional: true,
          hasInstallScript: true,
          deprecated: 'use y',
        },
      }),
    );
    expect(
      facts.map(({ field, value, pointer }) => [
        field,
        value,
        pointer?.replace('/packages/node_modules~1@s~1x', '…'),
      ]),
    ).toEqual([
      ['install-path', 'node_modules/@s/x', '…/path'],
      ['download-url', 'https://registry.npmjs.org/@s/x/-/x-1.0.0.tgz', '…/resolved'],
      ['integrity', 'sha1:000102030405060708090a0b0c0d0e0f10111213', '…/integrity'],
      ['license', 'MIT', '…/license'],
      ['deprecated', 'use y', '…/deprecated'],
      ['scope', 'dev', '…/dev'],
      ['scope', 'optional', '…/optional'],
      ['install-script', 'yes', '…/hasInstallScript'],
    ]);
  });

  test('workspaces are linked to, aliases are the package they stand for', () => {
    const reading = read(
      lockfile({
        '': { name: 'root', workspaces: ['packages/*'], dependencies: { a: '*', five: 'npm:six@1' } },
        'node_modules/a': { resolved: 'packages/a', link: true },
        'packages/a': { version: '0.1.0', devDependencies: { b: '1' }, dependencies: { c: '1' } },
        'packages/a/node_modules/b': { version: '1.0.0', dependencies: { c: '1' } },
        'node_modules/c': { version: '1.0.0', dependencies: { a: '*' } },
        'node_modules/five': { name: 'six', version: '1.0.0' },
      }),
    );
    expect(rows(reading)).toEqual([
      'root@1.0.0 /packages/',
      'a@0.1.0 /packages/packages~1a',
      'b@1.0.0 /packages/packages~1a~1node_modules~1b',
      'c@1.0.0 /packages/node_modules~1c',
      'six@1.0.0 /packages/node_modules~1five',
    ]);
    expect(edges(reading)).toEqual([
      'root -> a (dependencies, runtime: *)',
      'root -> six (dependencies, runtime: npm:six@1)',
      'a -> c (dependencies, runtime: 1)',
      'a -> b (devDependencies, dev: 1)',
      'b -> c (dependencies, runtime: 1)',
      'c -> a (dependencies, runtime: *)',
    ]);
    expect(reading.relations.every(({ how }) => how === 'stated')).toBe(true);
  });

  test('what is asked for and not in the file stays a requirement', () => {
    const reading = read(
      lockfile({
        'node_modules/a': {
          version: '1',
          dependencies: { gone: '1' },
          optionalDependencies: { fsevents: '2' },
        },
      }),
    );
    expect(reading.requires.map(({ anyOf, scope }) => `${anyOf[0]?.name} ${scope}`)).toEqual([
      'fsevents optional',
      'gone runtime',
    ]);
    expect(says(reading)).toEqual([
      '1 declared dependency of packages in "package-lock.json" was not found in it.',
    ]);
  });
});

test('version 2 is read from its packages, not twice', () => {
  const reading = read(
    JSON.stringify({
      name: 'app',
      version: '1.0.0',
      lockfileVersion: 2,
      packages: { '': { dependencies: { a: '1' } }, 'node_modules/a': { version: '1.0.0' } },
      dependencies: { a: { version: '1.0.0' } },
    }),
  );
  expect(rows(reading)).toEqual(['app@1.0.0 /packages/', 'a@1.0.0 /packages/node_modules~1a']);
});

test('version 1 nests; an alias, a URL and a bundled package are what they say', () => {
  const reading = read(
    JSON.stringify({
      name: 'app',
      version: '1.0.0',
      lockfileVersion: 1,
      requires: true,
      dependencies: {
        a: {
          version: '1.0.0',
          requires: { b: '^2', c: '*' },
          dependencies: { b: { version: '2.1.0', bundled: true } },
        },
        b: { version: '1.0.0', dev: true },
        c: { version: 'npm:@s/real@3.0.0', requires: { b: '1' } },
        git: { version: 'git+ssh://git@example.org/x.git#abc', from: 'x' },
      },
    }),
  );
  expect(rows(reading)).toEqual([
    'app@1.0.0 ',
    'a@1.0.0 /dependencies/a',
    'b@1.0.0 /dependencies/b',
    '@s/real@3.0.0 /dependencies/c',
    'git@undefined /dependencies/git',
    'b@2.1.0 /dependencies/a/dependencies/b',
  ]);
  expect(edges(reading)).toEqual([
    'a -> b (requires, runtime: ^2)',
    'a -> @s/real (requires, runtime: *)',
    '@s/real -> b (requires, runtime: 1)',
  ]);
  expect(says(reading)).toEqual([
    '"package-lock.json" is of version 1, which does not say what the project itself asks for: its own edges are not known.',
  ]);
  const to = reading.relations.map((one) => one.to);
  expect(to[0]).toBe('package-lock.json#/dependencies/a/dependencies/b');
  expect(to[2]).toBe('package-lock.json#/dependencies/b');
  expect(reading.facts.filter(({ field }) => field === 'download-url').map(({ value }) => value)).toEqual([
    'git+ssh://git@example.org/x.git#abc',
  ]);
});

describe('bad files', () => {
  test.each([
    [
      '{"lockfileVersion": 3}',
      '"package-lock.json" has neither "packages" nor "dependencies"; it is no npm lockfile.',
    ],
    ['[]', '"package-lock.json" has neither "packages" nor "dependencies"; it is no npm lockfile.'],
    [
      lockfile({ 'node_modules/a': 'text', 'node_modules/b': { version: '1' } }),
      'The entry at /packages/node_modules~1a is not an object; the other entries were kept.',
    ],
  ])('%s', (content, sentence) => {
    const reading = read(content);
    expect(says(reading)).toEqual([sentence]);
    expect(reading.complete).toBe(false);
  });

  test('entries with hostile names and types do no harm', () => {
    const reading = read(
      `{"packages": {"__proto__": {"version": "1", "dependencies": {"__proto__": "1", "constructor": 1}},
        "node_modules/__proto__": {"version": {"a": 1}, "integrity": [], "dev": "yes", "dependencies": []},
        "node_modules/loop": {"link": true, "resolved": "node_modules/loop"},
        "": {"dependencies": {"loop": "1", "__proto__": "*"}}}}`,
    );
    expect(rows(reading)).toEqual([
      '__proto__@1 /packages/__proto__',
      '__proto__@undefined /packages/node_modules~1__proto__',
    ]);
    expect(edges(reading)).toEqual(['__proto__ -> __proto__ (dependencies, runtime: 1)']);
  });

  test('nesting without end stops at the depth and length of paths', () => {
    const deep = (levels: number, name: string): string =>
      `{"dependencies":{"${name}":{"version":"1"`.concat(
        `,"dependencies":{"${name}":{"version":"1"`.repeat(levels - 1),
        '}}'.repeat(levels - 1),
        '}}}',
      );
    const many = read(deep(300, 'a'));
    expect(many.found).toHaveLength(128);
    expect(many.diagnostics.map(({ code }) => code)).toEqual([
      'npm.lock.root-unknown',
      'limit.path-segments',
    ]);
    const long = read(deep(20, 'n'.repeat(500)));
    expect(long.found).toHaveLength(7);
    expect(long.diagnostics.map(({ code }) => code)).toEqual(['npm.lock.root-unknown', 'limit.path']);
  });

  test('limits are said once', () => {
    const packages = Object.fromEntries(
      Array.from({ length: 100 }, (_, at) => [`node_modules/p${at}`, { version: '1' }]),
    );
    const reading = read(lockfile(packages), { ...DEFAULT_LIMITS, graphNodes: 10 });
    expect(reading.found).toHaveLength(10);
    expect(reading.diagnostics.map(({ code }) => code)).toEqual(['limit.graph-nodes']);
  });
});
