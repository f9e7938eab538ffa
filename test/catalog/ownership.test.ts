import { expect, test } from 'vitest';
import { RealPaths } from '../../src/core/catalog/ownership.ts';
import { stanza } from '../fixtures/catalog/dpkg.ts';
import { manifest } from '../fixtures/catalog/npm-installed.ts';
import { catalogLayers, FixtureTree } from '../fixtures/tree.ts';

const list = (name: string) => `var/lib/dpkg/info/${name}.list`;

test('a package whose metadata a Debian package claims is owned, through the links of a merged /usr', async () => {
  const { of } = await catalogLayers([
    {
      lib: { link: 'usr/lib' },
      'var/lib/dpkg/status': stanza('node-x', '1', { Architecture: 'all' }) + stanza('python3-y', '1'),
      [list('node-x')]: '/lib\n/lib/nodejs\n/lib/nodejs/x\n/lib/nodejs/x/package.json\n',
      [list('python3-y')]: '/usr/lib/python3/dist-packages/y.egg-info\n',
      'usr/lib/nodejs/x/package.json': manifest('x', '1'),
      'usr/lib/nodejs/free/package.json': manifest('free', '1'),
      'usr/lib/python3/dist-packages/y.egg-info': 'Name: y\nVersion: 1\n',
    },
  ]);
  expect(of('npm.installed').found.map(({ name, ownedBy }) => [name, ownedBy])).toEqual([
    ['x', 'dpkg:node-x:all'],
    ['free', undefined],
  ]);
  expect(of('python.installed').found.map(({ ownedBy }) => ownedBy)).toEqual(['dpkg:python3-y:amd64']);
});

test('what a package owned is gone with it; what a lockfile states is never owned', async () => {
  const { of } = await catalogLayers([
    {
      'var/lib/dpkg/status': stanza('npm', '1'),
      [list('npm')]: '/x/package.json\n/x/package-lock.json\n',
      'x/package.json': manifest('x', '1'),
      'x/package-lock.json': '{"packages": {"node_modules/y": {"version": "1"}}}',
    },
    { 'var/lib/dpkg/status': '', [list('npm')]: null, x: null },
  ]);
  expect(of('npm.installed').found[0]).toMatchObject({
    ownedBy: 'dpkg:npm:amd64@1',
    place: { state: 'removed' },
  });
  expect(of('npm.lock').found[0]).not.toHaveProperty('ownedBy');
  expect(of('npm.lock').found[0]?.place).toMatchObject({ state: 'stated', layer: 0, removedIn: 1 });
});

test('a path is followed through its folders, never through its last segment, nor for ever', () => {
  const tree = new FixtureTree([
    {
      a: { link: 'b' },
      'b/c': { link: 'd' },
      'b/d/e': 'x',
      loop: { link: 'loop' },
      up: { link: '../../b/./d' },
      root: { link: '/b' },
      top: { link: '/' },
      'b/file': { link: 'd/e' },
    },
  ]);
  const real = new RealPaths(tree);
  expect(
    ['a/file', 'a/c/e', 'a/c/new/f', 'up/e', 'root/x', 'top/b/d/e', 'loop/x', 'plain', 'no/where'].map(
      (path) => real.of(path),
    ),
  ).toEqual(['b/file', 'b/d/e', 'b/d/new/f', 'b/d/e', 'b/x', 'b/d/e', 'loop/x', 'plain', 'no/where']);
});
