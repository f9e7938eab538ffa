import { describe, expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { concatBytes } from '../../src/core/base/bytes.ts';
import { EntryFlag } from '../../src/core/model/entry-table.ts';
import { ar } from '../../src/core/unpack/ar.ts';
import { openSteps } from '../../src/core/unpack/open-ref.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { type ArMember, arArchive, bsdMember, gnuLongNames } from '../fixtures/ar.ts';
import { codesOf, contextWith, line, listed, text } from '../fixtures/unpacking.ts';

async function read(bytes: Uint8Array, limits?: Parameters<typeof contextWith>[0]) {
  const { entries, faults, complete } = await listed(ar, bytes, contextWith(limits));
  const contents: string[] = [];
  for (const { steps, flags } of entries) {
    if ((flags & EntryFlag.notInspected) !== 0) continue;
    const parts: Uint8Array[] = [];
    for await (const chunk of openSteps(new BufferSource(bytes), steps, contextWith())) parts.push(chunk);
    contents.push(text(concatBytes(parts)));
  }
  return { entries, lines: entries.map(line), contents, codes: codesOf(faults), complete, faults };
}

const members = (...list: readonly ArMember[]): Uint8Array => arArchive(list);

describe('members', () => {
  test('plain names, padding to even offsets, all fields', async () => {
    const found = await read(
      members(
        { name: 'debian-binary', content: '2.0\n', mtime: 1_700_000_000, uid: 1, gid: 2, mode: 0o100600 },
        { name: 'odd/', content: 'abc' },
        { name: 'even', content: 'abcd' },
      ),
    );
    expect(found).toMatchObject({
      lines: ['f 0600 4 debian-binary', 'f 0644 3 odd', 'f 0644 4 even'],
      contents: ['2.0\n', 'abc', 'abcd'],
      codes: [],
      complete: true,
    });
    expect(found.entries[0]).toMatchObject({ mtime: 1_700_000_000, uid: 1, gid: 2, headerOffset: 8 });
  });

  test('GNU long names and the symbol table', async () => {
    const { table, fields } = gnuLongNames(['a-name-of-more-than-sixteen.o', 'another-name-as-long.o']);
    const [first = '', second = ''] = fields;
    const found = await read(
      members(
        { name: '/', content: 'symbols!' },
        table,
        { name: first, content: '1' },
        { name: second, content: '2' },
      ),
    );
    expect(found).toMatchObject({
      lines: ['f 0644 1 a-name-of-more-than-sixteen.o', 'f 0644 1 another-name-as-long.o'],
      contents: ['1', '2'],
      codes: ['info ar.symbol-table @8'],
    });
  });

  test('BSD long names stand before the content', async () => {
    const found = await read(
      members(bsdMember('a long name with spaces.o', 'content'), { name: 'next', content: 'x' }),
    );
    expect(found).toMatchObject({
      lines: ['f 0644 7 a long name with spaces.o', 'f 0644 1 next'],
      contents: ['content', 'x'],
      codes: [],
    });
  });

  test('an archive of no members', async () => {
    expect(await read(members())).toMatchObject({ lines: [], codes: [], complete: true });
  });
});

describe('what is odd or damaged', () => {
  test('duplicates and names that lead out', async () => {
    const { codes } = await read(members({ name: 'a' }, { name: 'a' }, { name: '../x' }));
    expect(codes).toEqual(['warning ar.duplicate @68', 'warning ar.name.traversal @128']);
  });

  test('a long name that is not there', async () => {
    const found = await read(members({ name: '/99', content: 'x' }, { name: '#1/500', content: 'y' }));
    expect(found.codes).toEqual(['warning ar.long-name @8', 'warning ar.long-name @70']);
    expect(found.lines).toEqual(['f 0644 1 99', 'f 0644 1 #1/500']);
  });

  test('a size beyond the end: what there is stays reachable, and the member is not whole', async () => {
    const found = await read(
      members({ name: 'first', content: 'x' }, { name: 'cut', content: 'abc', size: 100 }),
    );
    expect(found).toMatchObject({ complete: false, lines: ['f 0644 1 first', 'f 0644 100 cut'] });
    expect(found.entries[1]).toMatchObject({
      flags: EntryFlag.notInspected,
      steps: [{ op: 'slice', start: 130, end: 134 }],
    });
    expect(found.faults.map(({ message }) => message)).toEqual([
      '"cut" states 100 bytes, but the archive ends at byte 134. The member before it is kept.',
    ]);
  });

  test('cut inside a header; a header that is none; a size that is none', async () => {
    const two = members({ name: 'first', content: 'xy' }, { name: 'second' });
    const at = ' @70';
    expect((await read(two.subarray(0, 100))).codes).toEqual([`error ar.truncated${at}`]);
    const noHeader = members({ name: 'first', content: 'xy' }, { name: 'second', end: 'zz' });
    expect((await read(noHeader)).codes).toEqual([`error ar.header${at}`]);
    const noSize = members({ name: 'first', content: 'xy' }, { name: 'second', size: '-1' });
    expect(await read(noSize)).toMatchObject({
      codes: [`error ar.header${at}`],
      lines: ['f 0644 2 first'],
      complete: false,
    });
  });

  test('what is no ar, and a thin archive', async () => {
    expect((await read(new Uint8Array(0))).codes).toEqual(['error ar.not-ar @0']);
    expect((await read(arArchive([{ name: 'a/' }], '!<thin>\n'))).codes).toEqual(['error ar.thin @0']);
  });
});

test('limits', async () => {
  const three = members({ name: 'a' }, { name: 'b' }, { name: 'c' });
  expect((await read(three, { entriesPerArchive: 3 })).codes).toEqual([]);
  expect(await read(three, { entriesPerArchive: 2 })).toMatchObject({
    lines: ['f 0644 0 a', 'f 0644 0 b'],
    codes: ['error limit.entries-per-archive @128'],
    complete: false,
  });
  const { table } = gnuLongNames(['x'.repeat(200)]);
  expect((await read(members(table), { longRecord: 100 })).codes).toEqual(['error limit.long-record @8']);
});

describeCorpus('Debian packages', () => {
  test.each(['gzip.deb', 'none.deb', 'xz.deb', 'zstd.deb'])('hello-%s', async (name) => {
    const { entries, complete, faults } = await listed(
      ar,
      corpusBytes('container', 'plain', `hello-${name}`),
    );
    expect(entries.map(({ path }) => path.replace(/\.(gz|xz|zst)$/, ''))).toEqual([
      'debian-binary',
      'control.tar',
      'data.tar',
    ]);
    expect({ complete, faults }).toEqual({ complete: true, faults: [] });
  });
});
