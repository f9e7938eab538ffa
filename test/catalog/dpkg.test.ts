import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { dpkg } from '../../src/core/catalog/dpkg.ts';
import { dpkgEdges, type InstalledPackage } from '../../src/core/catalog/dpkg-edges.ts';
import { stanza } from '../fixtures/catalog/dpkg.ts';
import { catalogLayers, edges, type FixtureLayer, lines } from '../fixtures/tree.ts';

const STATUS = 'var/lib/dpkg/status';

async function catalogDpkg(...layers: FixtureLayer[]) {
  const { of, faults } = await catalogLayers(layers);
  const reading = of('dpkg');
  return {
    reading,
    lines: lines(reading),
    edges: edges(reading),
    says: faults.map(({ message }) => message),
    faults,
  };
}

describe('layers', () => {
  test('a database rewritten later does not move its packages', async () => {
    const old = stanza('a', '1') + stanza('b', '1');
    const { lines } = await catalogDpkg(
      { [STATUS]: old },
      { [STATUS]: old + stanza('c', '1') },
      { [STATUS]: old },
    );
    expect(lines).toEqual(['a@1 present 0', 'b@1 present 0', 'c@1 removed 1-2']);
  });

  test('an upgrade removes the old version where it brings the new one', async () => {
    const { lines, reading } = await catalogDpkg(
      { [STATUS]: stanza('a', '1') },
      { [STATUS]: stanza('a', '2') },
      { [STATUS]: stanza('a', '2') + stanza('b', '1') },
    );
    expect(lines).toEqual(['a@1 removed 0-1', 'a@2 present 1', 'b@1 present 2']);
    expect(reading.found.map(({ ref }) => ref)).toEqual(['dpkg:a:amd64@1', 'dpkg:a:amd64', 'dpkg:b:amd64']);
  });

  test('a database that a layer deletes takes its packages with it', async () => {
    const { lines } = await catalogDpkg({ [STATUS]: stanza('a', '1') }, { 'var/lib/dpkg': null });
    expect(lines).toEqual(['a@1 removed 0-1']);
  });

  test('what a cut database does not list is not called removed', async () => {
    const { lines, reading, says } = await catalogDpkg(
      { [STATUS]: stanza('a', '1') + stanza('b', '1') },
      { [STATUS]: `${stanza('a', '1')}Package: b\nStat` },
    );
    expect(lines).toEqual(['a@1 present 0', 'b@1 present 0']);
    expect(reading.complete).toBe(false);
    expect(says).toEqual([
      '"var/lib/dpkg/status" ends inside the record of "b", at byte 87; kept from it: 1 package.',
    ]);
  });

  test('nor is what a database lists that nobody read after it', async () => {
    const { lines, says } = await catalogDpkg(
      { [STATUS]: stanza('a', '1') },
      { [STATUS]: { link: 'elsewhere' } },
    );
    expect(lines).toEqual(['a@1 present 0']);
    expect(says).toEqual([
      'Layer 1 replaces "var/lib/dpkg/status", but its version was not read; packages are listed as of layer 0.',
    ]);
  });

  test('the same package of two architectures is two packages', async () => {
    const { reading } = await catalogDpkg({
      [STATUS]: stanza('a', '1') + stanza('a', '1', { Architecture: 'i386' }),
    });
    expect(reading.found.map(({ purl }) => purl)).toEqual([
      'pkg:deb/debian/a@1?arch=amd64',
      'pkg:deb/debian/a@1?arch=i386',
    ]);
  });
});

describe('states', () => {
  test('held packages are installed; unfinished ones are there and say so; purged and half-installed ones are not', async () => {
    const state = (name: string, status: string) => stanza(name, '1', { Status: status });
    const { lines, faults, reading } = await catalogDpkg({
      [STATUS]:
        state('held', 'hold ok installed') +
        state('waiting', 'install ok triggers-pending') +
        state('broken', 'install reinstreq half-configured') +
        state('half', 'install reinstreq half-installed') +
        state('rc', 'deinstall ok config-files') +
        state('odd', 'install ok toString'),
    });
    expect(lines).toEqual(['held@1 present 0', 'waiting@1 present 0', 'broken@1 present 0']);
    expect(faults.map(({ code, severity, message }) => `${code} ${severity} ${message}`)).toEqual([
      'dpkg.state warning 1 package in state "triggers-pending": the files are there, but dpkg has not finished; listed as present (waiting 1).',
      'dpkg.state warning 1 package in state "half-configured": the files are there, but dpkg has not finished; listed as present (broken 1).',
      'dpkg.state warning 1 package in state "half-installed": the database does not tell which files are there; not listed (half 1).',
      'dpkg.state info 1 package in state "config-files": only configuration files were left; not listed (rc 1).',
      'dpkg.state warning 1 package in state "unknown": the database does not tell which files are there; not listed (odd 1).',
    ]);
    expect(reading.facts.filter(({ field }) => field === 'status').map(({ value }) => value)).toEqual([
      'hold ok installed',
      'install ok triggers-pending',
      'install reinstreq half-configured',
    ]);
  });

  test('records that lack what names a package, or repeat another, are told by line', async () => {
    const { lines, says } = await catalogDpkg({
      [STATUS]: `${stanza('a', '1')}Package: b\nStatus: install ok installed\n\n${stanza('a', '2')}nonsense\n`,
    });
    expect(lines).toEqual(['a@1 present 0']);
    expect(says).toEqual([
      'The record of "b" at line 6 of "var/lib/dpkg/status" has no Version; the package is not listed.',
      '"var/lib/dpkg/status" has a second record of "a:amd64", at line 9; the first one counts.',
      'Line 14 of "var/lib/dpkg/status" is not a field; what else its record says was kept.',
    ]);
  });

  test('digests that cannot be read, or differ for one path, are told by line', async () => {
    const [one, other] = ['ab'.repeat(16), 'CD'.repeat(16)];
    const { reading, says } = await catalogDpkg({
      [STATUS]: stanza('a', '1'),
      'var/lib/dpkg/info/a.md5sums': `${one}  bin/a\nzz  bin/b\n${other}  bin/a\n`,
    });
    expect(reading.owns).toEqual([
      { owner: 'dpkg:a:amd64', paths: ['bin/a'], digests: [`md5:${'cd'.repeat(16)}`] },
    ]);
    expect(says).toEqual([
      '"var/lib/dpkg/info/a.md5sums", line 2: it holds no MD5 digest and path, and the file it means is not checked.',
      '"var/lib/dpkg/info/a.md5sums", line 3: "bin/a" stands there twice with two digests; the last one counts.',
    ]);
  });

  test('distroless images have a file a package, without Status, and claim files by their digests', async () => {
    const { lines, reading } = await catalogDpkg({
      'var/lib/dpkg/status.d/base': 'Package: base-files\nVersion: 12\nArchitecture: amd64',
      'var/lib/dpkg/status.d/base-files.md5sums': 'd41d8cd98f00b204e9800998ecf8427e  etc/debian_version\n',
    });
    expect(lines).toEqual(['base-files@12 present 0']);
    expect(reading.owns).toEqual([
      {
        owner: 'dpkg:base-files:amd64',
        paths: ['etc/debian_version'],
        digests: ['md5:d41d8cd98f00b204e9800998ecf8427e'],
      },
    ]);
  });
});

test('facts name the field as dpkg does, and the line of the record', async () => {
  const { reading } = await catalogDpkg({
    [STATUS]: stanza('a', '1.0-1+b2', {
      Source: 'src (1.0-1)',
      Maintainer: 'M <m@example.org>',
      Homepage: 'https://example.org',
      'Installed-Size': '12',
      Section: 'libs',
      Essential: 'yes',
      Description: 'short\n long',
    }),
  });
  const facts = Object.fromEntries(reading.facts.map(({ field, value }) => [field, value]));
  expect(facts).toEqual({
    architecture: 'amd64',
    'source-package': 'src@1.0-1',
    maintainer: 'M <m@example.org>',
    homepage: 'https://example.org',
    'installed-size': '12288',
    section: 'libs',
    essential: 'yes',
    description: 'short',
  });
  expect(reading.facts.every(({ pointer, how }) => pointer === 'line 1' && how === 'stated')).toBe(true);
  expect(reading.found[0]?.purl).toBe('pkg:deb/debian/a@1.0-1%2Bb2?arch=amd64&upstream=src%401.0-1');
});

describe('edges', () => {
  test('one for each alternative that is installed, by name or by what provides it', async () => {
    const { edges, reading, says } = await catalogDpkg({
      [STATUS]:
        stanza('app', '1', {
          Depends: 'libc6 (>= 2), awk, mta | exim | postfix, virtual (>= 2), gone',
          Recommends: 'absent',
          Suggests: 'postfix',
        }) +
        stanza('libc6', '2.36') +
        stanza('mawk', '1', { Provides: 'awk' }) +
        stanza('gawk', '1', { Provides: 'awk' }) +
        stanza('postfix', '3', { Provides: 'mta', Depends: 'mta' }) +
        stanza('exim', '4') +
        stanza('new', '1', { Provides: 'virtual (= 2)' }) +
        stanza('old', '1', { Provides: 'virtual (= 1)' }) +
        stanza('bare', '1', { Provides: 'virtual' }),
    });
    expect(edges).toEqual([
      'app -> libc6 (Depends, runtime: libc6 (>= 2))',
      'app -> mawk (Depends, runtime: awk)',
      'app -> gawk (Depends, runtime: awk)',
      'app -> postfix (Depends, runtime: mta | exim | postfix)',
      'app -> exim (Depends, runtime: mta | exim | postfix)',
      'app -> new (Depends, runtime: virtual (>= 2))',
      'app -> postfix (Suggests: postfix)',
    ]);
    expect(reading.requires.map(({ from, anyOf }) => [from, anyOf])).toEqual([
      ['dpkg:app:amd64', [{ name: 'gone' }]],
    ]);
    expect(says).toEqual([
      '1 declared dependency of Debian packages was not found among the installed ones.',
    ]);
  });

  test('a version that does not meet the constraint satisfies nothing', async () => {
    const { edges } = await catalogDpkg({
      [STATUS]: stanza('a', '1', { Depends: 'b (>= 1:1)' }) + stanza('b', '9'),
    });
    expect(edges).toEqual([]);
  });

  test('architectures meet by the rules of Multi-Arch', async () => {
    const i386 = { Architecture: 'i386' };
    const { reading } = await catalogDpkg({
      [STATUS]:
        stanza('dpkg', '1') +
        stanza('app', '1', { Depends: 'lib, tool, python:any, only:i386, data' }) +
        stanza('script', '1', { Architecture: 'all', Depends: 'lib' }) +
        stanza('lib', '1', { 'Multi-Arch': 'same' }) +
        stanza('lib', '1', { ...i386, 'Multi-Arch': 'same' }) +
        stanza('tool', '1', { ...i386, 'Multi-Arch': 'foreign' }) +
        stanza('python', '1', { ...i386, 'Multi-Arch': 'allowed' }) +
        stanza('only', '1', i386) +
        stanza('data', '1', i386),
    });
    expect(reading.relations.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'dpkg:app:amd64 dpkg:lib:amd64',
      'dpkg:app:amd64 dpkg:tool:i386',
      'dpkg:app:amd64 dpkg:python:i386',
      'dpkg:app:amd64 dpkg:only:i386',
      'dpkg:script:all dpkg:lib:amd64',
    ]);
  });

  test('names that all provide and all ask for stop at the limit, not at their product', () => {
    const many = Array.from({ length: 2000 }, (_, at): InstalledPackage => {
      const ref = `p${at}`;
      const requires = [
        {
          from: ref,
          anyOf: [{ name: 'v', constraint: '>= 2' }],
          scope: 'runtime' as const,
          rawKind: 'Depends',
        },
      ];
      return {
        ref,
        name: ref,
        version: '1',
        architecture: 'all',
        multiArch: undefined,
        provides: ['v (= 1)'],
        requires,
      };
    });
    const { relations, faults } = dpkgEdges(many, { ...DEFAULT_LIMITS, graphEdges: 1000 });
    expect(relations).toEqual([]);
    expect(faults.map(({ code }) => code)).toEqual(['limit.graph-edges']);
  });
});

describe('file lists', () => {
  test('claim files and empty folders, not the folders above them', async () => {
    const { reading } = await catalogDpkg({
      [STATUS]: stanza('a', '1'),
      'var/lib/dpkg/info/a:amd64.list': '/.\n/usr\n/usr/bin\n/usr/bin/a\n/usr/share\n/var/empty\n',
    });
    expect(reading.owns).toEqual([{ owner: 'dpkg:a:amd64', paths: ['usr/bin/a', 'usr/share', 'var/empty'] }]);
  });

  test('a removed package keeps the list it had', async () => {
    const list = 'var/lib/dpkg/info/a.list';
    const { reading } = await catalogDpkg(
      { [STATUS]: stanza('a', '1'), [list]: '/old\n' },
      { [STATUS]: stanza('a', '2'), [list]: '/new\n' },
    );
    expect(reading.owns).toEqual([
      { owner: 'dpkg:a:amd64@1', paths: ['old'] },
      { owner: 'dpkg:a:amd64', paths: ['new'] },
    ]);
  });
});

test('a database with more packages than the limit keeps that many, and says so', () => {
  const bytes = encodeUtf8(Array.from({ length: 50 }, (_, at) => stanza(`p${at}`, '1')).join(''));
  const limits = { ...DEFAULT_LIMITS, graphNodes: 10 };
  const reading = dpkg.read({ path: STATUS, size: bytes.length, bytes, limits });
  if (reading instanceof Promise) throw new Error('read at once');
  expect(reading.found).toHaveLength(10);
  expect(reading.complete).toBe(false);
  expect(reading.diagnostics.map(({ message, entry }) => [message, entry])).toEqual([
    [
      '"var/lib/dpkg/status" holds too many components. The limit "graph-nodes" (10) was reached; what was read before it is kept.',
      STATUS,
    ],
  ]);
});

test('hostile names are names', async () => {
  const long = 'x'.repeat(5000);
  const { lines, says } = await catalogDpkg({
    [STATUS]:
      stanza('__proto__', '1', { Depends: 'constructor, __proto__' }) +
      stanza(long, '1') +
      stanza('\u202eevil', '1'),
  });
  expect(lines).toEqual(['__proto__@1 present 0', '\u202eevil@1 present 0']);
  expect(says[0]).toBe(
    `"${'x'.repeat(40)}…" has a name or version of more than 1024 characters; it is not listed as a package.`,
  );
});

test('changes that dpkg had not written to its status are told', async () => {
  const { faults, of } = await catalogLayers([
    {
      'var/lib/dpkg/status': stanza('a', '1'),
      'var/lib/dpkg/updates/0003': stanza('b', '2', { Status: 'install ok unpacked' }),
      'var/lib/dpkg/updates/0004': 'x',
      'var/lib/dpkg/updates/tmp.i': 'x',
    },
  ]);
  expect(lines(of('dpkg'))).toEqual(['a@1 present 0']);
  expect(faults.map(({ message }) => message)).toEqual([
    '"var/lib/dpkg/updates/0003" holds a change of "b" (install ok unpacked) that is not in dpkg\'s status yet: dpkg was stopped, and what it lists may be out of date.',
    '"var/lib/dpkg/updates/0004" holds a change that is not in dpkg\'s status yet: dpkg was stopped, and what it lists may be out of date.',
  ]);
});
