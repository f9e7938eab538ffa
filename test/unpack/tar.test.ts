import { describe, expect, test } from 'vitest';
import { BlobSource, BufferSource } from '../../src/core/base/byte-source.ts';
import { EntryFlag } from '../../src/core/model/entry-table.ts';
import { tar as reader } from '../../src/core/unpack/tar.ts';
import {
  capability,
  device,
  directory,
  fifo,
  file,
  gnuLongLink,
  gnuLongName,
  hardlink,
  opaque,
  pax,
  symlink,
  tar,
  whiteout,
} from '../fixtures/tar.ts';
import { clean, readTar } from '../fixtures/tar-read.ts';
import { contextWith } from '../fixtures/unpacking.ts';

describe('what a tar says', () => {
  test('every type of member, with its fields', async () => {
    const found = await readTar([
      directory('etc'),
      file('etc/hostname', 'box\n', { mode: 0o4755, uid: 1000, gid: 50, mtime: 1_700_000_000 }),
      symlink('etc/mtab', '/proc/mounts'),
      hardlink('etc/name', 'etc/hostname'),
      fifo('run/pipe'),
      device('dev/null', 'c', 1, 3),
      device('dev/sda', 'b', 8, 0),
    ]);
    expect(found).toMatchObject({
      ...clean,
      lines: [
        'd 0755 0 etc',
        'f 4755 4 etc/hostname',
        'l 0777 0 etc/mtab -> /proc/mounts',
        'h 0644 0 etc/name -> etc/hostname',
        'p 0644 0 run/pipe',
        'c 0644 0 dev/null',
        'b 0644 0 dev/sda',
      ],
      contents: ['', 'box\n', '', '', '', '', ''],
    });
    expect(found.entries[1]).toMatchObject({
      uid: 1000,
      gid: 50,
      mtime: 1_700_000_000,
      headerOffset: 512,
      steps: [{ op: 'slice', start: 1024, end: 1028, name: 'etc/hostname' }],
    });
  });

  test('names: leading "./" and "/" go, ustar and star prefixes come before', async () => {
    const found = await readTar([
      directory('.'),
      file('./a'),
      file('name', '', { prefix: 'very/long' }),
      file('name', '', { prefix: 'star', dialect: 'star', patch: { 476: '00000000000 00000000000 ' } }),
      file('name', '', { dialect: 'gnu', patch: { 345: '14722673024\x0014722673024\0' } }),
    ]);
    expect(found.lines).toEqual([
      'd 0755 0 ',
      'f 0644 0 a',
      'f 0644 0 very/long/name',
      'f 0644 0 star/name',
      'f 0644 0 name',
    ]);
  });

  test('the prefix that Go before 1.8 put into GNU headers', async () => {
    const { lines } = await readTar([
      file('name', '', { dialect: 'gnu', prefix: 'not/a/number/at/all/nor/here' }),
    ]);
    expect(lines).toEqual(['f 0644 0 not/a/number/at/all/nor/here/name']);
  });

  test('a PAX header overrides name, link, size, owner and time', async () => {
    const long = `${'d/'.repeat(150)}été`;
    const found = await readTar([
      pax({ path: long, size: '5', uid: '3000000', gid: '7', mtime: '-1.5', comment: 'x' }),
      file('short', 'hello'),
      pax({ linkpath: 'elsewhere' }),
      symlink('l', 'here'),
    ]);
    expect(found).toMatchObject({ ...clean, lines: [`f 0644 5 ${long}`, 'l 0777 0 l -> elsewhere'] });
    expect(found.entries[0]).toMatchObject({ uid: 3_000_000, gid: 7, mtime: -2 });
  });

  test('an empty PAX value takes back what a global header said', async () => {
    const { lines, codes } = await readTar([
      pax({ path: 'everywhere' }, 'g'),
      file('a'),
      pax({ path: '' }),
      file('b'),
    ]);
    expect(lines).toEqual(['f 0644 0 everywhere', 'f 0644 0 b']);
    expect(codes).toEqual(['warning tar.pax.global @0']);
  });

  test('GNU long names and long links', async () => {
    const long = 'x/'.repeat(120);
    const { lines, codes } = await readTar([
      gnuLongName(`${long}n`),
      gnuLongLink(`${long}t`),
      symlink('cut', 'cut'),
    ]);
    expect({ lines, codes }).toEqual({ lines: [`l 0777 0 ${long}n -> ${long}t`], codes: [] });
  });

  test('numbers too large for octal are base-256', async () => {
    const { entries, codes } = await readTar([
      file('a', '', { uid: 2 ** 40, mtime: 2 ** 36, gid: 0o7777777 }),
    ]);
    expect(codes).toEqual([]);
    expect(entries[0]).toMatchObject({ uid: 2 ** 40, mtime: 2 ** 36, gid: 0o7777777 });
  });

  test('V7: no magic, a directory is a name that ends with a slash, signed checksums', async () => {
    const { lines, codes } = await readTar([
      file('d/', '', { type: 0, dialect: 'v7' }),
      file('d/é', 'x', { type: 0, dialect: 'v7', signedChecksum: true }),
    ]);
    expect({ lines, codes }).toEqual({ lines: ['d 0644 0 d', 'f 0644 1 d/é'], codes: [] });
  });

  test('whiteouts are files like any other here', async () => {
    const { lines } = await readTar([whiteout('etc/passwd'), opaque('srv')]);
    expect(lines).toEqual(['f 0644 0 etc/.wh.passwd', 'f 0644 0 srv/.wh..wh..opq']);
  });

  test('a file capability is flagged', async () => {
    const { entries } = await readTar([
      pax({ 'SCHILY.xattr.security.capability': capability(), 'SCHILY.xattr.user.x': 'y' }),
      file('bin/ping', 'x'),
      file('bin/true', 'x'),
    ]);
    expect(entries.map(({ flags }) => flags)).toEqual([EntryFlag.capability, 0]);
  });

  test('a name that is not UTF-8 is shown by its bytes, and flagged', async () => {
    const { entries } = await readTar([file(Uint8Array.of(0x66, 0xfc, 0x72)), file('für')]);
    expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
      ['f\\xfcr', EntryFlag.rawName],
      ['für', 0],
    ]);
  });
});

test('the random reader hops over content', async () => {
  const bytes = tar([
    file('big', new Uint8Array(5_000_000)),
    file('a'),
    file('bigger', new Uint8Array(9_000_000)),
  ]);
  let read = 0;
  class Counting extends BufferSource {
    override bytes(start: number, end: number) {
      read += Math.min(end, this.size) - start;
      return super.bytes(start, end);
    }
  }
  const { entries } = await reader.list(new Counting(bytes), contextWith());
  expect(entries.map(({ path }) => path)).toEqual(['big', 'a', 'bigger']);
  expect(read).toBeLessThan(300_000);
  const blob = await reader.list(new BlobSource(new Blob([bytes])), contextWith());
  expect(blob.entries).toEqual(entries);
});
