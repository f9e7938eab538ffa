import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { EntryFlag } from '../../src/core/model/entry-table.ts';
import { buildZip, u32 } from '../fixtures/zip.ts';
import { codes, faultOf, listZip, readText } from '../fixtures/zip-read.ts';

const HIDDEN = EntryFlag.hidden;
const MEMBERS = [
  { name: 'a', content: 'first' },
  { name: 'b', content: 'second', method: 8 },
];

test('a comment and what stands behind it do not hide the end record', async () => {
  const bytes = buildZip(MEMBERS, { comment: 'PK and more', trailing: encodeUtf8('tail') });
  const { entries, faults, complete } = await listZip(bytes);
  expect(entries).toHaveLength(2);
  expect(complete).toBe(true);
  expect(faults.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'zip.trailing-data: There are 4 bytes behind the end of the archive.',
  ]);
});

test('a comment that is cut short is a fault, the members are listed', async () => {
  const { entries, faults } = await listZip(
    buildZip(MEMBERS, { comment: 'cut', end: { commentLength: 40 } }),
  );
  expect(entries).toHaveLength(2);
  expect(codes(faults)).toEqual(['zip.comment-truncated']);
});

test('a zip in the comment of a zip: the inner one is read, members of the outer are shown as hidden', async () => {
  const inner = buildZip([{ name: 'the inner one' }]);
  const bytes = buildZip([{ name: 'outer' }], { comment: inner });
  const { entries, faults } = await listZip(bytes);
  expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
    ['the inner one', 0],
    ['outer', HIDDEN],
  ]);
  expect(codes(faults)).toEqual(['zip.prefix', 'zip.ambiguous-end', 'zip.hidden-member']);
});

test('two zips end to end: the last is read, the first is shown as hidden', async () => {
  const first = buildZip([{ name: 'first', content: 'one' }]);
  const bytes = concatBytes([first, buildZip([{ name: 'second', content: 'two' }])]);
  const { entries, faults } = await listZip(bytes);
  expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
    ['second', 0],
    ['first', HIDDEN],
  ]);
  expect(await readText(bytes, entries[0])).toBe('two');
  expect(await readText(bytes, entries[1])).toBe('one');
  expect(faultOf(faults, 'zip.ambiguous-end')).toMatchObject({
    severity: 'warning',
    offset: first.length - 22,
  });
});

test('a second end record that counts nothing does not make the archive look empty', async () => {
  const bytes = concatBytes([buildZip(MEMBERS), buildZip([])]);
  const { entries, faults } = await listZip(bytes);
  expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
    ['a', HIDDEN],
    ['b', HIDDEN],
  ]);
  expect(codes(faults)).toContain('zip.ambiguous-end');
});

test('a zip stored as the last member is no second archive', async () => {
  const { entries, faults } = await listZip(
    buildZip([{ name: 'a' }, { name: 'nested.zip', content: buildZip(MEMBERS) }]),
  );
  expect(entries).toHaveLength(2);
  expect(faults).toEqual([]);
});

test('a count that is not true is a fault; what the directory lists is listed', async () => {
  for (const count of [1, 7]) {
    const { entries, faults, complete } = await listZip(
      buildZip(MEMBERS, { end: { count, countHere: count } }),
    );
    expect(entries).toHaveLength(2);
    expect(complete).toBe(count < 2);
    expect(faultOf(faults, 'zip.count-differs').message).toBe(
      `The end record counts ${count} members, the central directory lists 2. Those it lists are shown.`,
    );
  }
});

test('a directory size that is not true is a fault; the start stated leads on', async () => {
  const { entries, faults } = await listZip(buildZip(MEMBERS, { end: { directorySize: 50 } }));
  expect(entries).toHaveLength(2);
  expect(codes(faults)).toEqual(['zip.directory-size-differs']);
});

test('one end record that fits two directories is a fault', async () => {
  // Its size leads to the real directory, its offset to one in front of that.
  const decoy = buildZip([{ name: 'decoy' }]);
  const central = decoy.subarray(35, decoy.length - 22);
  const bytes = buildZip([{ name: 'a' }, { name: 'z', only: 'local', gap: central }], {
    end: { directoryOffset: 31 },
  });
  const { entries, faults } = await listZip(bytes);
  expect(entries[0]?.path).toBe('a');
  expect(faultOf(faults, 'zip.ambiguous-directory').severity).toBe('error');
});

test('a directory that is nowhere is a fault; members are found by their local headers', async () => {
  const end = { directoryOffset: 0xfffffff0, directorySize: 3 };
  const bytes = buildZip(MEMBERS, { end });
  const { entries, faults, complete } = await listZip(bytes);
  expect(complete).toBe(false);
  expect(codes(faults)).toEqual(['zip.directory-out-of-range']);
  expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
    ['a', HIDDEN],
    ['b', HIDDEN],
  ]);
  expect(await readText(bytes, entries[1])).toBe('second');
});

test('a zip that is cut short lists the members that are whole', async () => {
  const bytes = buildZip([...MEMBERS, { name: 'c', content: 'third and cut' }]);
  const { entries, faults, complete } = await listZip(bytes.subarray(0, 36 + 39 + 31 + 5));
  expect(complete).toBe(false);
  expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
    ['a', HIDDEN],
    ['b', HIDDEN],
    ['c', HIDDEN | EntryFlag.notInspected],
  ]);
  expect(codes(faults)).toEqual(['zip.end-missing', 'zip.member-cut']);
});

test('a cut zip with data descriptors lists what the descriptors bound', async () => {
  const members = MEMBERS.map((member) => ({ ...member, descriptor: true as const }));
  const bytes = buildZip(members);
  const cut = bytes.subarray(0, bytes.length - 22);
  const { entries } = await listZip(cut);
  expect(await readText(cut, entries[0])).toBe('first');
  expect(await readText(cut, entries[1])).toBe('second');
});

test('a damaged directory keeps the members before the damage', async () => {
  const bytes = buildZip(MEMBERS);
  // The length of the second name, in the last central header, which stands right before the end record.
  bytes[bytes.length - 22 - 47 + 29] = 0x40;
  const { entries, faults, complete } = await listZip(bytes);
  expect(complete).toBe(false);
  expect(faultOf(faults, 'zip.directory-damaged').message).toBe(
    'Header 2 of the central directory runs past its end. The 1 members before it are listed.',
  );
  expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
    ['a', 0],
    ['b', HIDDEN],
  ]);
});

test('one of a set of disks says so', async () => {
  const { faults, complete } = await listZip(buildZip(MEMBERS, { end: { disk: 7 } }));
  expect(codes(faults)).toEqual(['zip.multi-disk']);
  expect(complete).toBe(false);
});

test('zip64 records that are missing or say something else are faults', async () => {
  const missing = await listZip(buildZip(MEMBERS, { end: { countHere: 0xffff, count: 0xffff } }));
  expect(codes(missing.faults)).toEqual(['zip.zip64-missing', 'zip.count-differs']);
  const differs = await listZip(buildZip(MEMBERS, { zip64: true, end: { countHere: 9 } }));
  expect(codes(differs.faults)).toContain('zip.zip64-differs');
  expect(differs.entries).toHaveLength(2);
});

test('zip64 records behind a prefix are found', async () => {
  const bytes = buildZip(MEMBERS, { zip64: true, prefix: encodeUtf8('stub'), relative: true });
  const { entries, faults } = await listZip(bytes);
  expect(codes(faults)).toEqual(['zip.prefix']);
  expect(await readText(bytes, entries[0])).toBe('first');
});

test('more members than 16 bits count are all listed', async () => {
  const bytes = buildZip(Array.from({ length: 65_540 }, (_, i) => ({ name: `${i}` })));
  const { entries, faults, complete } = await listZip(bytes);
  expect(entries).toHaveLength(65_540);
  expect(complete).toBe(true);
  expect(faults.map(({ code, severity }) => [code, severity])).toEqual([['zip.count-wrapped', 'info']]);
});

test('what is no zip says so', async () => {
  for (const bytes of [new Uint8Array(0), encodeUtf8('PK'), u32(0x04034b50), new Uint8Array(70_000)]) {
    const { entries, faults, complete } = await listZip(bytes);
    expect(entries).toEqual([]);
    expect(complete).toBe(false);
    expect(codes(faults)).toEqual(['zip.end-missing']);
  }
});
