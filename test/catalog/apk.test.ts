import { describe, expect, test } from 'vitest';
import { apkChecksum } from '../../src/core/catalog/apk-checksum.ts';
import { apkAtoms } from '../../src/core/catalog/apk-package.ts';
import { apkRecord, fixture, INSTALLED } from '../fixtures/catalog/apk.ts';
import { file, tar } from '../fixtures/tar.ts';
import { catalogLayers, edges, type FixtureLayer, lines } from '../fixtures/tree.ts';
import { inspectFiles } from '../inspect.ts';

const ALPINE = { 'etc/os-release': 'ID=alpine\nVERSION_ID=3.20.3\n' };

async function catalogApk(...layers: FixtureLayer[]) {
  const { of, faults } = await catalogLayers(layers);
  const reading = of('apk');
  return {
    reading,
    lines: lines(reading),
    edges: edges(reading),
    says: faults.map(({ message }) => message),
    faults,
  };
}

/** A second reader that knows of no records: each line's letter is held until an empty line, files by their folder. */
function secondReader(text: string) {
  const packages: { id: string; files: string[]; needs: string[] }[] = [];
  for (const block of text.split(/\n\n+/).filter((one) => one !== '')) {
    const all = [...block.matchAll(/^([A-Za-z]):(.*)$/gm)].map(([, letter = '', value = '']) => ({
      letter,
      value,
    }));
    const one = (wanted: string) => all.find(({ letter }) => letter === wanted)?.value ?? '';
    let folder = '';
    const files = all.flatMap(({ letter, value }) => {
      if (letter === 'F') folder = value;
      return letter === 'R' ? [folder === '' ? value : `${folder}/${value}`] : [];
    });
    packages.push({ id: `${one('P')}@${one('V')}`, files, needs: one('D').split(' ').filter(Boolean) });
  }
  return packages;
}

test('a second reader finds the same packages, files and needs', async () => {
  const text = String(fixture.sample[1]?.[INSTALLED]);
  const { reading } = await catalogApk({ [INSTALLED]: text });
  const second = secondReader(text);
  expect(second.map(({ id }) => id)).toEqual(reading.found.map(({ name, version }) => `${name}@${version}`));
  expect(second.flatMap(({ files }) => files)).toEqual(reading.owns.flatMap(({ paths }) => paths));
  const wanted = second.flatMap(({ needs }) => needs).filter((need) => !need.startsWith('!'));
  expect(reading.relations.length + reading.requires.length).toBe(wanted.length);
  expect(wanted.length).toBe(2);
});

describe('packages', () => {
  test('carry the distribution, the architecture and the package they were built with', async () => {
    const { reading } = await catalogApk({
      ...ALPINE,
      [INSTALLED]:
        apkRecord('musl', '1.2.5-r0', { o: 'musl' }) + apkRecord('musl-utils', '1.2.5-r0', { o: 'musl' }),
    });
    expect(reading.found.map(({ purl }) => purl)).toEqual([
      'pkg:apk/alpine/musl@1.2.5-r0?arch=x86_64&distro=alpine-3.20.3',
      'pkg:apk/alpine/musl-utils@1.2.5-r0?arch=x86_64&distro=alpine-3.20.3&upstream=musl',
    ]);
  });

  test('of another distribution, at the place of version 3', async () => {
    const { reading } = await catalogApk({
      'usr/lib/os-release': 'ID=wolfi\nVERSION_ID=20230201\n',
      'usr/lib/apk/db/installed': apkRecord('glibc', '2.40-r1'),
    });
    expect(reading.found.map(({ purl }) => purl)).toEqual([
      'pkg:apk/wolfi/glibc@2.40-r1?arch=x86_64&distro=wolfi-20230201',
    ]);
  });

  test('say what the record says, with its line', async () => {
    const record = apkRecord('a', '1-r0', {
      T: 'words',
      L: 'MIT',
      U: 'https://a',
      m: 'M <m@a>',
      I: '4096',
      c: 'abc',
      o: 'b',
    });
    const { reading } = await catalogApk({ [INSTALLED]: apkRecord('x', '1-r0') + record });
    const facts = reading.facts.filter(({ subject }) => subject.endsWith(':a'));
    expect(facts.map(({ field, value, role }) => [field, role, value].filter(Boolean).join(' '))).toEqual([
      'architecture x86_64',
      'description words',
      'homepage https://a',
      'maintainer M <m@a>',
      'installed-size 4096',
      'source-commit abc',
      'license declared MIT',
      'source-package b@1-r0',
      'part-hash control sha1:a8a719fa3db7c6cb005e681086438ef1d1e76d6c',
    ]);
    expect(new Set(facts.map(({ pointer }) => pointer))).toEqual(new Set(['line 6']));
  });

  test('claim their files, with digests; what lies in etc may differ', async () => {
    const { reading } = await catalogApk({
      [INSTALLED]: apkRecord('a', '1-r0', {}, { '': ['init'], 'usr/bin': ['a'], etc: ['a.conf'] }),
    });
    const [record] = reading.owns;
    expect(record?.paths).toEqual(['init', 'usr/bin/a', 'etc/a.conf']);
    expect(record?.digests?.every((digest) => /^sha1:[0-9a-f]{40}$/.test(digest))).toBe(true);
    expect(record?.exempt).toEqual(['etc/a.conf']);
  });

  test('own what other catalogers find in their files', async () => {
    const metadata = 'Name: six\nVersion: 1.16\n\n';
    const folder = 'usr/lib/python3.12/site-packages/six-1.16.dist-info';
    const { cataloged } = await catalogLayers([
      {
        [INSTALLED]: apkRecord('py3-six', '1.16-r9', {}, { [folder]: ['METADATA'] }),
        [`${folder}/METADATA`]: metadata,
      },
    ]);
    const python = cataloged.find(({ cataloger }) => cataloger === 'python.installed');
    expect(python?.reading.found.map(({ ownedBy }) => ownedBy)).toEqual([`apk:${INSTALLED}:py3-six`]);
  });
});

describe('edges', () => {
  test('by name, by what is provided, and never to what must not be there', async () => {
    const { edges, reading, faults } = await catalogApk({
      [INSTALLED]:
        apkRecord('a', '1-r0', { D: 'so:libb.so.1 cmd:c c>=2 !d missing /bin/sh@edge' }) +
        apkRecord('b', '1-r0', { p: 'so:libb.so.1=1.2' }) +
        apkRecord('c', '2-r0', { p: 'cmd:c=2-r0 /bin/sh' }) +
        apkRecord('d', '1-r0'),
    });
    expect(edges).toEqual([
      'a -> b (D, runtime: so:libb.so.1)',
      'a -> c (D, runtime: cmd:c, c >= 2, /bin/sh)',
    ]);
    expect(reading.requires.map(({ anyOf }) => anyOf[0]?.name)).toEqual(['missing']);
    expect(faults.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'info 1 declared dependency of Alpine packages was not found among the installed ones.',
    ]);
  });

  test('a package of the name comes before one that provides it', async () => {
    const both = apkRecord('sh', '1-r0') + apkRecord('dash', '1-r0', { p: 'sh' });
    expect((await catalogApk({ [INSTALLED]: apkRecord('a', '1-r0', { D: 'sh' }) + both })).edges).toEqual([
      'a -> sh (D, runtime: sh)',
    ]);
  });

  test('words of a list', () => {
    expect(
      apkAtoms('a  so:b>=1.2-r0 !c~3 d@edge=1').map(({ name, operator, version, conflict }) => [
        name,
        operator,
        version,
        conflict,
      ]),
    ).toEqual([
      ['a', undefined, undefined, false],
      ['so:b', '>=', '1.2-r0', false],
      ['c', '~', '3', true],
      ['d', '=', '1', false],
    ]);
  });
});

describe('layers', () => {
  const v1 = apkRecord('a', '1-r0') + apkRecord('b', '1-r0');

  test('an upgrade removes the old version where it brings the new one', async () => {
    const found = await catalogApk(
      { [INSTALLED]: v1 },
      { [INSTALLED]: apkRecord('a', '2-r0') + apkRecord('b', '1-r0') },
    );
    expect(found.lines.sort()).toEqual(['a@1-r0 removed 0-1', 'a@2-r0 present 1', 'b@1-r0 present 0']);
  });

  test('what a later database that is cut does not list is not called removed', async () => {
    const found = await catalogApk({ [INSTALLED]: v1 }, { [INSTALLED]: v1.slice(0, -15) });
    expect(found.lines).toEqual(['a@1-r0 present 0', 'b@1-r0 present 0']);
    expect(found.says).toEqual([
      `"lib/apk/db/installed" ends inside the record of "b", at byte ${v1.length - 15}; kept from it: 1 package.`,
    ]);
  });

  test('nor when the later database was not read at all', async () => {
    const found = await catalogApk({ [INSTALLED]: v1 }, { [INSTALLED]: { link: 'elsewhere' } });
    expect(found.lines).toEqual(['a@1-r0 present 0', 'b@1-r0 present 0']);
    expect(found.says).toEqual([
      'Layer 1 replaces "lib/apk/db/installed", but its version was not read; packages are listed as of layer 0.',
    ]);
  });

  test('a database that was removed takes its packages along', async () => {
    expect((await catalogApk({ [INSTALLED]: v1 }, { [INSTALLED]: null })).lines).toEqual([
      'a@1-r0 removed 0-1',
      'b@1-r0 removed 0-1',
    ]);
  });
});

describe('records that are not as they should be', () => {
  test('are told by line', async () => {
    const found = await catalogApk({
      [INSTALLED]: `${apkRecord('a', '1-r0')}P:b\nA:x86_64\n\n${apkRecord('a', '2-r0')}nonsense\n${apkRecord('c', '1-r0', { f: 'fs' })}`,
    });
    expect(found.lines).toEqual(['a@1-r0 present 0', 'c@1-r0 present 0']);
    expect(found.says).toEqual([
      'The record of "b" at line 6 of "lib/apk/db/installed" has no version (V); the package is not listed.',
      '"lib/apk/db/installed" has a second record of "a", at line 9; the first one counts.',
      'apk marks "c" as broken: files that could not be written, a script that failed. It is listed as present.',
      'Line 14 of "lib/apk/db/installed" is no field; what else its record says was kept.',
    ]);
  });
});

test('checksums of the database', () => {
  expect(apkChecksum('Q1qKcZ+j23xssAXmgQhkOO8dHnbWw=')).toMatch(/^sha1:[0-9a-f]{40}$/);
  expect(apkChecksum('d41d8cd98f00b204e9800998ecf8427e')).toBe('md5:d41d8cd98f00b204e9800998ecf8427e');
  expect(apkChecksum('Q2AAAA')).toBeUndefined();
  expect(apkChecksum('nothing')).toBeUndefined();
});

describe('the scripts that apk keeps', () => {
  const SCRIPTS = 'lib/apk/db/scripts.tar';
  const archive = tar([
    file('busybox-1.36.1-r29.Q1gB/0m+s=.post-install', '#!/bin/sh\n# links\n\n/bin/busybox --install -s\n'),
    file('busybox-1.36.1-r29.Q1gB/0m+s=.trigger', '#!/bin/sh\n'),
    file('odd', 'x'),
  ]);
  const observed = async (bytes: Uint8Array) => {
    const { readings, faults } = await catalogLayers([
      { [INSTALLED]: apkRecord('busybox', '1.36.1-r29'), [SCRIPTS]: bytes },
    ]);
    return {
      seen: readings.flatMap(({ reading }) => reading.observations ?? []),
      says: faults.map(({ message }) => message),
    };
  };

  test('are told with their package and what they begin with', async () => {
    expect(await observed(archive)).toEqual({
      seen: [
        {
          kind: 'hook.maintainer-script',
          detail: 'post-install of busybox: /bin/busybox --install -s',
          subject: 'lib/apk/db/installed:busybox',
        },
        {
          kind: 'hook.maintainer-script',
          detail: 'trigger of busybox',
          subject: 'lib/apk/db/installed:busybox',
        },
      ],
      says: [],
    });
    const { model } = await inspectFiles([
      {
        name: 'root.tar',
        bytes: tar([file(INSTALLED, apkRecord('busybox', '1.36.1-r29')), file(SCRIPTS, archive)]),
      },
    ]);
    const [hook] = model.observations;
    const place = model.occurrences[hook?.occurrence ?? -1];
    expect(model.components[place?.component ?? -1]?.name).toBe('busybox');
  });

  test('that are cut are told as far as they go', async () => {
    const { seen, says } = await observed(archive.subarray(0, 1300));
    expect(seen).toHaveLength(1);
    expect(says).toEqual([
      expect.stringMatching(
        /^"lib\/apk\/db\/scripts\.tar" was not read whole: not every script that apk runs is known\. /,
      ),
    ]);
  });
});
