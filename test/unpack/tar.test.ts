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
  headerBytes,
  type Member,
  opaque,
  pax,
  paxRecord,
  rawPax,
  sparse,
  symlink,
  type TarOptions,
  tar,
  whiteout,
} from '../fixtures/tar.ts';
import { codesOf, contextWith, line, listed, streamed, text } from '../fixtures/unpacking.ts';

/** Reads an archive both ways, holds them against each other, and gives lines and fault codes. */
async function read(members: readonly Member[], options?: TarOptions) {
  const bytes = tar(members, options);
  const listing = await listed(reader, bytes);
  const stream = streamed(reader, bytes);
  const cut = stream.members.filter(({ whole }) => !whole).length;
  if (cut === 0) expect(listing.entries).toEqual(stream.members.map(({ entry }) => entry));
  expect(listing.faults).toEqual(stream.faults);
  expect(listing.complete).toBe(stream.complete);
  return {
    lines: listing.entries.map(line),
    codes: codesOf(listing.faults),
    complete: listing.complete,
    entries: listing.entries,
    faults: listing.faults,
    contents: stream.members.map(({ data }) => text(data)),
    whole: stream.members.map(({ whole }) => whole),
  };
}

const clean = { codes: [], complete: true };

describe('what a tar says', () => {
  test('every type of member, with its fields', async () => {
    const found = await read([
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
    const found = await read([
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
    const { lines } = await read([
      file('name', '', { dialect: 'gnu', prefix: 'not/a/number/at/all/nor/here' }),
    ]);
    expect(lines).toEqual(['f 0644 0 not/a/number/at/all/nor/here/name']);
  });

  test('a PAX header overrides name, link, size, owner and time', async () => {
    const long = `${'d/'.repeat(150)}été`;
    const found = await read([
      pax({ path: long, size: '5', uid: '3000000', gid: '7', mtime: '-1.5', comment: 'x' }),
      file('short', 'hello'),
      pax({ linkpath: 'elsewhere' }),
      symlink('l', 'here'),
    ]);
    expect(found).toMatchObject({ ...clean, lines: [`f 0644 5 ${long}`, 'l 0777 0 l -> elsewhere'] });
    expect(found.entries[0]).toMatchObject({ uid: 3_000_000, gid: 7, mtime: -2 });
  });

  test('an empty PAX value takes back what a global header said', async () => {
    const { lines, codes } = await read([
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
    const { lines, codes } = await read([
      gnuLongName(`${long}n`),
      gnuLongLink(`${long}t`),
      symlink('cut', 'cut'),
    ]);
    expect({ lines, codes }).toEqual({ lines: [`l 0777 0 ${long}n -> ${long}t`], codes: [] });
  });

  test('numbers too large for octal are base-256', async () => {
    const { entries, codes } = await read([file('a', '', { uid: 2 ** 40, mtime: 2 ** 36, gid: 0o7777777 })]);
    expect(codes).toEqual([]);
    expect(entries[0]).toMatchObject({ uid: 2 ** 40, mtime: 2 ** 36, gid: 0o7777777 });
  });

  test('V7: no magic, a directory is a name that ends with a slash, signed checksums', async () => {
    const { lines, codes } = await read([
      file('d/', '', { type: 0, dialect: 'v7' }),
      file('d/é', 'x', { type: 0, dialect: 'v7', signedChecksum: true }),
    ]);
    expect({ lines, codes }).toEqual({ lines: ['d 0644 0 d', 'f 0644 1 d/é'], codes: [] });
  });

  test('whiteouts are files like any other here', async () => {
    const { lines } = await read([whiteout('etc/passwd'), opaque('srv')]);
    expect(lines).toEqual(['f 0644 0 etc/.wh.passwd', 'f 0644 0 srv/.wh..wh..opq']);
  });

  test('a file capability is flagged', async () => {
    const { entries } = await read([
      pax({ 'SCHILY.xattr.security.capability': capability(), 'SCHILY.xattr.user.x': 'y' }),
      file('bin/ping', 'x'),
      file('bin/true', 'x'),
    ]);
    expect(entries.map(({ flags }) => flags)).toEqual([EntryFlag.capability, 0]);
  });

  test('a name that is not UTF-8 is shown by its bytes, and flagged', async () => {
    const { entries } = await read([file(Uint8Array.of(0x66, 0xfc, 0x72)), file('für')]);
    expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
      ['f\\xfcr', EntryFlag.rawName],
      ['für', 0],
    ]);
  });
});

describe('sparse files', () => {
  const segments = Array.from({ length: 30 }, (_, i) => [1000 * i + 500, `part ${i}.`] as const);

  for (const form of ['old-gnu', 'pax-0.0', 'pax-0.1', 'pax-1.0'] as const) {
    test(`${form}: holes are zeros, and the steps lead to the stored bytes`, async () => {
      const found = await read([...sparse('db', segments, 40_000, form), file('after', 'x')]);
      expect(found).toMatchObject({ ...clean, lines: ['f 0644 40000 db', 'f 0644 1 after'] });
      const content = found.contents[0] ?? '';
      expect(content).toHaveLength(40_000);
      expect(content.slice(7500, 7507)).toBe('part 7.');
      expect(content.replaceAll('\0', '')).toBe(segments.map(([, part]) => part).join(''));
      expect(found.entries[0]?.steps.map(({ op }) => op)).toEqual(['slice', 'sparse']);
    });

    test(`${form}: nothing but a hole`, async () => {
      const { contents, lines } = await read([...sparse('hole', [], 1000, form), file('after', 'x')]);
      expect({ contents, lines }).toEqual({
        contents: ['\0'.repeat(1000), 'x'],
        lines: ['f 0644 1000 hole', 'f 0644 1 after'],
      });
    });
  }

  test('a map that overlaps itself: the member is listed, its content is not', async () => {
    const found = await read([
      pax({ 'GNU.sparse.size': '100', 'GNU.sparse.map': '0,10,5,10' }),
      file('db', 'x'.repeat(20)),
      file('after', 'y'),
    ]);
    expect(found).toMatchObject({
      lines: ['f 0644 100 db', 'f 0644 1 after'],
      codes: ['error tar.sparse @1024'],
      complete: false,
      contents: ['', 'y'],
      whole: [false, true],
    });
    expect(found.entries[0]).toMatchObject({ flags: EntryFlag.notInspected, steps: [] });
  });

  test('a 1.0 map without an end', async () => {
    const records = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '9' };
    const { codes, lines } = await read([pax(records), file('db', '3\n0\n1\n'), file('after')]);
    expect({ codes, lines }).toEqual({
      codes: ['error tar.sparse @1024'],
      lines: ['f 0644 9 db', 'f 0644 0 after'],
    });
  });

  test('a hole larger than may be expanded is a limit, and the rest is read', () => {
    const bytes = tar([...sparse('db', [[0, 'x']], 10_000_000, 'pax-1.0'), file('after', 'y')]);
    const found = streamed(reader, bytes, contextWith({ expandedPerCase: 9_000_000 }));
    expect(
      found.members.map(({ entry, data, whole }) => [entry.path, data.length, whole, entry.flags]),
    ).toEqual([
      ['db', 0, false, EntryFlag.notInspected],
      ['after', 1, true, 0],
    ]);
    expect(codesOf(found.faults)).toEqual(['error limit.expanded-per-case @1024']);
  });
});

describe('what is odd', () => {
  test('names that lead out, are empty, or hold a NUL', async () => {
    const { codes, lines } = await read([
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
    const { codes } = await read([
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
    const { codes } = await read([
      hardlink('a', 'a'),
      hardlink('b', '../../etc/shadow'),
      hardlink('c', 'absent'),
    ]);
    expect(codes).toEqual(['warning tar.link.self @0', 'warning tar.link.traversal @512']);
  });

  test('a link that states a size, followed by a header: it has no content, and that is said', async () => {
    const { codes, lines, faults } = await read([symlink('l', 't', { size: 512 }), file('in-the-way')]);
    expect(lines).toEqual(['l 0777 0 l -> t', 'f 0644 0 in-the-way']);
    expect(codes).toEqual(['warning tar.size.unexpected @0']);
    expect(faults[0]?.message).toBe(
      '"l" should have no content, but states 512 bytes. A header follows at once, so it has none; a tool that believes the size passes over that header.',
    );
  });

  test('a hard link with content, as pax writers make them: the content is its own', async () => {
    const { codes, lines, contents } = await read([
      { ...hardlink('h', 't'), content: 'content of t' },
      file('next', 'n'),
    ]);
    expect(lines).toEqual(['h 0644 12 h -> t', 'f 0644 1 next']);
    expect(contents).toEqual(['content of t', 'n']);
    expect(codes).toEqual(['warning tar.size.unexpected @0']);
  });

  test('a file named like a directory keeps its content', async () => {
    const { lines, contents } = await read([file('bin/', 'hidden?'), file('next')]);
    expect({ lines, contents }).toEqual({
      lines: ['f 0644 7 bin', 'f 0644 0 next'],
      contents: ['hidden?', ''],
    });
  });

  test('types that nobody knows are files; a volume label is no member; a dump directory is a directory', async () => {
    const { lines, codes } = await read([
      file('odd', 'x', { type: 'Q' }),
      file('BACKUP', '', { type: 'V' }),
      file('dump', 'Yfile\0', { type: 'D' }),
      file('more', 'x', { type: '7' }),
    ]);
    expect(lines).toEqual(['f 0644 1 odd', 'd 0644 6 dump', 'f 0644 1 more']);
    expect(codes).toEqual(['warning tar.type @0', 'info tar.volume-label @1024']);
  });

  test('sizes on which tools disagree', async () => {
    const { codes, lines } = await read([
      pax({ size: '3' }),
      file('a', 'xyz', { size: 700 }),
      file('b', 'xyz', { size: '\x000000000003\0' }),
    ]);
    expect(lines).toEqual(['f 0644 3 a', 'f 0644 3 b']);
    expect(codes).toEqual(['warning tar.size.differs @1024', 'warning tar.size.differs @2048']);
  });

  test('two records of one kind, and two names for one member', async () => {
    const { codes, lines } = await read([
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
    const { entries, codes, faults, complete } = await read([file('seen', 'x')], {
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
    const zeros = await read([file('a')], { endBlocks: 20 });
    const junk = await read([file('a')], { trailing: Uint8Array.of(0, 0, 7) });
    expect(zeros.codes).toEqual([]);
    expect(junk.codes).toEqual(['warning tar.trailing-data @1536']);
  });

  test('one zero block, then more', async () => {
    const more = await read([file('a'), { raw: new Uint8Array(512) }, file('b')]);
    const junk = await read([file('a')], { endBlocks: 1, trailing: new Uint8Array(512).fill(7) });
    expect(more).toMatchObject({
      lines: ['f 0644 0 a', 'f 0644 0 b'],
      codes: ['warning tar.lone-zero @512'],
    });
    expect(junk.codes).toEqual(['warning tar.lone-zero @512', 'warning tar.trailing-data @1024']);
  });

  test('no end marker: it may have been cut between two members', async () => {
    expect((await read([file('a', 'x')], { endBlocks: 0 })).codes).toEqual(['warning tar.no-end @1024']);
  });

  test('an archive of no members', async () => {
    expect(await read([])).toMatchObject({ ...clean, lines: [] });
  });

  test('records before no member', async () => {
    expect((await read([file('a'), pax({ path: 'x' })])).codes).toEqual(['warning tar.orphan-record @1536']);
  });
});

describe('damage', () => {
  const two = [file('first', 'x'.repeat(600)), file('second', 'y'.repeat(600))];

  test('cut inside a member: what there is was read, and the fault says where it ends', async () => {
    const bytes = tar(two).subarray(0, 2500);
    const { members, faults, complete } = streamed(reader, bytes);
    const listing = await listed(reader, bytes);
    expect(members.map(({ entry, data, whole }) => [entry.path, data.length, whole])).toEqual([
      ['first', 600, true],
      ['second', 452, false],
    ]);
    expect(faults).toEqual([
      {
        code: 'tar.truncated',
        severity: 'error',
        message: 'The archive ends inside "second", at byte 2,500. The member before it is kept.',
        entry: 'second',
        offset: 2500,
      },
    ]);
    expect(complete).toBe(false);
    expect(listing.faults).toEqual(faults);
    expect(listing.entries[1]).toMatchObject({
      flags: EntryFlag.notInspected,
      steps: [{ op: 'slice', start: 2048, end: 2500 }],
    });
  });

  test('cut inside a header, and inside a record', async () => {
    const inHeader = tar(two).subarray(0, 1800);
    const inRecord = tar([file('a'), pax({ path: 'x'.repeat(600) }), file('b')]).subarray(0, 1100);
    for (const [bytes, message] of [
      [inHeader, 'The archive ends inside a header, at byte 1,800. The member before it is kept.'],
      [
        inRecord,
        'The archive ends inside a record that describes the next member, at byte 1,100. The member before it is kept.',
      ],
    ] as const) {
      const { faults } = streamed(reader, bytes, contextWith(), [100]);
      expect(faults.map((found) => found.message)).toEqual([message]);
      expect((await listed(reader, bytes)).faults).toEqual(faults);
    }
  });

  test('a header that does not match its checksum ends the reading', async () => {
    const { codes, lines, complete } = await read([
      file('a'),
      file('b', '', { checksum: '000001\0 ' }),
      file('c'),
    ]);
    expect({ codes, lines, complete }).toEqual({
      codes: ['error tar.checksum @512'],
      lines: ['f 0644 0 a'],
      complete: false,
    });
  });

  test('sizes that are negative, no numbers, or beyond counting', async () => {
    for (const [size, why] of [
      [-1, 'is negative'],
      ['zz', 'is not a number'],
      [2n ** 62n, 'is too large to be true'],
    ] as const) {
      const { codes, faults, lines } = await read([file('ok'), file('bad', '', { size }), file('lost')]);
      expect(lines).toEqual(['f 0644 0 ok']);
      expect(codes).toEqual(['error tar.size @512']);
      expect(faults[0]?.message).toBe(
        `The size of "bad" ${why}, so the next member cannot be found. The member before it is kept.`,
      );
    }
  });

  test('fields that are no numbers are 0, and said', async () => {
    const { codes, entries } = await read([file('a', 'x', { uid: 'root', mtime: '9999', mode: 'rwx' })]);
    expect(codes).toEqual(['warning tar.number @0', 'warning tar.number @0', 'warning tar.number @0']);
    expect(entries[0]).toMatchObject({ uid: 0, mtime: 0, mode: 0 });
  });

  test('a PAX record that cannot be read: those before it count, the member is kept', async () => {
    const good = paxRecord('path', 'renamed');
    for (const bad of ['0 a=b\n', '99 a=b\n', 'x a=b\n', '5 a=bc\n', '6 abc\n', '-6 a=b\n', '5 =b\n']) {
      const records = new Uint8Array([...good, ...new TextEncoder().encode(bad)]);
      const { lines, codes, complete } = await read([rawPax(records), file('a'), file('b')]);
      expect({ lines, codes, complete }).toEqual({
        lines: ['f 0644 0 renamed', 'f 0644 0 b'],
        codes: ['error tar.pax.record @528'],
        complete: false,
      });
    }
  });

  test('what is not a tar', async () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(1024).fill(1), Uint8Array.of(1, 2, 3)]) {
      expect(codesOf((await listed(reader, bytes)).faults)).toEqual(['error tar.not-tar @0']);
      expect(codesOf(streamed(reader, bytes).faults)).toEqual(['error tar.not-tar @0']);
    }
    const damaged = headerBytes({ name: 'a', checksum: '0000000\0' });
    expect(codesOf((await listed(reader, damaged)).faults)).toEqual(['error tar.checksum @0']);
  });
});

describe('limits', () => {
  const limited = (members: readonly Member[], limits: Parameters<typeof contextWith>[0]) => {
    const bytes = tar(members);
    const found = streamed(reader, bytes, contextWith(limits));
    return { count: found.members.length, codes: codesOf(found.faults), complete: found.complete };
  };
  const many = Array.from({ length: 10 }, (_, i) => file(`f${i}`));

  test('members, of an archive and of the case', () => {
    expect(limited(many, { entriesPerArchive: 10 })).toMatchObject({ count: 10, codes: [] });
    const over = { count: 9, codes: ['error limit.entries-per-archive @4608'], complete: false };
    expect(limited(many, { entriesPerArchive: 9 })).toEqual(over);
    expect(limited(many, { entriesPerCase: 3 })).toMatchObject({
      count: 3,
      codes: ['error limit.entries-per-case @1536'],
    });
  });

  test('records: their length, and how many stand before one member', () => {
    const long = [pax({ comment: 'x'.repeat(2000) }), file('a')];
    expect(limited(long, { longRecord: 2100 })).toMatchObject({ count: 1, codes: [] });
    expect(limited(long, { longRecord: 2000 })).toMatchObject({
      count: 0,
      codes: ['error limit.long-record @0'],
    });
    const stacked = [...Array.from({ length: 4 }, () => gnuLongName('n')), file('a')];
    expect(limited(stacked, { stackedRecords: 4 })).toMatchObject({ count: 1 });
    expect(limited(stacked, { stackedRecords: 3 })).toMatchObject({
      count: 0,
      codes: ['error limit.stacked-records @3072'],
    });
  });

  test('a member whose name is too long or too deep is left out, the next one is read', () => {
    const named = (path: string) => [pax({ path }), file('short', 'content'), file('next')];
    expect(limited(named('x'.repeat(400)), { path: 400 })).toMatchObject({ count: 2, codes: [] });
    expect(limited(named('x'.repeat(401)), { path: 400 })).toEqual({
      count: 1,
      codes: ['error limit.path @1024'],
      complete: false,
    });
    expect(limited(named('x/'.repeat(200)), { pathSegments: 199 })).toMatchObject({
      count: 1,
      codes: ['error limit.path-segments @1024'],
    });
  });

  test('long names count as held', () => {
    const named = [pax({ path: 'x'.repeat(1000) }), file('a'), pax({ path: 'y'.repeat(1000) }), file('b')];
    expect(limited(named, { heldPerCase: 1500 })).toMatchObject({
      count: 1,
      codes: ['error limit.held-per-case @3584'],
    });
  });

  test('one sort of fault is told a few times, the rest is counted', async () => {
    const { faults } = await read(Array.from({ length: 100 }, () => file('same')));
    expect(faults.length).toBeLessThan(30);
    expect(faults.at(-1)?.message).toContain(`${100 - faults.length}`);
  });

  test('an abort is thrown on', async () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    const context = { ...contextWith(), signal: abort.signal };
    expect(() => streamed(reader, tar(many), context)).toThrow('enough');
    await expect(listed(reader, tar(many), context)).rejects.toThrow('enough');
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
