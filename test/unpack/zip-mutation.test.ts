import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bytes } from '../../src/core/base/bytes.ts';
import { EntryFlag } from '../../src/core/model/entry-table.ts';
import { buildZip, unixMode, zip64Extra } from '../fixtures/zip.ts';
import { listZip, readBack, zipContext } from '../fixtures/zip-read.ts';

/** Archives with every record there is, to be damaged. */
const SEEDS: readonly Bytes[] = [
  buildZip([
    { name: 'dir/', externalAttributes: 0x10 },
    { name: 'dir/stored', content: 'stored content' },
    { name: 'dir/deflated', content: 'deflated '.repeat(20), method: 8 },
    { name: 'streamed', content: 'streamed', descriptor: true },
    { name: 'link', content: 'dir/stored', externalAttributes: unixMode(0o120777) },
  ]),
  buildZip(
    [
      { name: 'wide', content: 'w', central: { size: 0xffffffff, extra: zip64Extra(1) } },
      { name: 'locked', flags: 1, data: new Uint8Array(20), size: 8 },
    ],
    { zip64: true, comment: 'a comment', prefix: Uint8Array.of(1, 2, 3), relative: true },
  ),
  buildZip([{ name: 'inner.zip', content: buildZip([{ name: 'x', content: 'y' }]) }], {
    trailing: new Uint8Array(30),
  }),
];

/** Flips, length fields, cuts, splices: what damage and attacks are made of. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(), value: fc.nat({ max: 255 }) }),
  fc.record({ kind: fc.constant('fill' as const), at: fc.nat(), value: fc.constantFrom(0, 0xff, 0x50) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), value: fc.nat({ max: 60 }) }),
  fc.record({ kind: fc.constant('copy' as const), at: fc.nat(), value: fc.nat() }),
);

function mutate(seed: Bytes, changes: readonly { kind: string; at: number; value: number }[]): Bytes {
  let bytes: Bytes = new Uint8Array(seed);
  for (const { kind, at, value } of changes) {
    if (bytes.length === 0) break;
    const start = at % bytes.length;
    if (kind === 'set') bytes[start] = value;
    else if (kind === 'fill') bytes.fill(value, start, start + 4);
    else if (kind === 'cut')
      bytes = new Uint8Array([...bytes.subarray(0, start), ...bytes.subarray(start + value)]);
    else {
      const from = value % bytes.length;
      bytes = new Uint8Array([
        ...bytes.subarray(0, start),
        ...bytes.subarray(from, from + 50),
        ...bytes.subarray(start),
      ]);
    }
  }
  return bytes;
}

test('a damaged archive is listed as far as it goes, and its members read, without a throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SEEDS),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      async (seed, changes) => {
        const bytes = mutate(seed, changes);
        const context = zipContext({ entriesPerArchive: 50 });
        const { entries, faults, complete } = await listZip(bytes, context);
        expect(context.budget.used('held')).toBe(0);
        expect(entries.length).toBeLessThanOrEqual(50);
        for (const found of faults) expect(found.entry ?? found.offset).toBeDefined();
        if (!complete) expect(faults.some(({ severity }) => severity === 'error')).toBe(true);
        for (const entry of entries) {
          for (const step of entry.steps) {
            if (step.op === 'decode') continue;
            if (step.op === 'sparse') throw new Error('zips are not sparse');
            expect(step.start).toBeGreaterThanOrEqual(0);
            expect(step.end).toBeGreaterThanOrEqual(step.start);
            expect(step.end).toBeLessThanOrEqual(bytes.length);
          }
          if (
            entry.steps.length > 0 &&
            (entry.flags & (EntryFlag.notInspected | EntryFlag.encrypted)) === 0
          ) {
            const read = await readBack(bytes, entry);
            expect(read.bytes.length).toBeLessThanOrEqual(entry.size);
          }
        }
      },
    ),
    { seed: 20_261_123, numRuns: 1500 },
  );
});
