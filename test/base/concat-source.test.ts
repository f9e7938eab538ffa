import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource, collect } from '../../src/core/base/byte-source.ts';
import { concatBytes } from '../../src/core/base/bytes.ts';
import { ConcatSource } from '../../src/core/base/concat-source.ts';

describe('ConcatSource', () => {
  it('reads, streams and slices like the bytes end to end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 6 }),
        fc.nat(80),
        fc.nat(80),
        async (parts, start, end) => {
          const whole = concatBytes(parts);
          const source = new ConcatSource(parts.map((part) => new BufferSource(part)));
          const expected = whole.slice(start, Math.max(start, end));
          expect(source.size).toBe(whole.length);
          expect(await source.bytes(start, end)).toEqual(expected);
          expect(await collect(source.stream(start, end), 1000)).toEqual(expected);
          expect(await source.slice(start, end).bytes(0, 1000)).toEqual(expected);
        },
      ),
    );
  });
});
