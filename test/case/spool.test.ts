import { describe, expect, test } from 'vitest';
import { Budget } from '../../src/core/base/limits.ts';
import { Spool } from '../../src/core/case/spool.ts';

const CHUNKS = [1, 7, 65_536, 3, 1000].map((length, i) =>
  Uint8Array.from({ length }, (_, at) => (at * 31 + i) % 251),
);
const ALL = CHUNKS.flatMap((chunk) => [...chunk]);

describe('bytes that are spooled in memory', () => {
  test.each([
    ['nothing was said', 0],
    ['so many were said to come', ALL.length],
    ['more were', ALL.length + 5000],
    ['fewer were', 20],
    ['only the first were', 8],
    ['more than may lie in memory were', 2 ** 32 - 1],
  ])('come back as they came where %s', async (_, expected) => {
    const spool = new Spool(new Budget(), 1 << 20, 1 << 19, expected);
    for (const chunk of CHUNKS) {
      const used = new Uint8Array(chunk);
      spool.write(used);
      used.fill(0);
    }
    const source = spool.source();
    expect(source.size).toBe(ALL.length);
    expect([...(await source.bytes(0, source.size))]).toEqual(ALL);
  });

  test('are full at the limit, and what came before is kept', async () => {
    const spool = new Spool(new Budget(), 10, 10, 10);
    spool.write(Uint8Array.of(1, 2, 3));
    spool.write(new Uint8Array(8));
    expect(spool.full).toBe(true);
    expect([...(await spool.source().bytes(0, 100))]).toEqual([1, 2, 3]);
  });
});
