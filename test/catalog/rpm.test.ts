import { describe, expect, test } from 'vitest';
import type { Complain, RpmBlob } from '../../src/core/catalog/rpm-blob.ts';
import { bdbBlobs } from '../../src/core/catalog/rpm-database-bdb.ts';
import { ndbBlobs } from '../../src/core/catalog/rpm-database-ndb.ts';
import { sqliteBlobs } from '../../src/core/catalog/rpm-database-sqlite.ts';
import { richNames } from '../../src/core/catalog/rpm-rich.ts';
import { rpmVersionCompare } from '../../src/core/catalog/rpm-version.ts';
import { rpmFiles } from '../../src/core/unpack/rpm-files.ts';
import { parseRpmBlob } from '../../src/core/unpack/rpm-header.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { bash, common, coreutils, glibc, RPMDB } from '../fixtures/catalog/rpm.ts';
import { fixture as manifest } from '../fixtures/catalog/rpm-manifest.ts';
import { type RpmPackageOf, rpmBlob } from '../fixtures/rpm.ts';
import { bdbDatabase, ndbDatabase, sqliteDatabase } from '../fixtures/rpm-databases.ts';
import { catalogLayers, edges, type FixtureLayer, lines } from '../fixtures/tree.ts';

const BLOBS = [glibc, bash, coreutils, common];
const FEDORA = { 'etc/os-release': 'ID=fedora\nVERSION_ID=40\n' };

async function catalogRpm(...layers: FixtureLayer[]) {
  const { of, faults } = await catalogLayers(layers);
  const reading = of('rpm');
  return {
    reading,
    lines: lines(reading),
    edges: edges(reading),
    says: faults.map(({ message }) => message),
    faults,
  };
}

const database = (...packages: RpmPackageOf[]) => sqliteDatabase(packages.map(rpmBlob));

type Walker = (bytes: Uint8Array, complain: Complain) => Generator<RpmBlob>;

/** What a walker finds, in the order of the packages' names, and what it says. */
function walked(walker: Walker, bytes: Uint8Array) {
  const says: string[] = [];
  const blobs = [...walker(bytes, (_code, _severity, what) => void says.push(what))];
  return { says, blobs: blobs.map(({ bytes: blob }) => new Uint8Array(blob)) };
}

const hexOf = (blobs: readonly Uint8Array[]) => blobs.map((blob) => Buffer.from(blob).toString('hex')).sort();

describe('SQLite', () => {
  test.each([512, 1024, 4096, 65_536])(
    'a table on pages of %i bytes, with inner and overflow pages',
    (pageSize) => {
      const many = [
        ...BLOBS,
        ...Array.from({ length: 40 }, (_, i) => rpmBlob({ name: `p${i}`, provides: ['x'.repeat(i * 97)] })),
      ];
      const found = walked(sqliteBlobs, sqliteDatabase(many, pageSize));
      expect(found.says).toEqual([]);
      expect(hexOf(found.blobs)).toEqual(hexOf(many));
    },
  );

  test('cut anywhere: says so, and keeps what is whole', async () => {
    const bytes = sqliteDatabase(BLOBS, 512);
    for (let length = 0; length < bytes.length; length += 64) {
      const found = walked(sqliteBlobs, bytes.subarray(0, length));
      expect(found.says).not.toEqual([]);
      for (const blob of hexOf(found.blobs)) expect(hexOf(BLOBS)).toContain(blob);
    }
    const { says } = await catalogRpm({ [RPMDB]: bytes.subarray(0, bytes.length - 512) });
    expect(says[0]).toMatch(
      /^"usr\/lib\/sysimage\/rpm\/rpmdb\.sqlite" is cut: it has \d+ pages of 512 bytes, of which \d+ are there; kept from it: \d packages\.$/,
    );
  });

  test('pages that lead to each other end', () => {
    const bytes = sqliteDatabase(BLOBS, 512);
    const view = new DataView(bytes.buffer);
    // The right child of the root becomes the root itself.
    view.setUint32(512 + 8, 2);
    expect(walked(sqliteBlobs, bytes).says).toContainEqual(
      expect.stringContaining('page 2 is not there, or belongs to something else'),
    );
  });

  test.each([
    ['without bytes', new Uint8Array(0)],
    ['without packages', sqliteDatabase([])],
  ])('a database %s is told of: it reads as if nothing were installed', async (_what, bytes) => {
    expect(await catalogRpm({ [RPMDB]: bytes })).toMatchObject({
      lines: [],
      says: [
        '"usr/lib/sysimage/rpm/rpmdb.sqlite" is a database of rpm in which no package is: what is installed here, it does not tell.',
      ],
    });
  });

  test('changes that are not in the database yet are told', async () => {
    const { says, lines } = await catalogRpm({
      [RPMDB]: database({ name: 'a' }),
      [`${RPMDB}-wal`]: new Uint8Array(4152).fill(1),
    });
    expect(lines).toEqual(['a@1.0-1 present 0']);
    expect(says).toEqual([
      '"usr/lib/sysimage/rpm/rpmdb.sqlite-wal" holds 4,152 bytes of changes that are not in the database yet: packages may be missing, or out of date.',
    ]);
    expect(
      (await catalogRpm({ [RPMDB]: database({ name: 'a' }), [`${RPMDB}-wal`]: new Uint8Array(0) })).says,
    ).toEqual([]);
  });
});

/** A second reader of ndb that knows nothing of slots: records stand at blocks of 16 bytes, and say where they end. */
function ndbScan(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  const buffer = Buffer.from(bytes);
  for (let at = 4096; at + 28 <= buffer.length; at += 16) {
    if (buffer.toString('latin1', at, at + 4) !== 'BlbS') continue;
    const length = buffer.readUInt32LE(at + 12);
    const tail = Math.ceil((16 + length + 12) / 16) * 16 + at - 12;
    expect([buffer.readUInt32LE(tail + 4), buffer.toString('latin1', tail + 8, tail + 12)]).toEqual([
      length,
      'BlbE',
    ]);
    found.push(new Uint8Array(buffer.subarray(at + 16, at + 16 + length)));
  }
  return found;
}

describe('ndb', () => {
  const bytes = ndbDatabase([glibc, null, bash, coreutils, common]);

  test('slots, one of them empty: the same as a scan for records finds', () => {
    const found = walked(ndbBlobs, bytes);
    expect(found.says).toEqual([]);
    expect(hexOf(found.blobs)).toEqual(hexOf(ndbScan(bytes)));
    expect(hexOf(found.blobs)).toEqual(hexOf(BLOBS));
  });

  test('a record that was not written to its end, and one of another package', async () => {
    const cut = new Uint8Array(bytes);
    cut.fill(0, cut.length - 4);
    const { says, lines } = await catalogRpm({ 'usr/lib/sysimage/rpm/Packages.db': cut });
    expect(lines).toHaveLength(3);
    expect(says[0]).toMatch(
      /^"usr\/lib\/sysimage\/rpm\/Packages\.db" is damaged at byte [\d,]+: the record of package 5 was not written to its end; kept from it: 3 packages\.$/,
    );
    const other = new Uint8Array(bytes);
    other[4096 + 4] = 9;
    expect(walked(ndbBlobs, other).says[0]).toMatch(/the record of package 1 is of another package$/);
  });

  test('cut anywhere keeps what is whole, and slots that share a record are not believed', () => {
    for (let length = 0; length < bytes.length; length += 100) {
      const found = walked(ndbBlobs, bytes.subarray(0, length));
      expect(found.says).not.toEqual([]);
      for (const blob of hexOf(found.blobs)) expect(hexOf(BLOBS)).toContain(blob);
    }
    const shared = new Uint8Array(bytes);
    for (let slot = 32; slot < 4096; slot += 16) shared.copyWithin(slot, 32, 48);
    const found = walked(ndbBlobs, shared);
    expect(found.says).toEqual(['is damaged: its records overlap']);
    expect(found.blobs.length).toBeLessThan(20);
  });
});

/** A second reader of Berkeley DB that follows each bucket's chain of pages instead of passing over all pages. */
function bdbBuckets(bytes: Uint8Array, little: boolean): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const u32 = (at: number) => view.getUint32(at, little);
  const u16 = (at: number) => view.getUint16(at, little);
  const size = u32(20);
  const found: Uint8Array[] = [];
  for (let bucket = 0; bucket <= u32(72); bucket++) {
    let page = bucket + u32(96 + 4 * Math.ceil(Math.log2(bucket + 1)));
    for (; page !== 0; page = u32(page * size + 16)) {
      const start = page * size;
      for (let i = 1; i < u16(start + 20); i += 2) {
        const value = start + u16(start + 26 + 2 * i);
        if (bytes[value] !== 3) continue;
        const parts: number[] = [];
        for (let over = u32(value + 4); over !== 0; over = u32(over * size + 16)) {
          parts.push(...bytes.subarray(over * size + 26, over * size + 26 + u16(over * size + 22)));
        }
        found.push(Uint8Array.from(parts.slice(0, u32(value + 8))));
      }
    }
  }
  return found;
}

describe('Berkeley DB', () => {
  test.each(['little', 'big'] as const)(
    'written by a %s-endian machine: the same as bucket by bucket',
    (order) => {
      for (const pageSize of [512, 4096]) {
        const bytes = bdbDatabase(BLOBS, { pageSize, order });
        const found = walked(bdbBlobs, bytes);
        expect(found.says).toEqual([]);
        expect(hexOf(found.blobs)).toEqual(hexOf(bdbBuckets(bytes, order === 'little')));
        expect(hexOf(found.blobs)).toEqual(hexOf(BLOBS));
      }
    },
  );

  test('cut anywhere, chains that lead in circles, and what is not supported', () => {
    const bytes = bdbDatabase(BLOBS, { pageSize: 512 });
    for (let length = 512; length < bytes.length; length += 128) {
      const found = walked(bdbBlobs, bytes.subarray(0, length));
      expect(found.says).not.toEqual([]);
      for (const blob of hexOf(found.blobs)) expect(hexOf(BLOBS)).toContain(blob);
    }
    const circle = new Uint8Array(bytes);
    const view = new DataView(circle.buffer);
    for (let page = 4; page * 512 < circle.length; page++) view.setUint32(page * 512 + 16, page, true);
    expect(walked(bdbBlobs, circle).says).toContainEqual(
      expect.stringContaining('the record of a package is not whole'),
    );
    const encrypted = new Uint8Array(bytes);
    encrypted[24] = 1;
    expect(walked(bdbBlobs, encrypted).says).toEqual([
      'is encrypted or has checksums on its pages, which is not supported',
    ]);
  });

  test('under its name in the tree', async () => {
    const { lines, says } = await catalogRpm({ 'var/lib/rpm/Packages': bdbDatabase(BLOBS) });
    expect(lines).toHaveLength(4);
    expect(says.filter((text) => !text.includes('declared dependenc'))).toEqual([]);
  });
});

test('bit flips anywhere in any of them are no bug, and end', async () => {
  const databases = [
    ['var/lib/rpm/rpmdb.sqlite', sqliteDatabase([glibc, common], 512)],
    ['var/lib/rpm/Packages.db', ndbDatabase([glibc, common])],
    ['var/lib/rpm/Packages', bdbDatabase([glibc, common], { pageSize: 512 })],
  ] as const;
  for (const [path, whole] of databases) {
    for (
      let at = 0;
      at < Math.min(whole.length, 4096 + 1500);
      at += path.endsWith('.db') && at > 200 && at < 4000 ? 97 : 3
    ) {
      const bytes = new Uint8Array(whole);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      const { readings } = await catalogLayers([{ [path]: bytes }]);
      expect(readings.flatMap(({ reading }) => reading.found).length).toBeLessThanOrEqual(2);
    }
  }
});

describe('packages', () => {
  test('carry vendor, distribution, epoch and source package', async () => {
    const { reading } = await catalogRpm({
      ...FEDORA,
      [RPMDB]: database(
        {
          name: 'openssl-libs',
          version: '3.2.1',
          release: '2.fc40',
          epoch: 1,
          sourceRpm: 'openssl-3.2.1-2.fc40.src.rpm',
        },
        { name: 'Python', epoch: 0 },
      ),
    });
    expect(reading.found.map(({ version, purl }) => [version, purl])).toEqual([
      [
        '1:3.2.1-2.fc40',
        'pkg:rpm/fedora/openssl-libs@3.2.1-2.fc40?arch=x86_64&distro=fedora-40&epoch=1&upstream=openssl-3.2.1-2.fc40.src.rpm',
      ],
      [
        '1.0-1',
        'pkg:rpm/fedora/Python@1.0-1?arch=x86_64&distro=fedora-40&epoch=0&upstream=Python-1.0-1.src.rpm',
      ],
    ]);
  });

  test.each([
    ['ID=rhel\nVERSION_ID=9.4', 'redhat', 'rhel-9.4'],
    ['ID=opensuse-leap\nVERSION_ID=15.6', 'opensuse', 'opensuse-leap-15.6'],
    ['ID=amzn\nVERSION_ID=2023', 'amzn', 'amzn-2023'],
  ])('of %j', async (release, vendor, distro) => {
    const { reading } = await catalogRpm({ 'etc/os-release': release, [RPMDB]: database({ name: 'a' }) });
    expect(reading.found[0]?.purl).toBe(
      `pkg:rpm/${vendor}/a@1.0-1?arch=x86_64&distro=${distro}&upstream=a-1.0-1.src.rpm`,
    );
  });

  test('of one name lie side by side; public keys are no packages', async () => {
    const kernel = (version: string): RpmPackageOf => ({
      name: 'kernel-core',
      version,
      provides: [`kernel-uname-r = ${version}`],
    });
    const found = await catalogRpm({
      [RPMDB]: database(
        kernel('6.8'),
        kernel('6.9'),
        { name: 'gpg-pubkey' },
        { name: 'm', requires: ['kernel-uname-r = 6.9'] },
      ),
    });
    expect(found.lines).toEqual([
      'kernel-core@6.8-1 present 0',
      'kernel-core@6.9-1 present 0',
      'm@1.0-1 present 0',
    ]);
    expect(found.reading.relations.map(({ to }) => to)).toEqual([`rpm:${RPMDB}:kernel-core-6.9-1.x86_64`]);
    expect(found.says).toEqual(['1 record is a public key that rpm trusts, and no package ("gpg-pubkey").']);
  });

  test('claim what was installed; configuration may differ', async () => {
    const { reading } = await catalogRpm({ [RPMDB]: sqliteDatabase([bash]) });
    expect(reading.owns).toEqual([
      {
        owner: `rpm:${RPMDB}:bash-5.2.26-3.fc40.x86_64`,
        paths: ['usr/bin/bash', 'etc/skel/.bashrc'],
        digests: [`sha256:${'cd'.repeat(32)}`, `sha256:${'ef'.repeat(32)}`],
        exempt: ['etc/skel/.bashrc'],
      },
    ]);
  });

  test('records that cannot be read are counted', async () => {
    const found = await catalogRpm({
      [RPMDB]: sqliteDatabase([glibc, new Uint8Array(40), bash.subarray(0, 200)]),
    });
    expect(found.lines).toEqual(['glibc@2.39-6.fc40 present 0']);
    expect(found.says[0]).toBe(
      `2 records of "${RPMDB}" could not be read as a package; kept from it: 1 package.`,
    );
  });

  test('a file that is no database says so', async () => {
    const { faults } = await catalogLayers([
      { 'var/lib/rpm/Packages': 'words', Packages: 'Package: an index of apt\n' },
    ]);
    expect(faults.map(({ message }) => message)).toEqual([
      '"var/lib/rpm/Packages" is no database of a known kind (SQLite, ndb, Berkeley DB hash): nothing was read.',
    ]);
  });
});

test('the manifest of an image without a database names packages as the database would', async () => {
  const { of } = await catalogLayers(manifest.sample);
  expect(of('rpm.manifest').found.map(({ purl }) => purl)).toEqual([
    'pkg:rpm/azurelinux/glibc@2.38-8.azl3?arch=x86_64&distro=azurelinux-3.0&upstream=glibc-2.38-8.azl3.src.rpm',
    'pkg:rpm/azurelinux/openssl-libs@3.3.0-2.azl3?arch=x86_64&distro=azurelinux-3.0&epoch=1&upstream=openssl-3.3.0-2.azl3.src.rpm',
  ]);
});

describe('edges', () => {
  test('by provided name and version, by file, and under conditions', async () => {
    const { edges, reading } = await catalogRpm({
      [RPMDB]: database(
        {
          name: 'a',
          requires: ['virtual >= 2', 'virtual >= 9', '/bin/sh', '(b if c)', '(none or d)', 'config(a) = 1'],
          recommends: ['b'],
        },
        { name: 'b', provides: ['virtual = 3'] },
        { name: 'c', files: [{ path: '/usr/bin/sh' }] },
        { name: 'd', epoch: 1 },
      ),
    });
    expect(edges).toEqual([
      'a -> b (Requires, runtime: virtual >= 2, (b if c))',
      'a -> c (Requires, runtime: /bin/sh)',
      'a -> d (Requires, runtime: (none or d))',
      'a -> b (Recommends, optional: b)',
    ]);
    expect(reading.requires.map(({ anyOf }) => anyOf[0])).toEqual([
      { name: 'virtual', constraint: '>= 9' },
      { name: 'config(a)', constraint: '= 1' },
    ]);
  });

  test.each([
    ['plain', undefined],
    ['(a or b)', 'a, b'],
    ['(a if b else c)', 'a'],
    ['(a with b >= 2)', 'a, b >= 2'],
    ['((a or b) and c)', 'a, b, c'],
    ['(libx.so.1()(64bit) unless (y and z))', 'libx.so.1()(64bit)'],
    ['((a if b) or c)', 'a, c'],
    ['(foo(x) >= 1.0 or bar)', 'foo(x) >= 1.0, bar'],
    [`${'('.repeat(5000)}a`, ''],
    ['(((((', ''],
  ])('%s asks for %s', (text, names) => {
    const found = richNames(text)?.map(({ name, constraint }) =>
      constraint === undefined ? name : `${name} ${constraint}`,
    );
    expect(found?.join(', ')).toBe(names);
  });
});

describe('layers', () => {
  test('an upgrade, a removal, and a database that is damaged later', async () => {
    const first = database({ name: 'a' }, { name: 'b' });
    const second = database({ name: 'a', version: '2.0' });
    expect((await catalogRpm({ [RPMDB]: first }, { [RPMDB]: second })).lines.sort()).toEqual([
      'a@1.0-1 removed 0-1',
      'a@2.0-1 present 1',
      'b@1.0-1 removed 0-1',
    ]);
    const damaged = await catalogRpm({ [RPMDB]: first }, { [RPMDB]: 'not a database any more' });
    expect(damaged.lines).toEqual(['a@1.0-1 present 0', 'b@1.0-1 present 0']);
  });
});

describe('the order of versions', () => {
  test.each([
    ['1.0~rc1', '<', '1.0'],
    ['1.0', '<', '1.0^git1'],
    ['1.0^git1', '<', '1.0.1'],
    ['1:0', '>', '9.9'],
    ['1.0', '<', '1.0-1'],
    ['1.0-1', '<', '1.0-2'],
    ['2.0.1', '>', '2.0a'],
    ['1.10', '>', '1.9'],
    ['007', '=', '7'],
  ])('%s %s %s', (a, expected, b) => {
    expect(['<', '=', '>'][Math.sign(rpmVersionCompare(a, b)) + 1]).toBe(expected);
  });
});

describeCorpus('real data', () => {
  test('rpmdb.sqlite: the four packages, as the packages themselves say', async () => {
    const bytes = corpusBytes('container', 'plain', 'rpmdb.sqlite');
    const { lines, says, reading } = await catalogRpm({ 'var/lib/rpm/rpmdb.sqlite': bytes });
    expect(lines.sort()).toEqual(
      ['bzip2', 'gzip', 'xz', 'zstd'].map((codec) => `corpus-${codec}@1.0-1 present 0`),
    );
    expect(says).toEqual([]);
    expect(reading.owns.flatMap(({ paths }) => paths).sort()).toEqual(
      ['bzip2', 'gzip', 'xz', 'zstd']
        .flatMap((codec) => [`usr/share/corpus/${codec}`, `usr/share/corpus/link-${codec}`])
        .sort(),
    );
    for (const blob of walked(sqliteBlobs, bytes).blobs) {
      const parsed = parseRpmBlob(blob);
      expect(parsed.ok && rpmFiles(parsed.value).length).toBe(3);
    }
  });

  test('vectors of the order of versions', () => {
    const lines = new TextDecoder().decode(corpusBytes('flag', 'semver', 'redhat-versions.txt')).split('\n');
    const vectors = lines.flatMap((line) => {
      const [, a, expected, b] = /^(\S+) ([<=>]) (\S+)$/.exec(line.trim()) ?? [];
      return a === undefined || b === undefined ? [] : [{ line, a, expected, b }];
    });
    const wrong = vectors.filter(
      ({ a, b, expected }) => ['<', '=', '>'][Math.sign(rpmVersionCompare(a, b)) + 1] !== expected,
    );
    expect(vectors.length).toBeGreaterThan(150);
    expect(wrong.map(({ line }) => line)).toEqual([]);
  });
});
