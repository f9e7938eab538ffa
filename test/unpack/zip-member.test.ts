import { expect, test } from 'vitest';
import { type Entry, EntryFlag } from '../../src/core/model/entry-table.ts';
import { MemberCheck } from '../../src/core/unpack/zip-member.ts';
import { buildZip, type ZipMember } from '../fixtures/zip.ts';
import { listZip, type ReadBack, readBack } from '../fixtures/zip-read.ts';

async function readOnly(member: ZipMember): Promise<ReadBack> {
  const bytes = buildZip([member]);
  const [entry] = (await listZip(bytes)).entries;
  if (entry === undefined) throw new Error('the archive has no member');
  return readBack(bytes, entry);
}

test('content that is what its headers say gives no fault', async () => {
  for (const method of [0, 8]) {
    const { bytes, faults, flags } = await readOnly({ name: 'a', content: 'fine '.repeat(50), method });
    expect(bytes.length).toBe(250);
    expect([faults, flags]).toEqual([[], 0]);
  }
});

test('content that goes on beyond its declared size is cut there', async () => {
  const { bytes, faults, flags } = await readOnly({
    name: 'a',
    content: 'x'.repeat(1e6),
    method: 8,
    size: 10,
  });
  expect(bytes.length).toBe(10);
  expect(flags).toBe(EntryFlag.notInspected);
  expect(faults).toEqual([
    {
      code: 'zip.size-lie',
      severity: 'error',
      entry: 'a',
      offset: 0,
      message: '"a" holds more than the 10 bytes its header declares; only those were read.',
    },
  ]);
});

test('content that ends before its declared size is kept and said to be short', async () => {
  const { bytes, faults, flags } = await readOnly({ name: 'a', content: 'short', method: 8, size: 9 });
  expect(bytes.length).toBe(5);
  expect(flags).toBe(EntryFlag.notInspected);
  expect(faults[0]?.message).toBe(
    '"a" ends after 5 bytes of the 9 bytes its header declares; what there is was read.',
  );
});

test('content with another CRC-32 is marked', async () => {
  const { faults, flags } = await readOnly({ name: 'a', content: 'changed', crc32: 7 });
  expect(flags).toBe(EntryFlag.badChecksum);
  expect(faults[0]).toMatchObject({ code: 'zip.bad-checksum', severity: 'error', entry: 'a' });
});

test('of content that could not be decoded to its end nothing more is said', async () => {
  const { faults, flags } = await readOnly({ name: 'a', method: 8, data: Uint8Array.of(0xff), size: 9 });
  expect(flags).toBe(EntryFlag.notInspected);
  expect(faults.map(({ code }) => code)).toEqual(['deflate.corrupt']);
});

test('one check serves many members', async () => {
  const bytes = buildZip([
    { name: 'a', content: 'one' },
    { name: 'b', content: 'two', crc32: 1 },
    { name: 'c', content: 'one' },
  ]);
  const { entries } = await listZip(bytes);
  const check = await MemberCheck.create();
  const verdicts = entries.map((entry: Entry, i) => {
    check.begin(entry);
    check.update(new TextEncoder().encode(['one', 'two', 'one'][i]));
    return check.finish(true).flags;
  });
  expect(verdicts).toEqual([0, EntryFlag.badChecksum, 0]);
  expect(check.finish(true)).toEqual({ faults: [], flags: 0 });
});
