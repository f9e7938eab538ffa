import { test } from 'vitest';
import { catalogTree } from '../../src/core/catalog/catalog-tree.ts';
import { catalogers } from '../../src/core/catalog/registry.ts';
import { FixtureTree } from '../fixtures/tree.ts';

const N = 64 * 2 ** 20;
const rep = (s: string, n = N) => new Uint8Array(Buffer.from(s.repeat(Math.floor(n / s.length))));
const cases: [string, string, () => Uint8Array][] = [
  ['dpkg', 'var/lib/dpkg/status', () => rep('a:\n\n')],
  ['dpkg', 'var/lib/dpkg/status', () => rep('\n')],
  [
    'dpkg',
    'var/lib/dpkg/status',
    () => rep('Package: a\nVersion: 1\nArchitecture: b\nStatus: x ok half-installed\n\n'),
  ],
  [
    'dpkg',
    'var/lib/dpkg/status',
    () =>
      new Uint8Array(
        Buffer.from(
          'Package: a\nVersion: 1\nArchitecture: b\nStatus: x ok installed\nDepends: ' +
            'a,'.repeat(N / 2) +
            '\n',
        ),
      ),
  ],
  [
    'dpkg',
    'var/lib/dpkg/status',
    () =>
      new Uint8Array(
        Buffer.from(
          'Package: a\nVersion: 1\nArchitecture: b\nStatus: x ok installed\nDescription: \n' +
            ' \n'.repeat(N / 2) +
            '\n',
        ),
      ),
  ],
  [
    'dpkg',
    'var/lib/dpkg/status',
    () => {
      let s = '';
      for (let i = 0; i < 400000; i++)
        s += `Package: p${i}\nVersion: 1\nArchitecture: all\nStatus: x ok installed\nProvides: v\nDepends: v (>= 2)\n\n`;
      return new Uint8Array(Buffer.from(s));
    },
  ],
  ['dpkg', 'var/lib/dpkg/info/a.list', () => rep('/a\n/b\n')],
  ['dpkg', 'var/lib/dpkg/info/a.list', () => rep('/a')],
  [
    'npm.installed',
    'package.json',
    () =>
      new Uint8Array(
        Buffer.from(
          '{"name":"a","version":"1","dependencies":{' +
            Array.from({ length: 3000000 }, (_, i) => `"d${i}":"1"`).join(',') +
            '}}',
        ),
      ),
  ],
  [
    'npm.lock',
    'package-lock.json',
    () =>
      new Uint8Array(
        Buffer.from(
          '{"packages":{' +
            Array.from({ length: 1000000 }, (_, i) => `"node_modules/d${i}":{"version":"1"}`).join(',') +
            '}}',
        ),
      ),
  ],
  [
    'npm.lock',
    'package-lock.json',
    () =>
      new Uint8Array(
        Buffer.from(
          '{"packages":{"' +
            'a/'.repeat(250) +
            '":{"version":"1","dependencies":{' +
            Array.from({ length: 3000000 }, (_, i) => `"d${i}":"1"`).join(',') +
            '}}}}',
        ),
      ),
  ],
  ['npm.lock', 'package-lock.json', () => rep('{"a":')],
  [
    'npm.lock',
    'package-lock.json',
    () => new Uint8Array(Buffer.from('{"a":1,' + '"a":1,'.repeat(N / 6) + '"b":1}')),
  ],
  ['python.installed', 'x.dist-info/METADATA', () => rep('a:\n')],
  [
    'python.installed',
    'x.dist-info/METADATA',
    () => new Uint8Array(Buffer.from('Name: a\nVersion: 1\nX: ' + ' '.repeat(N))),
  ],
  [
    'python.installed',
    'x.dist-info/METADATA',
    () => new Uint8Array(Buffer.from('Name: a\nVersion: 1\nRequires-Dist: a' + '-'.repeat(900000) + '!\n')),
  ],
  ['python.installed', 'x.dist-info/RECORD', () => rep('"a,\n')],
  ['python.installed', 'x.dist-info/RECORD', () => rep('../')],
  ['python.installed', 'x.egg-info/requires.txt', () => rep('a\n')],
  [
    'python.installed',
    'x.egg-info/requires.txt',
    () => new Uint8Array(Buffer.from('a' + '.'.repeat(N) + '!')),
  ],
  ['os-release', 'etc/os-release', () => rep('ID="')],
  ['os-release', 'etc/os-release', () => rep('ID=a\n')],
];
test('time', async () => {
  for (const [id, path, make] of cases) {
    const bytes = make() as Uint8Array<ArrayBuffer>;
    const c = catalogers.get(id)!;
    globalThis.gc?.();
    const h = process.memoryUsage().heapUsed,
      t = performance.now();
    const r = await c.read({ path, size: bytes.length, bytes });
    const t1 = performance.now(),
      h1 = process.memoryUsage().heapUsed;
    catalogTree(new FixtureTree([{ [path]: '' }]), [{ cataloger: id, path, layer: 0, reading: r }]);
    console.log(
      id,
      path,
      new TextDecoder().decode(bytes.subarray(0, 30)).replace(/\n/g, '|'),
      Math.round(t1 - t),
      'ms read',
      Math.round(performance.now() - t1),
      'ms resolve',
      Math.round((h1 - h) / 1e6),
      'MB',
      r.found.length,
      r.requires.length,
      r.diagnostics.map((d) => d.code).slice(0, 4),
    );
  }
}, 600000);
