import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8, equalBytes } from '../../src/core/base/bytes.ts';
import { type ArchiveFile, hybrid, type ImageSpec, ociLayout } from '../fixtures/image.ts';
import { ladders, odd, plan } from '../fixtures/image-plan.ts';

const SPEC: ImageSpec = {
  tags: ['example.org/app:1'],
  layers: [
    { tar: encodeUtf8('base '.repeat(40)), compression: 'gzip' },
    { tar: encodeUtf8('top '.repeat(40)), compression: 'none' },
  ],
};

const NOTHING = new Uint8Array(0);

const edit = (files: readonly ArchiveFile[], at: number, change: (content: Uint8Array) => Uint8Array) =>
  files.map((file, i) => (i === at ? { ...file, content: change(file.content ?? new Uint8Array(0)) } : file));

describe('archives damaged at random', () => {
  const files = ociLayout([SPEC]);
  const blobs = files.flatMap(({ path }, i) => (path.startsWith('blobs/') ? [i] : []));

  it('any bit flipped in a blob breaks a rung', async () => {
    const flip = fc.tuple(fc.constantFrom(...blobs), fc.nat(), fc.integer({ min: 0, max: 7 }));
    await fc.assert(
      fc.asyncProperty(flip, async ([at, offset, bit]) => {
        const damaged = edit(files, at, (content) => {
          const where = offset % content.length;
          return content.with(where, (content[where] ?? 0) ^ (1 << bit));
        });
        const rungs = (await ladders(damaged)).flat();
        expect(rungs.some(({ status }) => status === 'fail')).toBe(true);
      }),
      { seed: 20_260_103, numRuns: 300 },
    );
  });

  it('documents cut, spliced and filled with noise are read as far as they go, and nothing throws', async () => {
    const all = hybrid([SPEC]);
    const damage = fc.record({
      at: fc.nat({ max: all.length - 1 }),
      from: fc.nat({ max: 600 }),
      length: fc.nat({ max: 40 }),
      noise: fc.oneof(
        fc.uint8Array({ maxLength: 12 }),
        fc
          .constantFrom('null', '[]', '{}', '""', '-1', '1e999', '"__proto__":', ',,', '"sha256:"')
          .map((text) => encodeUtf8(text)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        let damaged: readonly ArchiveFile[] = all;
        for (const { at, from, length, noise } of damages) {
          damaged = edit(damaged, at, (content) =>
            Uint8Array.from([...content.subarray(0, from), ...noise, ...content.subarray(from + length)]),
          );
        }
        const read = await plan(damaged);
        const rungs = (await ladders(damaged)).flat();
        const brokenBlob = damaged.some(
          ({ path, content = NOTHING }, i) =>
            path.startsWith('blobs/') && !equalBytes(content, all[i]?.content ?? NOTHING),
        );
        if (brokenBlob) expect(read.faults.length + odd(rungs).length).toBeGreaterThan(0);
      }),
      { seed: 20_260_104, numRuns: 300 },
    );
  });
});
