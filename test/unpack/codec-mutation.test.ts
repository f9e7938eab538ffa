import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, equalBytes } from '../../src/core/base/bytes.ts';
import { gzip } from '../../src/core/unpack/gzip.ts';
import type { Codec } from '../../src/core/unpack/types.ts';
import { xz } from '../../src/core/unpack/xz.ts';
import { zstd } from '../../src/core/unpack/zstd.ts';
import { gzipMember } from '../fixtures/gzip.ts';
import { decoded, prose } from '../fixtures/unpacking.ts';
import { xzStream } from '../fixtures/xz.ts';
import { zstdFrame } from '../fixtures/zstd.ts';

const content = prose(3000);

const subjects: readonly (readonly [Codec, () => Promise<Uint8Array>])[] = [
  [
    gzip,
    async () => concatBytes([gzipMember(content, { name: 'a', headerCrc: 'right' }), gzipMember(content)]),
  ],
  [
    zstd,
    async () =>
      concatBytes([
        await zstdFrame(content, { checksum: 'right', window: 0x20 }),
        await zstdFrame(content, { checksum: 'right' }),
      ]),
  ],
  [xz, async () => concatBytes([xzStream(content), xzStream(content)])],
];

describe.each(subjects)('$id', (codec, make) => {
  const expected = concatBytes([content, content]);

  test('a changed byte: never complete with other data, always with a place', async () => {
    const bytes = await make();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = new Uint8Array(bytes);
        changed[at] = (changed[at] ?? 0) ^ change;
        const { complete, faults, bytes: found } = await decoded(codec, changed);
        // A second stream that no longer begins like one is data behind the first, and said to be.
        const trailing = faults.some(({ code }) => code.endsWith('trailing-data'));
        if (complete && trailing) expect(equalBytes(found, content)).toBe(true);
        else if (complete) expect(equalBytes(found, expected)).toBe(true);
        else
          expect(faults.some(({ severity, offset }) => severity === 'error' && offset !== undefined)).toBe(
            true,
          );
      }),
      { numRuns: 400, seed: 5 },
    );
  });

  test('bytes of any kind: no crash, no hang', async () => {
    const bytes = await make();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(60), async (tail, keep) => {
        const { complete, faults } = await decoded(codec, concatBytes([bytes.subarray(0, keep), tail]));
        expect(complete || faults.some(({ severity }) => severity === 'error')).toBe(true);
      }),
      { numRuns: 300, seed: 6 },
    );
  });
});
