import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { alpmFile, alpmPackage, mtree } from '../fixtures/catalog/pacman.ts';
import { catalogLayers, edges, lines } from '../fixtures/tree.ts';

test('packages with what their record says', async () => {
  const { of, faults } = await catalogLayers([
    {
      'etc/os-release': 'ID=arch\n',
      ...alpmPackage('gcc-libs', '14.2.1-1', {
        BASE: ['gcc'],
        LICENSE: ['GPL-3.0', 'FDL'],
        URL: ['https://gcc.gnu.org'],
      }),
    },
  ]);
  const reading = of('pacman');
  expect(reading.found.map(({ purl }) => purl)).toEqual([
    'pkg:alpm/arch/gcc-libs@14.2.1-1?arch=x86_64&upstream=gcc',
  ]);
  expect(reading.facts.map(({ field, value, pointer }) => `${field} ${value} (${pointer})`)).toEqual([
    'architecture x86_64 (line 10)',
    'homepage https://gcc.gnu.org (line 17)',
    'license GPL-3.0 (line 13)',
    'license FDL (line 13)',
    'source-package gcc@14.2.1-1 (line 7)',
  ]);
  expect(faults).toEqual([]);
});

test('files, without folders; what pacman backs up may differ', async () => {
  const folder = 'var/lib/pacman/local/a-1-1';
  const { of } = await catalogLayers([
    {
      ...alpmPackage('a', '1-1'),
      [`${folder}/files`]: alpmFile({
        FILES: ['etc/', 'etc/a.conf', 'usr/bin/a'],
        BACKUP: ['etc/a.conf\td41d8cd98f00b204e9800998ecf8427e'],
      }),
    },
  ]);
  expect(of('pacman').owns).toEqual([
    {
      owner: `pacman:${folder}`,
      paths: ['etc/a.conf', 'usr/bin/a'],
      digests: ['md5:d41d8cd98f00b204e9800998ecf8427e', ''],
      exempt: ['etc/a.conf'],
    },
  ]);
});

test('what is provided without a version meets no versioned dependency', async () => {
  const { of } = await catalogLayers([
    {
      ...alpmPackage('a', '1-1', { DEPENDS: ['b>=2', 'c>=2', 'd<1'], OPTDEPENDS: ['e: for more'] }),
      ...alpmPackage('b', '1:0-1'),
      ...alpmPackage('x', '1-1', { PROVIDES: ['c'] }),
      ...alpmPackage('e', '1-1', { PROVIDES: ['d=0.5'] }),
    },
  ]);
  expect(edges(of('pacman'))).toEqual([
    'a -> b (DEPENDS, runtime: b >= 2)',
    'a -> e (DEPENDS, runtime: d < 1)',
    'a -> e (OPTDEPENDS, optional: e)',
  ]);
  expect(of('pacman').requires.map(({ anyOf }) => anyOf[0]?.name)).toEqual(['c']);
});

test('an upgrade replaces the folder', async () => {
  const old = alpmPackage('a', '1-1');
  const gone = Object.fromEntries(Object.keys(old).map((path) => [path, null]));
  const { of } = await catalogLayers([old, { ...gone, ...alpmPackage('a', '2-1') }]);
  expect(lines(of('pacman')).sort()).toEqual(['a@1-1 removed 0-1', 'a@2-1 present 1']);
});

describe('the mtree', () => {
  const folder = 'var/lib/pacman/local/a-1-1';
  const sha256 = (content: string) => `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const withMtree = (content: string | Uint8Array) =>
    catalogLayers([
      {
        ...alpmPackage('a', '1-1'),
        [`${folder}/files`]: alpmFile({
          FILES: ['etc/', 'etc/a.conf', 'usr/b c'],
          BACKUP: ['etc/a.conf\td41d8cd98f00b204e9800998ecf8427e'],
        }),
        [`${folder}/mtree`]: content,
      },
    ]);

  test('gives each file its digest, and leaves out what is of the archive alone', async () => {
    const { of, faults } = await withMtree(
      mtree({ '.PKGINFO': 'x', '.INSTALL': 'x', 'etc/a.conf': 'a=1', 'usr/b c': 'b', 'usr/ü': 'u' }),
    );
    expect(faults).toEqual([]);
    expect(of('pacman').owns).toEqual([
      {
        owner: `pacman:${folder}`,
        paths: ['etc/a.conf', 'usr/b c', 'usr/ü'],
        digests: ['a=1', 'b', 'u'].map(sha256),
        exempt: ['etc/a.conf'],
      },
    ]);
  });

  test('that is damaged is said not to be read, and what else the record says is kept', async () => {
    const whole = mtree({ 'usr/b c': 'b' });
    for (const bytes of [whole.subarray(0, 40), 'plain text']) {
      const { of, faults } = await withMtree(bytes);
      expect(faults.map(({ message }) => message)).toEqual([
        `"${folder}/mtree" cannot be decompressed; the package's files were not held against it.`,
      ]);
      expect(of('pacman').owns[0]?.paths).toEqual(['etc/a.conf', 'usr/b c']);
    }
  });
});

test('the install script of a package, by what pacman calls of it', async () => {
  const { readings } = await catalogLayers([
    {
      ...alpmPackage('gtk-update', '1:4-2'),
      'var/lib/pacman/local/gtk-update-1:4-2/install':
        '# post_remove() {\npost_install() {\n  gtk-query\n}\npre_remove () { :; }\nhelper() { :; }\n',
    },
  ]);
  expect(readings.flatMap(({ reading }) => reading.observations ?? [])).toEqual([
    {
      kind: 'hook.maintainer-script',
      detail: 'post_install, pre_remove of gtk-update',
      subject: 'var/lib/pacman/local/gtk-update-1:4-2',
    },
  ]);
});

test('a lock that was left says that the database may be half-written', async () => {
  const { faults, of } = await catalogLayers([{ ...alpmPackage('a', '1-1'), 'var/lib/pacman/db.lck': '' }]);
  expect(lines(of('pacman'))).toEqual(['a@1-1 present 0']);
  expect(faults.map(({ message }) => message)).toEqual([
    '"var/lib/pacman/db.lck" is there: pacman was stopped in the middle of a change, and its database may be half-written.',
  ]);
});

test('what pacman was told to leave out may be absent, but for what a later pattern takes back', async () => {
  const folder = 'var/lib/pacman/local/a-1-1';
  const files = ['usr/bin/a', 'usr/share/help/de/a', 'usr/share/help/en/a', 'usr/share/doc/a'];
  const { of } = await catalogLayers([
    {
      ...alpmPackage('a', '1-1'),
      [`${folder}/files`]: alpmFile({ FILES: files }),
      [`${folder}/mtree`]: mtree(Object.fromEntries(files.map((path) => [path, path]))),
      'etc/pacman.conf':
        '[options]\n#NoExtract = usr/bin/*\nNoExtract  = usr/share/help/* !usr/share/help/en*\nNoExtract = usr/share/doc/*\n',
    },
  ]);
  expect(of('pacman').owns[0]?.exempt).toEqual(['usr/share/help/de/a', 'usr/share/doc/a']);
});
