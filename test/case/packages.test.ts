import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { concatBytes, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { entryRef } from '../../src/core/case/queries/files.ts';
import { reopen } from '../../src/core/case/queries/preview.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { bzip2Stream } from '../fixtures/bzip2.ts';
import { PKGINFO } from '../fixtures/catalog/apk-archive.ts';
import { cpioArchive, SYMLINK, strippedMember } from '../fixtures/cpio.ts';
import { gzipMember } from '../fixtures/gzip.ts';
import { lzmaStream } from '../fixtures/lzma.ts';
import { rpmPackage } from '../fixtures/rpm.ts';
import { file, tar } from '../fixtures/tar.ts';
import { contextWith } from '../fixtures/unpacking.ts';
import { xzStream } from '../fixtures/xz.ts';
import { inspectFiles } from '../inspect.ts';

/** What became of one dropped file: its kinds, packages, files and sentences. */
async function inspect(name: string, bytes: Uint8Array) {
  const found = await inspectFiles([{ name, bytes }]);
  const report = found.report(true);
  return {
    kinds: report.sources.map(({ kind }) => kind),
    packages: report.components.map(({ purl }) => purl),
    entries: (report.entries ?? []).map(({ path, type, sha256 }) =>
      `${type} ${path} ${(sha256 ?? '').slice(0, 8)}`.trim(),
    ),
    says: report.diagnostics.map(({ severity, message }) => `${severity}: ${message}`),
    model: found.model,
  };
}

const cpio = cpioArchive([
  { name: './usr/bin/a', content: 'hello' },
  { name: './usr/bin/b', mode: SYMLINK, content: 'a' },
]);
const sha = createHash('sha256').update('hello').digest('hex').slice(0, 8);
const listed = [`f usr/bin/a ${sha}`, 'l usr/bin/b'];

describe('an rpm package', () => {
  test.each([
    ['none', undefined, cpio],
    ['gzip', 'gzip', gzipMember(cpio)],
    ['xz with SHA-256', 'xz', xzStream(cpio, { check: 10 })],
    ['bzip2', 'bzip2', bzip2Stream(cpio)],
    ['LZMA', 'lzma', lzmaStream(cpio)],
  ])('with a payload compressed by %s lists its files', async (_, compressor, payload) => {
    const bytes = rpmPackage(
      { name: 'a', vendor: 'Fedora Project', ...(compressor === undefined ? {} : { compressor }) },
      payload,
    );
    const found = await inspect('a.rpm', bytes);
    expect(found).toMatchObject({
      kinds: ['rpm'],
      packages: ['pkg:rpm/fedora/a@1.0-1?arch=x86_64&upstream=a-1.0-1.src.rpm'],
      entries: listed,
      says: [],
    });
  });

  test('whose files can be opened again, to be shown and saved', async () => {
    const bytes = rpmPackage({ name: 'a', compressor: 'xz' }, xzStream(cpio, { check: 10 }));
    const { model } = await inspect('a.rpm', bytes);
    const [tree] = model.trees;
    const entry = tree?.squashed.get('usr/bin/a');
    const ref =
      tree === undefined || entry === undefined ? undefined : entryRef(tree, entry.layer, entry.index);
    if (ref === undefined) throw new Error('no way to the file');
    const opened = await reopen(new BufferSource(bytes), ref, 2 ** 20, contextWith());
    expect(opened).toEqual({ bytes: encodeUtf8('hello') });
  });

  test('whose payload only numbers its files', async () => {
    const payload = concatBytes([strippedMember(1, 'hello'), strippedMember(0), cpioArchive([])]);
    const files = [{ path: '/etc/empty' }, { path: '/usr/bin/a', size: 5 }];
    const found = await inspect('a.rpm', rpmPackage({ name: 'a', files }, payload));
    expect(found).toMatchObject({ entries: ['f etc/empty e3b0c442', `f usr/bin/a ${sha}`], says: [] });
  });

  test('whose payload is not what the header says', async () => {
    const payload = gzipMember(cpio);
    const digest = createHash('sha256').update(payload).digest('hex');
    const right = await inspect(
      'a.rpm',
      rpmPackage({ name: 'a', compressor: 'gzip', payloadDigest: digest }, payload),
    );
    expect(right.says).toEqual([]);
    const wrong = await inspect(
      'a.rpm',
      rpmPackage({ name: 'a', compressor: 'gzip', payloadDigest: '0'.repeat(64) }, payload),
    );
    expect(wrong.says).toEqual([
      `error: The payload has the digest sha256:${digest}; the header states sha256:${'0'.repeat(64)}. The files are shown as the payload has them.`,
    ]);
    expect(wrong.entries).toEqual(listed);
  });

  test('cut inside its payload keeps what came before', async () => {
    const whole = rpmPackage({ name: 'a' }, cpio);
    const found = await inspect('a.rpm', whole.subarray(0, whole.length - cpio.length + 123));
    expect(found.packages).toHaveLength(1);
    expect(found.says).toEqual([
      'error: The archive ends inside "./usr/bin/a", at byte 123. No member stands before it.',
    ]);
  });

  test('inside an archive is a source of its own', async () => {
    const found = await inspect('repo.tar', tar([file('Packages/a.rpm', rpmPackage({ name: 'a' }, cpio))]));
    expect(found.kinds).toEqual(['tar', 'rpm']);
    expect(found.packages).toHaveLength(1);
    expect(found.entries).toContain(listed[0]);
  });
});

describe('an Alpine package', () => {
  const segment = (name: string, content: string) => tar([file(name, content)]).subarray(0, 1024);
  const signature = gzipMember(segment('.SIGN.RSA.key.rsa.pub', 'signature'));
  const data = gzipMember(tar([file('usr/bin/sh', 'hello')]));
  const control = (hash: string) =>
    gzipMember(segment('.PKGINFO', PKGINFO.replace(/datahash = .*/, `datahash = ${hash}`)));
  const digest = createHash('sha256').update(data).digest('hex');

  test('is read as its three members, and its data are held against their digest', async () => {
    const found = await inspect('a.apk', concatBytes([signature, control(digest), data]));
    expect(found).toMatchObject({
      kinds: ['apk+gzip'],
      packages: ['pkg:apk/alpine/busybox-binsh@1.36.1-r29?arch=x86_64&upstream=busybox'],
      says: ['info: The gzip file has 3 members, one behind the other.'],
    });
    expect(found.entries.map((line) => line.split(' ')[1])).toEqual([
      '.PKGINFO',
      '.SIGN.RSA.key.rsa.pub',
      'usr/bin/sh',
    ]);
    const facts = found.model.occurrences.flatMap((one) => one.facts);
    expect(facts.filter(({ field }) => field === 'signature').map(({ value }) => value)).toEqual([
      '.SIGN.RSA.key.rsa.pub, not verified',
    ]);
    expect((await inspect('a.apk', concatBytes([control(digest), data]))).says).toEqual([
      'info: The gzip file has 2 members, one behind the other.',
    ]);
  });

  test('with other data is contradicted by its own record', async () => {
    const other = gzipMember(tar([file('usr/bin/sh', 'hullo')]));
    const measured = createHash('sha256').update(other).digest('hex');
    const start = signature.length + control(digest).length;
    const found = await inspect('a.apk', concatBytes([signature, control(digest), other]));
    expect(found.says).toContain(
      `error: The data of the package (${other.length} bytes from byte ${start}) have the digest sha256:${measured}; its .PKGINFO states sha256:${digest}.`,
    );
  });

  test('packed again as one member cannot be held against it', async () => {
    const found = await inspect(
      'a.apk',
      gzipMember(tar([file('.PKGINFO', PKGINFO), file('usr/bin/sh', 'hello')])),
    );
    expect(found.packages).toHaveLength(1);
    expect(found.says).toEqual([
      'warning: "a.apk" is not made of separate gzip members, as Alpine packages are: its data could not be held against their digest.',
    ]);
  });

  test('and what makepkg writes in a .PKGINFO is no Alpine package', async () => {
    const arch = tar([
      file('.PKGINFO', 'pkgname = a\npkgbase = a\npkgver = 1-1\n'),
      file('.MTREE', ''),
      file('usr/bin/a', ''),
    ]);
    expect(await inspect('a.pkg.tar', arch)).toMatchObject({
      kinds: ['pacman-package'],
      packages: ['pkg:alpm/arch/a@1-1'],
    });
  });
});

describe('other containers and codecs', () => {
  test('cpio by itself, compressed, and what lies in it', async () => {
    expect(await inspect('a.cpio', cpio)).toMatchObject({ kinds: ['cpio'], entries: listed, says: [] });
    expect(await inspect('initrd.img', gzipMember(cpio))).toMatchObject({
      kinds: ['cpio+gzip'],
      entries: listed,
    });
    const nested = cpioArchive([{ name: 'inner.tar.bz2', content: bzip2Stream(tar([file('a', 'hello')])) }]);
    expect((await inspect('a.cpio', nested)).kinds).toEqual(['cpio', 'tar+bzip2']);
  });

  test('an archive in bzip2 whose first block is longer than what is looked at of other codecs', async () => {
    let state = 1;
    const noise = Uint8Array.from({ length: 80_000 }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state >>> 24;
    });
    const inner = bzip2Stream(tar([file('a', noise)]));
    expect(inner.length).toBeGreaterThan(65_536);
    expect((await inspect('a.tar', tar([file('x/b.tar.bz2', inner)]))).kinds).toEqual(['tar', 'tar+bzip2']);
  });

  test('tar in bzip2 and in LZMA, known by its first bytes alone', async () => {
    const archive = tar([file('a', 'hello')]);
    expect(await inspect('a.tbz2', bzip2Stream(archive))).toMatchObject({
      kinds: ['tar+bzip2'],
      entries: [`f a ${sha}`],
      says: [],
    });
    expect(await inspect('a', lzmaStream(archive))).toMatchObject({
      kinds: ['tar+lzma'],
      entries: [`f a ${sha}`],
      says: [],
    });
  });

  test('an Alpine package of version 3 is named', async () => {
    const found = await inspect('a.apk', encodeUtf8('ADBd and the rest'));
    expect(found.kinds).toEqual(['apk-v3']);
    expect(found.says[0]).toMatch(/Alpine package, version 3\) but has no reader/);
  });
});

describeCorpus('real packages', () => {
  test.each(['gzip', 'xz', 'zstd', 'bzip2'])('rpm with %s: the same files in each', async (codec) => {
    const found = await inspect(
      `${codec}.rpm`,
      corpusBytes('container', 'plain', `corpus-${codec}-1.0-1.noarch.rpm`),
    );
    expect(found).toMatchObject({
      kinds: ['rpm'],
      packages: [`pkg:rpm/corpus-${codec}@1.0-1?arch=noarch&upstream=corpus-${codec}-1.0-1.src.rpm`],
      says: [],
    });
    expect(found.entries.map((line) => line.replaceAll(codec, 'X')).sort()).toEqual([
      'd usr/share/corpus',
      'f usr/share/corpus/X 98ea6e4f',
      'l usr/share/corpus/link-X',
    ]);
  });

  test('the apk: three members, and its data as its record says', async () => {
    const found = await inspect('corpus.apk', corpusBytes('container', 'plain', 'corpus-0.1.0-r0.apk'));
    expect(found).toMatchObject({
      kinds: ['apk+gzip'],
      packages: ['pkg:apk/alpine/corpus@0.1.0-r0?arch=x86_64'],
      says: ['info: The gzip file has 3 members, one behind the other.'],
    });
  });

  test('rpm as libarchive has it', async () => {
    const found = await inspect(
      'a.rpm',
      corpusBytes('hostile', 'libarchive', 'test_read_format_cpio_svr4_bzip2_rpm.rpm'),
    );
    expect(found.entries.map((line) => line.split(' ')[1])).toEqual(['etc/file1', 'etc/file2', 'etc/file3']);
  });

  test('pax-bad-hdr-large.tar.bz2 is opened, and said to be damaged', async () => {
    const found = await inspect('a.tar.bz2', corpusBytes('hostile', 'go-tar', 'pax-bad-hdr-large.tar.bz2'));
    expect(found.kinds).toEqual(['tar+bzip2']);
    expect(found.says.some((says) => says.startsWith('error: '))).toBe(true);
  });

  test('500 MiB of zeros in 401 bytes of bzip2 are a limit', async () => {
    const found = await inspect('zeros.bz2', corpusBytes('hostile', 'gen', 'bomb', 'zeros-500MB.bz2'));
    expect(found.says.join()).toMatch(/The limit "expansion-ratio" \(1,000\) was reached/);
  });
});
