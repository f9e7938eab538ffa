import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Bytes, concatBytes, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { agreementState, agreementsOf } from '../../src/core/case/agreement.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { arArchive } from '../fixtures/ar.ts';
import { PKGINFO } from '../fixtures/catalog/apk-archive.ts';
import { stanza } from '../fixtures/catalog/dpkg.ts';
import { CART, metadata } from '../fixtures/catalog/gem-archive.ts';
import { MANIFEST as NUSPEC } from '../fixtures/catalog/nuspec.ts';
import { alpmFile, alpmPackage, mtree } from '../fixtures/catalog/pacman.ts';
import { ARCH_INFO } from '../fixtures/catalog/pacman-archive.ts';
import { cpioArchive } from '../fixtures/cpio.ts';
import { gzipMember } from '../fixtures/gzip.ts';
import { archiveTar, ociLayout } from '../fixtures/image.ts';
import { rpmBlob, rpmPackage } from '../fixtures/rpm.ts';
import { sqliteDatabase } from '../fixtures/rpm-databases.ts';
import { file, symlink, tar } from '../fixtures/tar.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles, type TestFile } from '../inspect.ts';
import { inspectLite } from '../lite.ts';

const hash = (
  algorithm: string,
  content: string | Uint8Array,
  encoding: 'hex' | 'base64' | 'base64url' = 'hex',
) => createHash(algorithm).update(content).digest(encoding);

/** Two files of one package: what the record says of both, and one that a tampered twin has changed. */
const ONE = 'print("one")\n';
const TWO = 'print("two")\n';
const BAD = 'print("bad")\n';

type Files = Readonly<Record<string, string | Uint8Array>>;

const members = (files: Files) => Object.entries(files).map(([path, content]) => file(path, content));

function image(...layers: Files[]): TestFile[] {
  const built = layers.map((files) => ({ tar: tar(members(files)), compression: 'gzip' as const }));
  return [{ name: 'app.tar', bytes: archiveTar(ociLayout([{ tags: ['app:1'], layers: built }])) }];
}

const zip = (files: Files) => buildZip(Object.entries(files).map(([name, content]) => ({ name, content })));
const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');

const RECORD = text(
  `a/__init__.py,sha256=${hash('sha256', ONE, 'base64url')},${ONE.length}`,
  `a/two.py,sha256=${hash('sha256', TWO, 'base64url')},${TWO.length}`,
  'a-1.dist-info/METADATA,,',
  'a-1.dist-info/WHEEL,,',
  'a-1.dist-info/RECORD,,',
);
const METADATA = 'Name: a\nVersion: 1\n';
const jarSection = (name: string, content: string) =>
  text(`Name: ${name}`, `SHA-256-Digest: ${hash('sha256', content, 'base64')}`, '');
const lock = (integrity: string) =>
  JSON.stringify({
    name: 'app',
    lockfileVersion: 3,
    packages: { '': { name: 'app', version: '1' }, 'node_modules/a': { version: '1.0.0', integrity } },
  });
const npmTgz = (content: string) =>
  gzipMember(
    tar(members({ 'package/package.json': '{"name":"a","version":"1.0.0"}', 'package/a.js': content })),
  );
const crate = (content: string) =>
  gzipMember(
    tar(
      members({
        'a-1.0.0/Cargo.toml': '[package]\nname = "a"\nversion = "1.0.0"\n',
        'a-1.0.0/src/lib.rs': content,
      }),
    ),
  );
const nupkg = (content: string) => zip({ 'Shop.Cart.nuspec': NUSPEC, 'lib/net8.0/Shop.dll': content });
const apkPart = (name: string, content: string) => tar([file(name, content)]).subarray(0, 1024);
const apkData = (content: string) => gzipMember(tar([file('usr/bin/two', content)]));
const rpmFiles = [
  { path: '/usr/bin/one', digest: hash('sha256', ONE), mode: 0o100755 },
  { path: '/usr/bin/two', digest: hash('sha256', TWO), mode: 0o100755 },
  { path: '/etc/three', digest: hash('sha256', TWO), flags: 1 },
];
const apkDatabase = text(
  'P:a',
  'V:1-r0',
  'A:x86_64',
  'F:usr/bin',
  'R:one',
  'a:0:0:755',
  `Z:Q1${hash('sha1', ONE, 'base64')}`,
  'R:two',
  'a:0:0:755',
  `Z:Q1${hash('sha1', TWO, 'base64')}`,
  '',
);
const INFO = 'var/lib/dpkg/info/a';

/** Kind of package, a case whose `two` is as given, and the path that is reported when it is not as recorded. */
const KINDS: readonly (readonly [kind: string, build: (two: string) => TestFile[], path: string])[] = [
  [
    'dpkg',
    (two) =>
      image({
        'usr/bin/one': ONE,
        'usr/bin/two': two,
        'var/lib/dpkg/status': stanza('a', '1'),
        [`${INFO}.list`]: text('/.', '/usr', '/usr/bin', '/usr/bin/one', '/usr/bin/two'),
        [`${INFO}.md5sums`]: text(`${hash('md5', ONE)}  usr/bin/one`, `${hash('md5', TWO)}  usr/bin/two`),
      }),
    'usr/bin/two',
  ],
  [
    'deb',
    (two) => {
      const control = tar(
        members({
          control: stanza('a', '1'),
          md5sums: text(`${hash('md5', ONE)}  usr/bin/one`, `${hash('md5', TWO)}  usr/bin/two`),
          conffiles: '/etc/a\n',
        }),
      );
      const data = tar(members({ 'usr/bin/one': ONE, 'usr/bin/two': two, 'etc/a': 'x' }));
      const parts = [
        { name: 'debian-binary', content: '2.0\n' },
        { name: 'control.tar.gz', content: gzipMember(control) },
        { name: 'data.tar', content: data },
      ];
      return [{ name: 'a.deb', bytes: arArchive(parts) }];
    },
    'usr/bin/two',
  ],
  [
    'rpm database',
    (two) =>
      image({
        'usr/bin/one': ONE,
        'usr/bin/two': two,
        'etc/three': 'changed by the administrator',
        'usr/lib/sysimage/rpm/rpmdb.sqlite': sqliteDatabase([rpmBlob({ name: 'a', files: rpmFiles })]),
      }),
    'usr/bin/two',
  ],
  [
    'rpm',
    (two) => {
      const payload = cpioArchive([
        { name: './usr/bin/one', content: ONE },
        { name: './usr/bin/two', content: two },
        { name: './etc/three', content: TWO },
      ]);
      return [{ name: 'a.rpm', bytes: rpmPackage({ name: 'a', files: rpmFiles }, payload) }];
    },
    'usr/bin/two',
  ],
  [
    'apk database',
    (two) => image({ 'usr/bin/one': ONE, 'usr/bin/two': two, 'lib/apk/db/installed': apkDatabase }),
    'usr/bin/two',
  ],
  [
    'apk',
    (two) => {
      const control = gzipMember(
        apkPart('.PKGINFO', PKGINFO.replace(/datahash = .*/, `datahash = ${hash('sha256', apkData(TWO))}`)),
      );
      return [{ name: 'a.apk', bytes: concatBytes([control, apkData(two)]) }];
    },
    'a.apk',
  ],
  [
    'pacman database',
    (two) =>
      image({
        'usr/bin/one': ONE,
        'usr/bin/two': two,
        'etc/three': 'changed by the administrator',
        ...alpmPackage('a', '1-1'),
        'var/lib/pacman/local/a-1-1/files': alpmFile({
          FILES: ['usr/', 'usr/bin/', 'usr/bin/one', 'usr/bin/two', 'etc/three'],
          BACKUP: [`etc/three\t${hash('md5', ONE)}`],
        }),
        'var/lib/pacman/local/a-1-1/mtree': mtree({
          'usr/bin/one': ONE,
          'usr/bin/two': TWO,
          'etc/three': ONE,
        }),
      }),
    'usr/bin/two',
  ],
  [
    'pacman',
    (two) => {
      const files = { '.PKGINFO': ARCH_INFO, 'usr/bin/one': ONE };
      const all = {
        ...files,
        'usr/bin/two': two,
        '.MTREE': mtree({ ...files, 'usr/bin/two': TWO }),
      };
      return [{ name: 'a-1-1-any.pkg.tar.gz', bytes: gzipMember(tar(members(all))) }];
    },
    'usr/bin/two',
  ],
  [
    'Python, installed',
    (two) =>
      image(
        Object.fromEntries(
          Object.entries({
            'a/__init__.py': ONE,
            'a/two.py': two,
            'a-1.dist-info/METADATA': METADATA,
            'a-1.dist-info/RECORD': RECORD,
          }).map(([path, content]) => [`usr/lib/python3/dist-packages/${path}`, content]),
        ),
      ),
    'usr/lib/python3/dist-packages/a/two.py',
  ],
  [
    'wheel',
    (two) => [
      {
        name: 'a-1-py3-none-any.whl',
        bytes: zip({
          'a/__init__.py': ONE,
          'a/two.py': two,
          'a-1.dist-info/METADATA': METADATA,
          'a-1.dist-info/WHEEL': 'Wheel-Version: 1.0\n',
          'a-1.dist-info/RECORD': RECORD,
        }),
      },
    ],
    'a/two.py',
  ],
  [
    'jar, signed',
    (two) => [
      {
        name: 'a-1.0.jar',
        bytes: zip({
          'META-INF/MANIFEST.MF': `${text('Manifest-Version: 1.0', '')}${jarSection('one.txt', ONE)}${jarSection('two.txt', TWO)}`,
          'META-INF/KEY.SF': 'Signature-Version: 1.0\n',
          'META-INF/KEY.RSA': 'x',
          'one.txt': ONE,
          'two.txt': two,
        }),
      },
    ],
    'two.txt',
  ],
  [
    'npm package and lockfile',
    (two) => [
      {
        name: 'package-lock.json',
        bytes: encodeUtf8(lock(`sha512-${hash('sha512', npmTgz(TWO), 'base64')}`)),
      },
      { name: 'a-1.0.0.tgz', bytes: npmTgz(two) },
    ],
    'a-1.0.0.tgz',
  ],
  [
    'npm package inside an archive',
    (two) => [
      {
        name: 'package-lock.json',
        bytes: encodeUtf8(lock(`sha512-${hash('sha512', npmTgz(TWO), 'base64')}`)),
      },
      { name: 'cache.tar', bytes: tar([file('a-1.0.0.tgz', npmTgz(two))]) },
    ],
    'cache.tar!/a-1.0.0.tgz',
  ],
  [
    'gem',
    (two) => {
      const data = (content: string): Bytes => gzipMember(tar([file('lib/two.rb', content)]));
      const sums = `---\nSHA256:\n  metadata.gz: ${hash('sha256', metadata(CART))}\n  data.tar.gz: ${hash('sha256', data(TWO))}\n`;
      const files = {
        'metadata.gz': metadata(CART),
        'data.tar.gz': data(two),
        'checksums.yaml.gz': metadata(sums),
      };
      return [{ name: 'cart-1.2.0.gem', bytes: tar(members(files)) }];
    },
    'data.tar.gz',
  ],
  [
    'crate and lockfile',
    (two) => [
      {
        name: 'Cargo.lock',
        bytes: encodeUtf8(
          `version = 3\n\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${hash('sha256', crate(TWO))}"\n`,
        ),
      },
      { name: 'a-1.0.0.crate', bytes: crate(two) },
    ],
    'a-1.0.0.crate',
  ],
  [
    'crate, vendored',
    (two) =>
      image({
        'src/vendor/a/Cargo.toml': '[package]\nname = "a"\nversion = "1.0.0"\n',
        'src/vendor/a/src/two.rs': two,
        'src/vendor/a/.cargo-checksum.json': JSON.stringify({
          files: { 'src/two.rs': hash('sha256', TWO) },
          package: null,
        }),
      }),
    'src/vendor/a/src/two.rs',
  ],
  [
    'NuGet package and lockfile',
    (two) => [
      {
        name: 'packages.lock.json',
        bytes: encodeUtf8(
          JSON.stringify({
            version: 1,
            dependencies: {
              'net8.0': {
                'Shop.Cart': {
                  type: 'Direct',
                  resolved: '2.1.0',
                  contentHash: hash('sha512', nupkg(TWO), 'base64'),
                },
              },
            },
          }),
        ),
      },
      { name: 'shop.cart.2.1.0.nupkg', bytes: nupkg(two) },
    ],
    'shop.cart.2.1.0.nupkg',
  ],
  [
    'NuGet package, restored',
    (two) => {
      const at = 'root/.nuget/packages/shop.cart/2.1.0/shop.cart';
      return image({
        [`${at}.nuspec`]: NUSPEC,
        [`${at}.2.1.0.nupkg`]: nupkg(two),
        [`${at}.2.1.0.nupkg.sha512`]: hash('sha512', nupkg(TWO), 'base64'),
      });
    },
    'root/.nuget/packages/shop.cart/2.1.0/shop.cart.2.1.0.nupkg',
  ],
];

async function inspect(files: TestFile[]) {
  const { model, report } = await inspectFiles(files);
  return {
    agreements: agreementsOf(model),
    findings: report().findings.filter(({ rule }) => rule.startsWith('integrity.own')),
  };
}

describe.each(KINDS)('%s', (_, build, path) => {
  test('agrees with its own record, and that proves nothing', async () => {
    const { agreements, findings } = await inspect(build(TWO));
    expect(findings).toEqual([]);
    expect(agreements.length).toBeGreaterThan(0);
    for (const one of agreements) {
      expect(agreementState(one)).toBe('claimed');
      expect(one.unread).toBe(0);
    }
  });

  test('with one file changed: exactly that file is reported', async () => {
    const { findings } = await inspect(build(BAD));
    expect(findings).toMatchObject([{ rule: 'integrity.own-record', grade: 'fact', severity: 'high' }]);
    expect(findings[0]?.title).toContain(`"${path}" is not what `);
  });
});

describe('what may differ', () => {
  const base = {
    'var/lib/dpkg/status': stanza('a', '1', { Conffiles: `\n /etc/a.conf ${hash('md5', ONE)}` }),
    [`${INFO}.list`]: text('/.', '/etc', '/etc/a.conf', '/usr/share/doc/a/copyright', '/usr/bin/two'),
    [`${INFO}.md5sums`]: text(
      `${hash('md5', ONE)}  usr/share/doc/a/copyright`,
      `${hash('md5', TWO)}  usr/bin/two`,
    ),
  };

  test('configuration that was changed is exempted, and shown as that', async () => {
    const { agreements, findings } = await inspect(
      image({ ...base, 'etc/a.conf': BAD, 'usr/bin/two': TWO, 'usr/share/doc/a/copyright': ONE }),
    );
    expect(findings).toEqual([]);
    expect(agreements).toMatchObject([
      {
        agrees: 2,
        algorithms: ['md5'],
        exempted: [{ path: 'etc/a.conf', how: 'changed', stated: `md5:${hash('md5', ONE)}` }],
      },
    ]);
  });

  test('what dpkg was told to leave out is exempted; what a layer deleted is missing', async () => {
    const files = { ...base, 'etc/a.conf': ONE, 'usr/bin/two': TWO };
    const missing = await inspect(image(files));
    expect(missing.findings).toMatchObject([
      {
        rule: 'integrity.own-record-missing',
        severity: 'low',
        title: '1 package recorded 1 file that is not there; a trimmed image is the common cause.',
      },
    ]);
    const told = await inspect(
      image({
        ...files,
        'etc/dpkg/dpkg.cfg.d/docker': 'path-exclude /usr/share/doc/*\npath-include=/usr/share/doc/b/*\n',
      }),
    );
    expect(told.findings).toEqual([]);
    expect(told.agreements).toMatchObject([
      { exempted: [{ path: 'usr/share/doc/a/copyright', how: 'missing' }] },
    ]);
  });

  test('of files that are not there every one is counted', async () => {
    const gone = Array.from({ length: 1500 }, (_, i) => `${hash('md5', ONE)}  usr/share/gone/${i}`);
    const { findings, agreements } = await inspect(
      image({ ...base, 'etc/a.conf': ONE, [`${INFO}.md5sums`]: text(...gone) }),
    );
    expect(agreements[0]?.missing).toHaveLength(1500);
    expect(findings[0]?.title).toContain('1 package recorded 1,500 files that are not there');
  });

  test('a file that another package diverted is looked for where it went', async () => {
    const { findings, agreements } = await inspect(
      image({
        ...base,
        'usr/share/doc/a/copyright': ONE,
        'etc/a.conf': ONE,
        'usr/bin/two': 'of b',
        'usr/bin/two.a': TWO,
        'var/lib/dpkg/diversions': text('/usr/bin/two', '/usr/bin/two.a', 'b'),
      }),
    );
    expect(findings).toEqual([]);
    expect(agreements).toMatchObject([{ agrees: 3 }]);
  });

  test('folders of a path may be links', async () => {
    const layer = tar([
      symlink('bin', 'usr/bin'),
      ...members({
        ...base,
        'usr/bin/two': TWO,
        'etc/a.conf': ONE,
        'usr/share/doc/a/copyright': ONE,
        [`${INFO}.md5sums`]: text(`${hash('md5', TWO)}  bin/two`),
      }),
    ]);
    const bytes = archiveTar(ociLayout([{ tags: ['a:1'], layers: [{ tar: layer, compression: 'none' }] }]));
    expect((await inspect([{ name: 'a.tar', bytes }])).agreements).toMatchObject([
      { agrees: 2, changed: [] },
    ]);
  });

  test('compiled modules are exempted; a module that no record names is not', async () => {
    const site = 'usr/lib/python3/dist-packages';
    const { findings, agreements } = await inspect(
      image({
        [`${site}/a/__init__.py`]: ONE,
        [`${site}/a/two.py`]: TWO,
        [`${site}/a/__pycache__/two.cpython-311.pyc`]: 'x',
        [`${site}/a/evil.py`]: BAD,
        [`${site}/b/other.py`]: BAD,
        [`${site}/a-1.dist-info/METADATA`]: METADATA,
        [`${site}/a-1.dist-info/RECORD`]: RECORD,
      }),
    );
    expect(findings).toMatchObject([
      {
        severity: 'medium',
        title:
          '"usr/lib/python3/dist-packages/a/evil.py" lies among the files of a 1, and RECORD does not name it.',
      },
    ]);
    expect(agreements).toMatchObject([{ exempted: [{ how: 'extra' }] }]);
  });

  test('a lockfile that lists several archives of a version agrees with any of them', async () => {
    const stated = `sha512-${hash('sha512', 'other', 'base64')} sha512-${hash('sha512', npmTgz(TWO), 'base64')}`;
    const { findings } = await inspect([
      { name: 'package-lock.json', bytes: encodeUtf8(lock(stated)) },
      { name: 'a-1.0.0.tgz', bytes: npmTgz(TWO) },
    ]);
    expect(findings).toEqual([]);
  });
});

describeCorpus('real packages', () => {
  test.each([
    'hello-gzip.deb',
    'hello-none.deb',
    'hello-xz.deb',
    'hello-zstd.deb',
    'python3-requests_2.28.1+dfsg-1_all.deb',
    'ripgrep_13.0.0-4+b2_amd64.deb',
    'ruby-rack_2.2.22-0+deb12u2_all.deb',
    'corpus-gzip-1.0-1.noarch.rpm',
    'corpus-zstd-1.0-1.noarch.rpm',
    'requests-2.28.1-py3-none-any.whl',
    'corpus-0.1.0-r0.apk',
  ])('%s agrees with itself', async (name) => {
    const { agreements, findings } = await inspect([
      { name, bytes: corpusBytes('container', 'plain', name) },
    ]);
    expect(findings).toEqual([]);
    expect(agreements.map(agreementState)).toEqual(agreements.map(() => 'claimed'));
    expect(agreements.reduce((sum, { agrees }) => sum + agrees, 0)).toBeGreaterThan(0);
  });

  test('no file of the image differs from what its package recorded', async () => {
    const agreements = agreementsOf((await inspectLite()).model);
    expect(agreements.flatMap(({ changed, extra }) => [...changed, ...extra])).toEqual([]);
    expect(agreements.reduce((sum, { unread }) => sum + unread, 0)).toBe(0);
    expect(agreements.reduce((sum, { agrees }) => sum + agrees, 0)).toBeGreaterThan(400);
  }, 120_000);
});
