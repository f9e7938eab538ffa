import { describe, expect, test } from 'vitest';
import { EntryFlag } from '../../src/core/model/entry-table.ts';
import { tar as reader } from '../../src/core/unpack/tar.ts';
import {
  file,
  gnuLongName,
  headerBytes,
  type Member,
  pax,
  paxRecord,
  rawPax,
  sparse,
  tar,
} from '../fixtures/tar.ts';
import { readTar } from '../fixtures/tar-read.ts';
import { codesOf, contextWith, listed, streamed } from '../fixtures/unpacking.ts';

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
    const { codes, lines, complete } = await readTar([
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
      const { codes, faults, lines } = await readTar([file('ok'), file('bad', '', { size }), file('lost')]);
      expect(lines).toEqual(['f 0644 0 ok']);
      expect(codes).toEqual(['error tar.size @512']);
      expect(faults[0]?.message).toBe(
        `The size of "bad" ${why}, so the next member cannot be found. The member before it is kept.`,
      );
    }
  });

  test('fields that are no numbers are 0, and said', async () => {
    const { codes, entries } = await readTar([file('a', 'x', { uid: 'root', mtime: '9999', mode: 'rwx' })]);
    expect(codes).toEqual(['warning tar.number @0', 'warning tar.number @0', 'warning tar.number @0']);
    expect(entries[0]).toMatchObject({ uid: 0, mtime: 0, mode: 0 });
  });

  test('a PAX record that cannot be read: those before it count, the member is kept', async () => {
    const good = paxRecord('path', 'renamed');
    for (const bad of ['0 a=b\n', '99 a=b\n', 'x a=b\n', '5 a=bc\n', '6 abc\n', '-6 a=b\n', '5 =b\n']) {
      const records = new Uint8Array([...good, ...new TextEncoder().encode(bad)]);
      const { lines, codes, complete } = await readTar([rawPax(records), file('a'), file('b')]);
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

  test('segments of a sparse map', () => {
    const parts = Array.from({ length: 30 }, (_, i) => [100 * i, 'x'] as const);
    for (const form of ['old-gnu', 'pax-0.1', 'pax-1.0'] as const) {
      const members = [...sparse('db', parts, 5000, form), file('after')];
      expect(limited(members, { sparseSegments: 30 })).toMatchObject({ count: 2, codes: [] });
      const { count, codes } = limited(members, { sparseSegments: 20 });
      expect([count, codes.map((code) => code.split(' @')[0])]).toEqual([0, ['error limit.sparse-segments']]);
    }
  });

  test('long names count as held', () => {
    const named = [pax({ path: 'x'.repeat(1000) }), file('a'), pax({ path: 'y'.repeat(1000) }), file('b')];
    expect(limited(named, { heldPerCase: 1500 })).toMatchObject({
      count: 1,
      codes: ['error limit.held-per-case @3584'],
    });
  });

  test('one sort of fault is told a few times, the rest is counted', async () => {
    const { faults } = await readTar(Array.from({ length: 100 }, () => file('same')));
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
