import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlobSource, BufferSource, type ByteSource, collect } from '../../src/core/base/byte-source.ts';
import { RecycledSource } from '../fixtures/recycled-source.ts';

const DIGITS = Uint8Array.from({ length: 10 }, (_, i) => i);

const sources: readonly (readonly [string, () => ByteSource])[] = [
  ['buffer', () => new BufferSource(DIGITS)],
  ['part of a buffer', () => new BufferSource(Uint8Array.of(77, ...DIGITS, 77).subarray(1, 11))],
  ['blob', () => new BlobSource(new Blob([DIGITS]))],
  ['slice of a blob', () => new BlobSource(new Blob([Uint8Array.of(77, ...DIGITS, 77)])).slice(1, 11)],
  ['in one buffer', () => new RecycledSource(Uint8Array.of(77, ...DIGITS, 77)).slice(1, 11)],
  ['slice of a slice', () => new BufferSource(Uint8Array.of(7, 7, ...DIGITS, 7)).slice(1, 99).slice(1, 11)],
];

async function all(source: ByteSource, start?: number, end?: number): Promise<number[]> {
  const out: number[] = [];
  for await (const chunk of source.stream(start, end)) out.push(...chunk);
  return out;
}

describe.each(sources)('byte source: %s', (_, open) => {
  it('reads a range, cut short at its ends', async () => {
    const source = open();
    expect(source.size).toBe(10);
    expect([...(await source.bytes(2, 5))]).toEqual([2, 3, 4]);
    expect([...(await source.bytes(8, 99))]).toEqual([8, 9]);
    expect([...(await source.bytes(-5, 2))]).toEqual([0, 1]);
    expect([...(await source.bytes(5, 2))]).toEqual([]);
    expect([...(await source.bytes(10, 12))]).toEqual([]);
  });

  it('gives bytes that are the reader’s own', async () => {
    const source = open();
    (await source.bytes(0, 10)).fill(0xff);
    expect([...(await source.bytes(0, 10))]).toEqual([...DIGITS]);
  });

  it('streams a range', async () => {
    expect(await all(open())).toEqual([...DIGITS]);
    expect(await all(open(), 7)).toEqual([7, 8, 9]);
    expect(await all(open(), 3, 6)).toEqual([3, 4, 5]);
    expect(await all(open(), 6, 3)).toEqual([]);
    expect(await all(open(), 10)).toEqual([]);
  });

  it('slices as arrays do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 0, max: 12 }),
        async (start, end) => {
          const slice = open().slice(start, end);
          const want = [...DIGITS.slice(start, Math.max(start, end))];
          expect(slice.size).toBe(want.length);
          expect(await all(slice)).toEqual(want);
          expect([...(await slice.bytes(1, 3))]).toEqual(want.slice(1, 3));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('byte source', () => {
  it('streams a large buffer and a large blob whole, a buffer in pieces', async () => {
    const large = new Uint8Array(3_000_000).map((_, i) => i % 251);
    for (const source of [new BufferSource(large), new BlobSource(new Blob([large]))]) {
      let longest = 0;
      let at = 10;
      for await (const chunk of source.stream(10)) {
        longest = Math.max(longest, chunk.length);
        expect(chunk[0]).toBe(at % 251);
        at += chunk.length;
      }
      expect(at).toBe(large.length);
      if (source instanceof BufferSource) expect(longest).toBe(2 ** 20);
    }
  });

  it('can be left in the middle of a stream', async () => {
    const source = new BlobSource(new Blob([new Uint8Array(3_000_000)]));
    for await (const chunk of source.stream()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect((await source.bytes(0, 4)).length).toBe(4);
  });

  it('collects a stream whose chunks are used again, up to a limit', async () => {
    async function* reusing(): AsyncGenerator<Uint8Array> {
      const chunk = new Uint8Array(2);
      for (let i = 0; i < 3; i++) yield chunk.fill(i);
    }
    expect(await collect(reusing(), 6)).toEqual(Uint8Array.of(0, 0, 1, 1, 2, 2));
    expect(await collect(reusing(), 5)).toBeUndefined();
    expect(await collect(new BufferSource(new Uint8Array(0)).stream(), 0)).toEqual(new Uint8Array(0));
  });

  it('closes a stream that is too long', async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(1000);
      } finally {
        closed = true;
      }
    }
    expect(await collect(endless(), 10_000)).toBeUndefined();
    expect(closed).toBe(true);
  });
});
