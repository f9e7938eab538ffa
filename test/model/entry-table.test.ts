import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../src/core/base/bytes.ts';
import { type Entry, EntryFlag, EntryTable } from '../../src/core/model/entry-table.ts';
import type { Step } from '../../src/core/model/source.ts';

function entry(path: string, more: Partial<Entry> = {}): Entry {
  return {
    path,
    type: 'f',
    mode: 0o644,
    size: 0,
    mtime: 0,
    uid: 0,
    gid: 0,
    headerOffset: 0,
    steps: [],
    flags: 0,
    ...more,
  };
}

const steps = fc.oneof(
  fc.constant<readonly Step[]>([]),
  fc.constant<readonly Step[]>([
    { op: 'slice', start: 512, end: 700, name: 'a' },
    { op: 'decode', codec: 'deflate' },
  ]),
);

const entries = fc.array(
  fc.record(
    {
      path: fc.string(),
      type: fc.constantFrom('f', 'd', 'l', 'h', 'p', 'c', 'b'),
      mode: fc.nat(0o7777),
      size: fc.integer({ min: 0, max: 2 ** 40 }),
      mtime: fc.double({ noNaN: true, noDefaultInfinity: true }),
      uid: fc.nat(),
      gid: fc.nat(),
      headerOffset: fc.integer({ min: 0, max: 2 ** 45 }),
      steps,
      flags: fc.nat(127),
      link: fc.string(),
    },
    {
      requiredKeys: ['path', 'type', 'mode', 'size', 'mtime', 'uid', 'gid', 'headerOffset', 'steps', 'flags'],
    },
  ),
  { maxLength: 600, size: 'max' },
);

describe('entry table', () => {
  it('gives back what was put in, also after it was posted to another thread', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const table = new EntryTable();
        for (const one of list) table.add(one);
        const posted = new EntryTable(structuredClone(table.toColumns()));
        for (const read of [table, posted]) {
          expect(read.length).toBe(list.length);
          list.forEach((one, i) => {
            expect(read.row(i)).toEqual({ ...one, sha256: undefined });
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('keeps a plain slice as two numbers and names it by the path', () => {
    const table = new EntryTable();
    const i = table.add(entry('a/b', { steps: [{ op: 'slice', start: 0, end: 5, name: './a/b' }] }));
    expect(table.steps(i)).toEqual([{ op: 'slice', start: 0, end: 5, name: 'a/b' }]);
    expect(table.toColumns().steps.size).toBe(0);
  });

  it('tells a content of no bytes from no content', () => {
    const table = new EntryTable();
    table.add(entry('empty', { steps: [{ op: 'slice', start: 0, end: 0 }] }));
    table.add(entry('directory', { type: 'd' }));
    expect(table.steps(0)).toEqual([{ op: 'slice', start: 0, end: 0, name: 'empty' }]);
    expect(table.steps(1)).toEqual([]);
  });

  it('knows a digest only once it was set', () => {
    const table = new EntryTable();
    for (let i = 0; i < 3; i++) table.add(entry(`f${i}`));
    const zeros = '0'.repeat(64);
    table.setSha256(1, fromHex(zeros) ?? new Uint8Array(0));
    expect([0, 1, 2].map((i) => table.sha256(i))).toEqual([undefined, zeros, undefined]);
  });

  it('adds flags to those there are', () => {
    const table = new EntryTable();
    const i = table.add(entry('x', { flags: EntryFlag.encrypted }));
    table.addFlags(i, EntryFlag.notInspected);
    table.addFlags(i, EntryFlag.encrypted);
    expect(table.flags(i)).toBe(EntryFlag.encrypted | EntryFlag.notInspected);
    const bits = Object.values(EntryFlag);
    expect(bits.reduce((sum, bit) => sum | bit, 0)).toBe(bits.reduce((sum, bit) => sum + bit, 0));
  });

  it('grows on after it was cut to length', () => {
    const table = new EntryTable();
    expect(table.toColumns().type.length).toBe(0);
    table.add(entry('first', { mode: 0o4755 }));
    expect(table.toColumns().sha256.length).toBe(32);
    for (let i = 0; i < 1000; i++) table.add(entry(`n${i}`, { size: i }));
    expect(table.length).toBe(1001);
    expect([table.mode(0), table.path(0)]).toEqual([0o4755, 'first']);
    expect([table.size(1000), table.path(1000)]).toEqual([999, 'n999']);
    expect(table.toColumns().mode.length).toBe(1001);
  });
});
