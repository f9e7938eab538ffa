import { describe, expect, test } from 'vitest';
import { EntryFlag } from '../../src/core/model/entry-table.ts';
import { directory, file, gnuLongName, hardlink, pax, symlink, tar } from '../fixtures/tar.ts';
import { clean, readTar } from '../fixtures/tar-read.ts';

describe('what is odd', () => {
  test('names that lead out, are empty, or hold a NUL', async () => {
    const { codes, lines } = await readTar([
      file('/etc/passwd'),
      file('C:\\boot.ini'),
      file('../../x'),
      file('a/..\\b'),
      file(''),
      pax({ path: 'safe\0evil' }),
      file('x'),
      file('fine..name/...'),
    ]);
    expect(codes).toEqual([
      'warning tar.name.absolute @0',
      'warning tar.name.absolute @512',
      'warning tar.name.traversal @1024',
      'warning tar.name.traversal @1536',
      'warning tar.name.empty @2048',
      'warning tar.name.nul @3584',
    ]);
    expect(lines[0]).toBe('f 0644 0 etc/passwd');
    expect(lines[2]).toBe('f 0644 0 ../../x');
  });

  test('duplicates, and names that are one on some systems', async () => {
    const { codes } = await readTar([
      file('a', '1'),
      directory('d'),
      directory('d'),
      file('a', '2'),
      file('A'),
      file('A'),
      file('caf\u00e9'),
      file('cafe\u0301'),
      file('d'),
    ]);
    expect(codes).toEqual([
      'info tar.duplicate @1536',
      'warning tar.duplicate @2048',
      'warning tar.name.collision @3072',
      'warning tar.duplicate @3584',
      'warning tar.name.collision @4608',
      'warning tar.duplicate @5120',
    ]);
  });

  test('hard links to themselves or out of the archive', async () => {
    const { codes } = await readTar([
      hardlink('a', 'a'),
      hardlink('b', '../../etc/shadow'),
      hardlink('c', 'absent'),
    ]);
    expect(codes).toEqual(['warning tar.link.self @0', 'warning tar.link.traversal @512']);
  });

  test('a link that states a size, followed by a header: it has no content, and that is said', async () => {
    const { codes, lines, faults } = await readTar([symlink('l', 't', { size: 512 }), file('in-the-way')]);
    expect(lines).toEqual(['l 0777 0 l -> t', 'f 0644 0 in-the-way']);
    expect(codes).toEqual(['warning tar.size.unexpected @0']);
    expect(faults[0]?.message).toBe(
      '"l" should have no content, but states 512 bytes. A header follows at once, so it has none; a tool that believes the size passes over that header.',
    );
  });

  test('a hard link with content, as pax writers make them: the content is its own', async () => {
    const { codes, lines, contents } = await readTar([
      { ...hardlink('h', 't'), content: 'content of t' },
      file('next', 'n'),
    ]);
    expect(lines).toEqual(['h 0644 12 h -> t', 'f 0644 1 next']);
    expect(contents).toEqual(['content of t', 'n']);
    expect(codes).toEqual(['warning tar.size.unexpected @0']);
  });

  test('a file named like a directory keeps its content', async () => {
    const { lines, contents } = await readTar([file('bin/', 'hidden?'), file('next')]);
    expect({ lines, contents }).toEqual({
      lines: ['f 0644 7 bin', 'f 0644 0 next'],
      contents: ['hidden?', ''],
    });
  });

  test('types that nobody knows are files; a volume label is no member; a dump directory is a directory', async () => {
    const { lines, codes } = await readTar([
      file('odd', 'x', { type: 'Q' }),
      file('BACKUP', '', { type: 'V' }),
      file('dump', 'Yfile\0', { type: 'D' }),
      file('more', 'x', { type: '7' }),
    ]);
    expect(lines).toEqual(['f 0644 1 odd', 'd 0644 6 dump', 'f 0644 1 more']);
    expect(codes).toEqual(['warning tar.type @0', 'info tar.volume-label @1024']);
  });

  test('sizes on which tools disagree', async () => {
    const { codes, lines } = await readTar([
      pax({ size: '3' }),
      file('a', 'xyz', { size: 700 }),
      file('b', 'xyz', { size: '\x000000000003\0' }),
    ]);
    expect(lines).toEqual(['f 0644 3 a', 'f 0644 3 b']);
    expect(codes).toEqual(['warning tar.size.differs @1024', 'warning tar.size.differs @2048']);
  });

  test('two records of one kind, and two names for one member', async () => {
    const { codes, lines } = await readTar([
      pax({ path: 'first' }),
      pax({ path: 'second' }),
      file('x'),
      gnuLongName('gnu'),
      pax({ path: 'pax' }),
      file('y'),
    ]);
    expect(lines).toEqual(['f 0644 0 second', 'f 0644 0 gnu']);
    expect(codes).toEqual(['warning tar.repeated-record @2048', 'warning tar.name.differs @4608']);
  });
});

describe('the end', () => {
  test('members behind the end marker are listed as hidden', async () => {
    const { entries, codes, faults, complete } = await readTar([file('seen', 'x')], {
      trailing: tar([file('unseen', 'y')]),
    });
    expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
      ['seen', 0],
      ['unseen', EntryFlag.hidden],
    ]);
    expect(codes).toEqual(['warning tar.trailing-data @2048']);
    expect(faults[0]?.message).toBe(
      'The archive ends at byte 2,048, but data follow from byte 2,048 to 4,096, which most tools never read. Among them: 1 member, listed as hidden.',
    );
    expect(complete).toBe(true);
  });

  test('padding of zeros is no trailing data; anything else is', async () => {
    const zeros = await readTar([file('a')], { endBlocks: 20 });
    const junk = await readTar([file('a')], { trailing: Uint8Array.of(0, 0, 7) });
    expect(zeros.codes).toEqual([]);
    expect(junk.codes).toEqual(['warning tar.trailing-data @1536']);
  });

  test('one zero block, then more', async () => {
    const more = await readTar([file('a'), { raw: new Uint8Array(512) }, file('b')]);
    const junk = await readTar([file('a')], { endBlocks: 1, trailing: new Uint8Array(512).fill(7) });
    expect(more).toMatchObject({
      lines: ['f 0644 0 a', 'f 0644 0 b'],
      codes: ['warning tar.lone-zero @512'],
    });
    expect(junk.codes).toEqual(['warning tar.lone-zero @512', 'warning tar.trailing-data @1024']);
  });

  test('no end marker: it may have been cut between two members', async () => {
    expect((await readTar([file('a', 'x')], { endBlocks: 0 })).codes).toEqual(['warning tar.no-end @1024']);
  });

  test('an archive of no members', async () => {
    expect(await readTar([])).toMatchObject({ ...clean, lines: [] });
  });

  test('records before no member', async () => {
    expect((await readTar([file('a'), pax({ path: 'x' })])).codes).toEqual([
      'warning tar.orphan-record @1536',
    ]);
  });
});
