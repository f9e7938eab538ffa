import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { agreementsOf } from '../../src/core/case/agreement.ts';
import { ownRecordRows } from '../../src/core/case/agreement-rows.ts';
import { unownedFiles } from '../../src/core/case/unowned.ts';
import { stanza } from '../fixtures/catalog/dpkg.ts';
import { alpmFile, alpmPackage, mtree } from '../fixtures/catalog/pacman.ts';
import { rpmBlob } from '../fixtures/rpm.ts';
import { sqliteDatabase } from '../fixtures/rpm-databases.ts';
import { file, symlink, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

const hash = (algorithm: string, content: string, encoding: 'hex' | 'base64' | 'base64url' = 'hex') =>
  createHash(algorithm).update(content).digest(encoding);

const ONE = '#!/bin/sh\necho one\n';
const PUT_IN = '#!/bin/sh\necho two\n';
const INFO = 'var/lib/dpkg/info/a';
const METADATA = 'Name: a\nVersion: 1\n';
const SITE = 'usr/lib/python3/dist-packages';

/** What a tree of these files, in which `usr/bin/one` is as recorded, comes to. */
async function told(files: Readonly<Record<string, string | Uint8Array>>) {
  const entries = Object.entries(files).map(([path, content]) => file(path, content, { mode: 0o755 }));
  const bytes = tar([...entries, symlink('usr/bin/link', 'one')]);
  const { model, report } = await inspectFiles([{ name: 'root.tar', bytes }]);
  const agreements = agreementsOf(model);
  const component = model.components.find(({ name }) => name === 'a');
  return {
    agrees: agreements.map((one) => one.agrees),
    unchecked: agreements.flatMap(({ unchecked }) => unchecked.map(({ path }) => path)),
    unowned: model.trees.flatMap((tree) => unownedFiles(model, tree).map(({ entry }) => entry.path)),
    rows: component === undefined ? [] : ownRecordRows(model, component),
    records: report().ownRecords,
  };
}

const dpkg = (list: readonly string[], sums?: string) => ({
  'usr/bin/one': ONE,
  'usr/bin/two': PUT_IN,
  'var/lib/dpkg/status': stanza('a', '1'),
  [`${INFO}.list`]: list.map((path) => `${path}\n`).join(''),
  ...(sums === undefined ? {} : { [`${INFO}.md5sums`]: sums }),
});
const LIST = ['/.', '/usr', '/usr/bin', '/usr/bin/one', '/usr/bin/two', '/usr/bin/link', '/usr/share/empty'];
const SUMS = `${hash('md5', ONE)}  usr/bin/one\n`;

describe.each<[string, Readonly<Record<string, string | Uint8Array>>, string]>([
  ['dpkg', dpkg(LIST, SUMS), 'usr/bin/two'],
  [
    'apk',
    {
      'usr/bin/one': ONE,
      'usr/bin/two': PUT_IN,
      'lib/apk/db/installed': `P:a\nV:1-r0\nA:x86_64\nF:usr/bin\nR:one\nZ:Q1${hash('sha1', ONE, 'base64')}\nR:two\n\n`,
    },
    'usr/bin/two',
  ],
  [
    'rpm',
    {
      'usr/bin/one': ONE,
      'usr/bin/two': PUT_IN,
      'usr/lib/sysimage/rpm/rpmdb.sqlite': sqliteDatabase([
        rpmBlob({
          name: 'a',
          files: [
            { path: '/usr/bin/one', digest: hash('sha256', ONE) },
            { path: '/usr/bin/two', digest: '' },
          ],
        }),
      ]),
    },
    'usr/bin/two',
  ],
  [
    'pacman',
    {
      'usr/bin/one': ONE,
      'usr/bin/two': PUT_IN,
      ...alpmPackage('a', '1-1'),
      'var/lib/pacman/local/a-1-1/files': alpmFile({
        FILES: ['usr/', 'usr/bin/', 'usr/bin/one', 'usr/bin/two'],
      }),
      'var/lib/pacman/local/a-1-1/mtree': mtree({ 'usr/bin/one': ONE }),
    },
    'usr/bin/two',
  ],
  [
    'Python',
    {
      [`${SITE}/a/two.py`]: PUT_IN,
      [`${SITE}/a-1.dist-info/METADATA`]: METADATA,
      [`${SITE}/a-1.dist-info/RECORD`]: `a-1.dist-info/METADATA,sha256=${hash('sha256', METADATA, 'base64url')},24\na/two.py,,\na-1.dist-info/RECORD,,\n`,
    },
    `${SITE}/a/two.py`,
  ],
])('a file that a record of %s names without a digest', (_what, files, path) => {
  test('belongs to the package, and counts as not checked: what agrees is not all of it', async () => {
    const { agrees, unchecked, unowned, rows, records } = await told(files);
    expect(unchecked).toEqual([path]);
    expect(agrees).toEqual([1]);
    expect(unowned).not.toContain(path);
    expect(rows).toMatchObject([{ state: 'claimed', partly: true, agrees: 1 }]);
    expect(rows[0]?.groups).toMatchObject([{ kind: 'unchecked', count: 1, files: [{ path }] }]);
    expect(records).toMatchObject([
      { packages: { agree: 1, agreeInPart: 1 }, files: { agree: 1, unchecked: 1 } },
    ]);
  });
});

test('of a package of dpkg without md5sums nothing is checked, and everything belongs to it', async () => {
  const { agrees, unchecked, unowned, rows, records } = await told(dpkg(LIST));
  expect(unchecked).toEqual(['usr/bin/one', 'usr/bin/two']);
  expect(agrees).toEqual([0]);
  expect(unowned).toEqual([]);
  expect(rows).toMatchObject([{ state: 'not-inspected', agrees: 0 }]);
  expect(records).toMatchObject([
    { packages: { agree: 0, notInspected: 1 }, files: { agree: 0, unchecked: 2 } },
  ]);
});

test('a file of which another package has the digest is checked', async () => {
  const other = {
    'var/lib/dpkg/status': `${stanza('a', '1')}\n${stanza('b', '1')}`,
    'var/lib/dpkg/info/b.list': '/usr/bin/two\n',
    'var/lib/dpkg/info/b.md5sums': `${hash('md5', PUT_IN)}  usr/bin/two\n`,
  };
  expect((await told({ ...dpkg(LIST, SUMS), ...other })).unchecked).toEqual([]);
});

test('folders, links and the record itself are no files that could be checked', async () => {
  const { rows } = await told({ ...dpkg(['/usr/bin/one', '/usr/bin/link', '/usr/bin'], SUMS) });
  expect(rows).toMatchObject([{ state: 'claimed', partly: false, groups: [] }]);
});
