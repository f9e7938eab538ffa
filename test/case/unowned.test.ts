import { describe, expect, test } from 'vitest';
import { FilesQueries } from '../../src/core/case/queries/files.ts';
import { unownedFiles } from '../../src/core/case/unowned.ts';
import { contentKindOf } from '../../src/core/model/content-kind.ts';
import { describeCorpus } from '../corpus.ts';
import { stanza } from '../fixtures/catalog/dpkg.ts';
import { gzipMember } from '../fixtures/gzip.ts';
import { archiveTar, ociLayout } from '../fixtures/image.ts';
import { device, directory, file, hardlink, pax, symlink, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';
import { inspectLite } from '../lite.ts';

const elf = (type: 1 | 2 | 3): Uint8Array => {
  const head = new Uint8Array(64);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  head[16] = type;
  return head;
};
const x = { mode: 0o755 };

const base = tar([
  file('usr/bin/owned', elf(3), x),
  file('usr/bin/su', elf(3), { mode: 0o4755 }),
  file('var/lib/dpkg/status', stanza('a', '1')),
  file('var/lib/dpkg/info/a.list', '/.\n/usr/bin/owned\n/usr/bin/su\n'),
  file('var/lib/dpkg/info/a.postinst', '#!/bin/sh\n', x),
]);
const app = tar([
  file('usr/local/bin/tool', elf(2), x),
  hardlink('usr/local/bin/tool-too', 'usr/local/bin/tool'),
  file('usr/local/lib/libx.so.1', elf(3)),
  file('opt/run.sh', '#!/bin/sh\nexec tool\n', x),
  file('opt/data.tar.gz', gzipMember('data')),
  file('opt/notes.txt', 'only text'),
  file('app/node_modules/b/package.json', '{"name":"b","version":"1.0.0"}'),
  file('app/node_modules/b/bin/b.node', elf(3), x),
  file('opt/root', elf(3), { mode: 0o4755 }),
  directory('shared', { mode: 0o777 }),
  directory('tmp', { mode: 0o1777 }),
  symlink('opt/up', '../../../etc/shadow'),
  device('opt/null', 'c', 1, 3),
  pax({ 'SCHILY.xattr.security.capability': Uint8Array.of(1, 0, 0, 2) }),
  file('opt/ping', elf(3), x),
]);

async function inspect() {
  const layers = [base, app].map((one, i) => ({
    tar: one,
    compression: 'gzip' as const,
    createdBy: i === 0 ? 'ADD rootfs' : 'COPY . /',
  }));
  const bytes = archiveTar(ociLayout([{ tags: ['app:1'], layers }]));
  const { model, report } = await inspectFiles([{ name: 'app.tar', bytes }]);
  const [tree] = model.trees;
  if (tree === undefined) throw new Error('no tree');
  return { model, tree, findings: report().findings };
}

describe('files in no package', () => {
  test('what can run is listed by layer, with its type and digest; text is not', async () => {
    const { model, tree } = await inspect();
    expect(
      unownedFiles(model, tree).map(({ kind, entry }) => `${entry.layer} ${kind} ${entry.path}`),
    ).toEqual([
      '1 archive opt/data.tar.gz',
      '1 executable opt/ping',
      '1 executable opt/root',
      '1 script opt/run.sh',
      '1 executable usr/local/bin/tool',
      '1 executable usr/local/bin/tool-too',
      '1 library usr/local/lib/libx.so.1',
    ]);
    expect(unownedFiles(model, tree).every(({ entry }) => entry.sha256 !== undefined)).toBe(true);
  });

  test('the layer that brought them is told, with what made it', async () => {
    const { findings } = await inspect();
    expect(findings.filter(({ rule }) => rule === 'content.unowned')).toMatchObject([
      {
        grade: 'hint',
        title: 'Layer 2 of app:1 brings 4 executables, 1 library and 1 script that no package claims.',
        detail: 'Made by: COPY . /',
      },
    ]);
  });

  test('they are one choice of the Files view, and can be searched', async () => {
    const { model, tree } = await inspect();
    const ask = (more: object) =>
      new FilesQueries()
        .page(model, 1, {
          tree: tree.id,
          open: [],
          removed: true,
          only: 'unowned',
          offset: 0,
          limit: 50,
          ...more,
        })
        .rows.map(({ path, note }) => `${path}: ${note}`);
    expect(ask({ text: 'lib' })).toEqual(['usr/local/lib/libx.so.1: library, in no package']);
    expect(ask({ layer: 0 })).toEqual([]);
    expect(ask({ only: 'unusual' })).toEqual([
      'opt/null: device',
      'opt/ping: capabilities',
      'opt/root: setuid',
      'opt/up: leaves the root',
      'shared: world-writable',
      'usr/bin/su: setuid',
    ]);
  });

  test('unusual rights are findings, but not those that a package has', async () => {
    const { findings } = await inspect();
    const rights = findings.filter(({ rule }) => rule === 'content.unusual-rights');
    expect(rights.map(({ title, detail }) => `${title} ${detail}`).sort()).toEqual([
      '1 entry of app:1 can be written by anybody. shared',
      '1 entry of app:1 carries capabilities and is in no package. opt/ping',
      '1 entry of app:1 is a device node. opt/null',
      '1 entry of app:1 is a link that climbs out of the root. opt/up',
      '1 entry of app:1 sets the user id and is in no package. opt/root',
    ]);
  });

  test('an image without any record of files is not said to hold files in no package', async () => {
    const layers = [{ tar: tar([file('bin/tool', elf(2), x)]), compression: 'none' as const }];
    const { report } = await inspectFiles([
      { name: 'a.tar', bytes: archiveTar(ociLayout([{ tags: ['a:1'], layers }])) },
    ]);
    expect(report().findings.map(({ rule }) => rule)).toEqual(['attestation.missing']);
  });
});

test('the first bytes tell what can run', () => {
  const of = (...bytes: number[]) => contentKindOf(Uint8Array.from({ length: 512 }, (_, i) => bytes[i] ?? 0));
  expect(contentKindOf(elf(1))).toBe('elf-object');
  expect(of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2)).toBe('mach-o');
  expect(of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52)).toBe('other');
  expect(of(0xcf, 0xfa, 0xed, 0xfe)).toBe('mach-o');
  expect(of(0x4d, 0x5a)).toBe('pe');
  expect(contentKindOf(new Uint8Array(0))).toBe('other');
  expect(contentKindOf(tar([file('a', 'b')]))).toBe('archive');
});

describeCorpus('a real image', () => {
  test('lists what its makers copied in, and nothing that Debian brought', async () => {
    const { model } = await inspectLite();
    const [tree] = model.trees;
    if (tree === undefined) throw new Error('no tree');
    const files = unownedFiles(model, tree);
    expect(files.map(({ kind, entry }) => `${entry.layer} ${kind} ${entry.path}`)).toEqual([
      '6 executable odd/suid',
    ]);
  }, 120_000);
});
