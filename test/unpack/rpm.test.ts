import { describe, expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { openRpm } from '../../src/core/unpack/rpm.ts';
import { numberedFiles, rpmFiles } from '../../src/core/unpack/rpm-files.ts';
import { parseRpmBlob, RpmTag } from '../../src/core/unpack/rpm-header.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { cpioArchive } from '../fixtures/cpio.ts';
import { gzipMember } from '../fixtures/gzip.ts';
import { lzmaStream } from '../fixtures/lzma.ts';
import { rpmBlob, rpmPackage } from '../fixtures/rpm.ts';
import { contextWith } from '../fixtures/unpacking.ts';

const payload = cpioArchive([{ name: './usr/bin/a', content: 'x' }]);
const open = (bytes: Uint8Array, limits?: Parameters<typeof contextWith>[0]) =>
  openRpm(new BufferSource(bytes), contextWith(limits));

async function opened(bytes: Uint8Array) {
  const found = await open(bytes);
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

async function refused(bytes: Uint8Array, limits?: Parameters<typeof contextWith>[0]): Promise<string> {
  const found = await open(bytes, limits);
  return found.ok ? 'opened' : found.error.message;
}

function header(bytes: Uint8Array) {
  const parsed = parseRpmBlob(bytes);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

describe('the parts of a package', () => {
  test('header and payload, and how that is compressed', async () => {
    const gzip = gzipMember(payload);
    const bytes = rpmPackage({ name: 'a', compressor: 'gzip' }, gzip);
    const found = await opened(bytes);
    expect(found).toMatchObject({ codec: 'gzip', faults: [], payloadStart: bytes.length - gzip.length });
    expect(found.header.text(RpmTag.name)).toBe('a');
    expect((await opened(rpmPackage({ name: 'a' }, payload))).codec).toBeUndefined();
    expect((await opened(rpmPackage({ name: 'a', compressor: 'lzma' }, lzmaStream(payload)))).codec).toBe(
      'lzma',
    );
  });

  test('the bytes decide when the header says otherwise', async () => {
    const found = await opened(rpmPackage({ name: 'a', compressor: 'xz' }, gzipMember(payload)));
    expect(found.codec).toBe('gzip');
    expect(found.faults.map(({ message }) => message)).toEqual([
      'The header says that the payload is compressed by xz; its bytes are a gzip file. The bytes decide.',
    ]);
  });
});

describe('a header', () => {
  test('texts, numbers and files', () => {
    const found = header(
      rpmBlob({
        name: 'a',
        epoch: 3,
        files: [
          { path: '/usr/bin/a', mode: 0o100755, digest: 'ab', size: 5 },
          { path: '/etc/a.conf', flags: 1 },
        ],
      }),
    );
    expect(found.number(RpmTag.epoch)).toBe(3);
    expect(found.text(RpmTag.epoch)).toBeUndefined();
    expect(found.number(RpmTag.name)).toBeUndefined();
    expect(
      rpmFiles(found).map(({ path, mode, digest, size, flags }) => [path, mode, digest, size, flags]),
    ).toEqual([
      ['/usr/bin/a', 0o100755, 'ab', 5, 0],
      ['/etc/a.conf', 0o100644, '', 0, 1],
    ]);
  });

  test('of hard links, only the last is numbered with a size', () => {
    const file = { size: 4, inode: 9 };
    const found = numberedFiles(
      header(
        rpmBlob({
          name: 'a',
          files: [
            { path: '/a', ...file },
            { path: '/b', ...file },
          ],
        }),
      ),
    );
    expect(found.map(({ name, size, links }) => [name, size, links])).toEqual([
      ['./a', 0, 2],
      ['./b', 4, 2],
    ]);
  });

  test('counts and offsets that do not fit are read as far as they do', () => {
    const blob = rpmBlob({ name: 'a', requires: ['b'] });
    const view = new DataView(blob.buffer);
    for (let at = 8; at < 8 + 16 * view.getUint32(0); at += 16) {
      view.setUint32(at + 12, 0xffffffff);
      view.setUint32(at + 8, view.getUint32(at + 8) + 1);
    }
    const found = header(blob);
    for (const tag of Object.values(RpmTag)) {
      expect(found.texts(tag).length).toBeLessThan(blob.length);
      expect(found.numbers(tag).length).toBeLessThan(blob.length);
    }
  });
});

describe('damage', () => {
  const whole = rpmPackage({ name: 'a' }, payload);

  test('what is no package, and one cut before its payload', async () => {
    expect(await refused(encodeUtf8('no rpm'))).toBe(
      'The input does not begin with the lead of an rpm package: nothing was read.',
    );
    expect(await refused(whole.subarray(0, 100))).toBe(
      'The rpm package ends at byte 100, before its signature.',
    );
    expect(await refused(whole.subarray(0, 240))).toMatch(
      /^The header of the rpm package, at byte 136, states \d+ bytes, but the package ends at byte 240\.$/,
    );
    for (let length = 0; length < whole.length - payload.length; length++)
      expect(await refused(whole.subarray(0, length)), `at ${length}`).not.toBe('opened');
  });

  test('sizes that no header has, and limits', async () => {
    const damaged = new Uint8Array(whole);
    damaged.fill(0xff, 104, 108);
    expect(await refused(damaged)).toBe(
      'The signature of the rpm package, at byte 96, is damaged: nothing behind it was read.',
    );
    expect(await refused(whole, { parsedNested: 50 })).toMatch(
      /^The header of the rpm package, at byte 136, has \d+ bytes\. The limit "parsed-nested"/,
    );
  });
});

describeCorpus('real packages', () => {
  test.each(['gzip', 'xz', 'zstd', 'bzip2'])('the one compressed by %s', async (codec) => {
    const found = await opened(corpusBytes('container', 'plain', `corpus-${codec}-1.0-1.noarch.rpm`));
    expect(found).toMatchObject({ codec, faults: [] });
    expect(rpmFiles(found.header).map(({ path }) => path)).toEqual([
      '/usr/share/corpus',
      ...['link-', ''].map((prefix) => `/usr/share/corpus/${prefix}${codec}`).sort(),
    ]);
  });

  test('one with an impossible signature, which rpm refuses too', async () => {
    const bytes = corpusBytes('hostile', 'libarchive', 'test_read_format_huge_rpm.rpm');
    expect(await refused(bytes)).toBe(
      'The signature of the rpm package, at byte 96, is damaged: nothing behind it was read.',
    );
  });
});
