import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { cpio } from '../../src/core/unpack/cpio.ts';
import { CpioStream, type NumberedFile } from '../../src/core/unpack/cpio-stream.ts';
import type { StreamContainer } from '../../src/core/unpack/types.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import {
  type CpioMagic,
  cpioArchive,
  cpioMember,
  DIRECTORY,
  FILE,
  SYMLINK,
  strippedMember,
} from '../fixtures/cpio.ts';
import { codesOf, contextWith, line, streamed, text } from '../fixtures/unpacking.ts';

/** Reads whole and byte by byte: both must come out alike. */
function read(
  bytes: Uint8Array,
  limits?: Parameters<typeof contextWith>[0],
  container: StreamContainer = cpio,
) {
  const whole = streamed(container, bytes, contextWith(limits));
  expect(streamed(container, bytes, contextWith(limits), [1])).toEqual(whole);
  return {
    ...whole,
    lines: whole.members.map(({ entry }) => line(entry)),
    contents: whole.members.map(({ data }) => text(data)),
    codes: codesOf(whole.faults),
    says: whole.faults.map(({ message }) => message),
  };
}

const members = [
  { name: './etc', mode: DIRECTORY },
  { name: './etc/hostname', content: 'box\n', mtime: 1_700_000_000 },
  { name: './etc/mtab', mode: SYMLINK, content: '/proc/mounts' },
  { name: './etc/empty' },
];

describe('members', () => {
  test.each<CpioMagic>(['070701', '070702', '070707'])('of format %s', (magic) => {
    const bytes = cpioArchive(members, magic);
    const found = read(bytes);
    expect(found).toMatchObject({ complete: true, codes: [], entries: 4 });
    expect(found.lines).toEqual([
      'd 0755 0 etc',
      'f 0644 4 etc/hostname',
      'l 0777 12 etc/mtab -> /proc/mounts',
      'f 0644 0 etc/empty',
    ]);
    const file = found.members[1];
    expect(file).toMatchObject({ whole: true, entry: { mtime: 1_700_000_000 } });
    const [step] = file?.entry.steps ?? [];
    if (step?.op !== 'slice') throw new Error('no slice');
    expect(text(bytes.subarray(step.start, step.end))).toBe('box\n');
  });

  test('hard links are told behind the one that holds the content', () => {
    const links = { inode: 7, links: 3, mode: FILE };
    const found = read(
      cpioArchive([
        { name: 'a', ...links },
        { name: 'other', content: 'x' },
        { name: 'b', ...links },
        { name: 'c', ...links, content: 'shared' },
      ]),
    );
    expect(found.lines).toEqual(['f 0644 1 other', 'f 0644 6 c', 'h 0644 0 a -> c', 'h 0644 0 b -> c']);
    expect(found.codes).toEqual([]);
    expect(
      read(
        cpioArchive([
          { name: 'a', ...links },
          { name: 'b', ...links },
        ]),
      ).lines,
    ).toEqual(['f 0644 0 a', 'f 0644 0 b']);
  });

  test('several archives one behind the other, as in initial ramdisks', () => {
    const both = concatBytes([
      cpioArchive([{ name: 'a', content: '1' }]),
      new Uint8Array(512),
      cpioArchive([{ name: 'b', content: '2' }]),
    ]);
    expect(read(both)).toMatchObject({ lines: ['f 0644 1 a', 'f 0644 1 b'], codes: [], complete: true });
  });

  test('numbered only, with what an rpm header says of them', () => {
    const plain = { mode: FILE, uid: 0, gid: 0, links: 1, mtime: 0, inode: '' };
    const files: NumberedFile[] = [
      { ...plain, name: '/usr/bin/a', size: 3 },
      { ...plain, name: '/usr/bin/b', size: 5 },
    ];
    const container: StreamContainer = {
      ...cpio,
      open: (sink, context) => new CpioStream(sink, context, files),
    };
    const bytes = concatBytes([strippedMember(1, 'hello'), strippedMember(0, 'abc'), cpioArchive([])]);
    const found = read(bytes, {}, container);
    expect(found).toMatchObject({
      lines: ['f 0644 5 usr/bin/b', 'f 0644 3 usr/bin/a'],
      contents: ['hello', 'abc'],
      complete: true,
    });
    expect(read(bytes).says).toEqual([
      'The member header at byte 0 gives only a number, and nothing says which file that is. No member stands before it.',
    ]);
  });
});

describe('oddities', () => {
  test('names that leave the folder, and twice the same', () => {
    const found = read(cpioArchive([{ name: '../a' }, { name: '/b' }, { name: 'c' }, { name: 'c' }]));
    expect(found.faults.map(({ code }) => code)).toEqual([
      'cpio.name.traversal',
      'cpio.name.absolute',
      'cpio.duplicate',
    ]);
  });

  test('data behind the end are told', () => {
    const archive = cpioArchive([{ name: 'a' }]);
    const found = read(concatBytes([archive, new Uint8Array(8), encodeUtf8('more')]));
    expect(found.codes).toEqual([`warning cpio.trailing-data @${archive.length + 8}`]);
    expect(read(concatBytes([archive, encodeUtf8('0nothing')])).codes).toEqual([
      `warning cpio.trailing-data @${archive.length}`,
    ]);
  });

  test('an archive without its end, and a wrong checksum', () => {
    expect(read(cpioArchive([{ name: 'a' }], '070701', false)).codes).toEqual(['warning cpio.no-end @112']);
    const found = read(cpioArchive([{ name: 'a', content: 'abc', sum: 1 }], '070702'));
    expect(found.says).toEqual(['The content of "a" does not match its checksum.']);
    expect(found.members.map(({ whole }) => whole)).toEqual([false]);
  });
});

describe('damage', () => {
  test('what is no cpio, and a header that is none', () => {
    expect(read(encodeUtf8('no cpio')).says).toEqual([
      'The input does not begin with a cpio header: nothing was read.',
    ]);
    const bytes = concatBytes([cpioMember({ name: 'a' }), encodeUtf8('07070Z')]);
    expect(read(bytes).says).toEqual(['No member header stands at byte 112. The member before it is kept.']);
    const digits = cpioMember({ name: 'a' });
    digits.set(encodeUtf8('zz'), 20);
    expect(read(digits).codes).toEqual(['error cpio.header @0']);
  });

  test('cut anywhere: said where, and what came before is kept', () => {
    const bytes = cpioArchive(members);
    for (let length = 0; length < bytes.length; length++) {
      const found = read(bytes.subarray(0, length));
      const border = found.codes.every((code) => code.startsWith('warning cpio.no-end'));
      expect(found.codes.length, `at ${length}`).toBeLessThanOrEqual(1);
      expect(found.complete || !border).toBe(true);
    }
    expect(read(bytes.subarray(0, 245)).says).toEqual([
      'The archive ends inside "./etc/hostname", at byte 245. The member before it is kept.',
    ]);
  });
});

describe('limits', () => {
  test('members, and the length of names and links', () => {
    expect(read(cpioArchive(members), { entriesPerArchive: 2 })).toMatchObject({
      entries: 2,
      codes: ['error limit.entries-per-archive @248'],
    });
    expect(read(cpioArchive([{ name: 'x'.repeat(50) }]), { path: 40 }).codes).toEqual([
      'error limit.path @0',
    ]);
    const link = cpioArchive([{ name: 'l', mode: SYMLINK, content: 'y'.repeat(50) }]);
    expect(read(link, { path: 40 }).codes).toEqual(['error limit.path @0']);
  });
});

describeCorpus('cpio files of other projects', () => {
  test.each([
    ['test_compat_cpio_1.cpio', 4],
    ['test_gcpio_compat_ref.newc', 4],
    ['test_gcpio_compat_ref_nosym.newc', 3],
    ['test_option_f.cpio', 4],
    ['test_option_m.cpio', 1],
    ['test_read_format_cpio_filename_utf8_jp.cpio', 2],
    ['test_read_format_cpio_filename_eucjp.cpio', 2],
  ])('%s has %i members', (name, members) => {
    const found = streamed(cpio, corpusBytes('hostile', 'libarchive', name));
    expect({
      members: found.entries,
      errors: found.faults.filter(({ severity }) => severity === 'error'),
    }).toEqual({
      members,
      errors: [],
    });
  });

  test('a link that is called like the end of the archive, with a target of 128 KiB', () => {
    const found = streamed(
      cpio,
      corpusBytes('hostile', 'libarchive', 'test_read_format_cpio_symlink_trailer.cpio'),
    );
    expect(codesOf(found.faults)).toEqual(['error limit.path @0']);
  });
});
