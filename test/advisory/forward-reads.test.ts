import { describe, expect, test } from 'vitest';
import { ForwardReads } from '../../src/core/advisory/forward-reads.ts';
import { HashedReads } from '../../src/core/advisory/hashed-reads.ts';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { createHasher, digestBytes } from '../../src/core/base/digest.ts';
import { RecycledSource } from '../fixtures/recycled-source.ts';

const BYTES = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 7919) >> 5);
/** Apart by more than a chunk, by less, overlapping, behind the one before, at the end and past it. */
const RANGES = [
  [10, 40],
  [40, 90],
  [60, 2_000],
  [60, 300_000],
  [60, 61],
  [299_000, 310_000],
  [309_999, 900_000],
  [2_900_000, 2_900_010],
  [5, 20],
  [2_999_990, 3_000_050],
  [3_000_000, 3_000_001],
] as const;

describe('ranges read in rising order', () => {
  test('hold what the source holds, wherever its chunks end', async () => {
    const source = new RecycledSource(BYTES);
    const reads = new ForwardReads(source);
    for (const [start, end] of RANGES) {
      expect([...(await reads.load(start, end))], `${start} to ${end}`).toEqual([
        ...BYTES.subarray(start, end),
      ]);
    }
    await reads.close();
  });

  test('are at hand once they were read', async () => {
    const reads = new ForwardReads(new BufferSource(BYTES));
    expect(reads.cached(10, 40)).toBeUndefined();
    await reads.load(10, 40);
    expect([...(reads.cached(12, 30) ?? [])]).toEqual([...BYTES.subarray(12, 30)]);
  });

  test('are hashed on the way, and what nobody read is read at last', async () => {
    const hashed = new HashedReads(new RecycledSource(BYTES), await createHasher('sha256'));
    const reads = new ForwardReads(hashed);
    for (const [start, end] of RANGES) await reads.load(start, end);
    await reads.close();
    expect(await hashed.sha256()).toBe(await digestBytes(BYTES));
  });
});
