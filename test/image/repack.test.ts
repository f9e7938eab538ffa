import { beforeAll, expect, it } from 'vitest';
import { ladder } from '../../src/core/image/ladder.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { readArchive } from '../fixtures/archive.ts';
import type { ImageSpec } from '../fixtures/image.ts';
import { odd } from '../fixtures/image-plan.ts';
import { REPACKED, repack, unpackImage } from '../fixtures/repack.ts';

describeCorpus('a real image saved by other means', () => {
  let image: ImageSpec;
  let diffIDs: readonly (string | undefined)[];

  beforeAll(async () => {
    const bytes = corpusBytes('container', 'lite.oci-gzip.tar');
    image = await unpackImage(bytes);
    const { plan } = await readArchive(bytes);
    diffIDs = plan.images[0]?.layers.map(({ diffID }) => diffID) ?? [];
  }, 60_000);

  it.each(REPACKED)('$name: the same image, which agrees with itself', { timeout: 60_000 }, async (way) => {
    const { plan, measured } = await readArchive(repack(image, way));
    expect(plan).toMatchObject({ complete: true, faults: [] });
    expect(plan.images.map(({ ref, configDigest }) => [ref, configDigest])).toEqual([
      [
        'example.org/corpus/lite:1',
        'sha256:2d7fce19998e3d533187bca08330e21242c9e68643c08cc2ac296560c6e45516',
      ],
    ]);
    const rungs = plan.images.flatMap((one) => ladder(one, measured));
    expect(odd(rungs)).toEqual([]);
    expect(rungs.filter(({ rung }) => rung === 'diffID').map(({ actual }) => actual)).toEqual(diffIDs);
  });

  it('names start with "./" and come in any order', { timeout: 60_000 }, async () => {
    const way = { layout: 'oci', compression: 'none' } as const;
    const dotted = repack(image, way, undefined, (files) =>
      [...files].reverse().map((file) => ({ ...file, path: `./${file.path}` })),
    );
    const { plan, measured } = await readArchive(dotted);
    expect(plan.images.flatMap((one) => odd(ladder(one, measured)))).toEqual([]);
    expect(plan.images).toHaveLength(1);
  });
});
