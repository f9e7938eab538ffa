import { expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { concatBytes, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { EntryFlag } from '../../src/core/model/entry-table.ts';
import { zip } from '../../src/core/unpack/zip.ts';
import { buildZip, descriptor, fieldsOf, u32, u64 } from '../fixtures/zip.ts';
import { codes, faultOf, listZip, readText, zipContext } from '../fixtures/zip-read.ts';

test('members that share a local header are all listed and none is inspected', async () => {
  const { entries, faults } = await listZip(
    buildZip([
      { name: 'a', content: 'shared' },
      { name: 'a', content: 'shared', sharesWith: 0 },
      { name: 'b' },
    ]),
  );
  expect(
    entries.map(({ path, flags, steps }) => [path, flags & EntryFlag.notInspected, steps.length]),
  ).toEqual([
    ['a', EntryFlag.notInspected, 0],
    ['a', EntryFlag.notInspected, 0],
    ['b', 0, 1],
  ]);
  expect(faultOf(faults, 'zip.overlap')).toMatchObject({
    severity: 'error',
    entry: 'a',
    offset: 0,
    message:
      '"a" shares bytes with another member or with the central directory or end record; it is listed and not inspected.',
  });
});

test('a member whose data hold the next member whole is an overlap (quoted overlap)', async () => {
  const second = fieldsOf({ name: 'b', content: 'inner' });
  const { entries, faults } = await listZip(
    buildZip([
      { name: 'a', content: 'x', packedSize: 1 + 31 + second.packedSize, size: 1 + 31 + second.packedSize },
      { name: 'b', content: 'inner' },
      { name: 'c', content: 'apart' },
    ]),
  );
  expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
    ['a', EntryFlag.notInspected],
    ['b', EntryFlag.notInspected],
    ['c', 0],
  ]);
  expect(codes(faults)).toEqual(['zip.overlap', 'zip.overlap']);
});

test('data that run into the central directory are an overlap', async () => {
  const { faults } = await listZip(buildZip([{ name: 'a', content: 'x', packedSize: 9, size: 9 }]));
  expect(codes(faults)).toEqual(['zip.overlap']);
});

test('many members over one large header and far data cost few reads', async () => {
  class Counting extends BufferSource {
    read = 0;
    override async bytes(start: number, end: number): ReturnType<BufferSource['bytes']> {
      const bytes = await super.bytes(start, end);
      this.read += bytes.length;
      return bytes;
    }
  }
  const fields = { flags: 8, extra: new Uint8Array(60_000) };
  const content = new Uint8Array(2 << 20);
  const bytes = buildZip([
    { name: 'a', content, ...fields },
    ...Array.from({ length: 1000 }, () => ({
      name: 'a',
      content: '',
      size: content.length,
      packedSize: content.length,
      flags: 8,
      sharesWith: 0,
    })),
  ]);
  const source = new Counting(bytes);
  const { entries } = await zip.list(source, zipContext());
  expect(entries.every(({ flags }) => (flags & EntryFlag.notInspected) !== 0)).toBe(true);
  expect(source.read).toBeLessThan(bytes.length * 2);
});

test('bytes between members are reported with where they start', async () => {
  const { faults } = await listZip(buildZip([{ name: 'a' }, { name: 'b', gap: encodeUtf8('unclaimed') }]));
  expect(faults).toEqual([
    {
      code: 'zip.gap',
      severity: 'warning',
      offset: 31,
      message:
        'Of 9 bytes between the first member and the end record, no member and no directory takes notice.',
    },
  ]);
});

test('a member in no directory is found between the others', async () => {
  const bytes = buildZip([
    { name: 'a' },
    { name: 'payload.sh', content: 'echo hidden', only: 'local' },
    { name: 'b' },
  ]);
  const { entries, faults } = await listZip(bytes);
  expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
    ['a', 0],
    ['b', 0],
    ['payload.sh', EntryFlag.hidden],
  ]);
  expect(await readText(bytes, entries[2])).toBe('echo hidden');
  expect(faultOf(faults, 'zip.hidden-member').message).toBe(
    '"payload.sh" stands at byte 31 and is not in the central directory: most tools do not see it, tools that read front to back do.',
  );
});

test.each([
  ['signed', {}],
  ['bare', { signature: false }],
  ['wide', { wide: true }],
])('a hidden member ends where its %s data descriptor says', async (_, form) => {
  const content = 'hidden behind a descriptor';
  const hidden = {
    name: 'h',
    content,
    descriptor: descriptor(fieldsOf({ name: '', content }), form),
    only: 'local' as const,
  };
  const bytes = buildZip([{ name: 'a' }, hidden, { name: 'g', content: 'x', only: 'local' }]);
  const { entries } = await listZip(bytes);
  expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
    ['a', 0],
    ['h', EntryFlag.hidden],
    ['g', EntryFlag.hidden],
  ]);
  expect(await readText(bytes, entries[1])).toBe(content);
});

test('signatures in a gap that head no member are passed over', async () => {
  const storm = concatBytes(
    Array.from({ length: 2000 }, (_, i) => u32(i % 2 === 0 ? 0x04034b50 : 0x06054b50)),
  );
  const { entries, faults } = await listZip(buildZip([{ name: 'a' }, { name: 'b', gap: storm }]));
  expect(entries).toHaveLength(2);
  expect(codes(faults)).toEqual(['zip.gap']);
});

test('the search for hidden members ends at a limit and says so', async () => {
  const gap = new Uint8Array(100_000);
  const bytes = buildZip([{ name: 'a' }, { name: 'b', gap }]);
  const { faults, complete } = await listZip(bytes, zipContext({ parsedDropped: 1000 }));
  expect(complete).toBe(true);
  const more = await listZip(
    buildZip([{ name: 'a' }, { name: 'b', gap: new Uint8Array(3 << 20) }]),
    zipContext({ parsedDropped: 1000 }),
  );
  expect(codes(faults)).toEqual(['zip.gap']);
  expect(more.complete).toBe(false);
  expect(faultOf(more.faults, 'limit.parsed-dropped').offset).toBe(31);
});

test('an APK signing block is no gap', async () => {
  const block = concatBytes([u64(24n), u64(24n), encodeUtf8('APK Sig Block 42')]);
  const { faults } = await listZip(
    buildZip([{ name: 'a' }, { name: 'x', gap: block, only: 'central', sharesWith: 0 }]),
  );
  expect(faultOf(faults, 'zip.apk-signing-block').severity).toBe('info');
});

test('what stands before the first member is reported: the file is something else, too', async () => {
  const prefix = encodeUtf8('GIF89a, a picture');
  const { entries, faults } = await listZip(buildZip([{ name: 'a' }], { prefix, relative: true }));
  expect(entries[0]?.headerOffset).toBe(prefix.length);
  expect(faults).toEqual([
    {
      code: 'zip.prefix',
      severity: 'warning',
      offset: 0,
      message:
        'There are 17 bytes before the first member: the file can also be something else, such as a program or a picture.',
    },
  ]);
});

test('of members with one path the earlier ones are shadowed', async () => {
  const { entries, faults } = await listZip(
    buildZip([
      { name: 'package.json', content: '1' },
      { name: './package.json', content: '2' },
      { name: 'other' },
    ]),
  );
  expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
    ['package.json', EntryFlag.shadowed],
    ['package.json', 0],
    ['other', 0],
  ]);
  expect(faultOf(faults, 'zip.duplicate')).toMatchObject({
    severity: 'warning',
    entry: 'package.json',
    offset: 43,
  });
});
