import { beforeAll, expect, it } from 'vitest';
import type { Report } from '../../src/core/report/schema.ts';
import { describeCorpus } from '../corpus.ts';
import type { ImageSpec } from '../fixtures/image.ts';
import { REPACKED, repack, unpackImage } from '../fixtures/repack.ts';
import { inspectFiles } from '../inspect.ts';
import { inspectLite, liteBytes } from '../lite.ts';

/** Identity, place, layer and state of every occurrence: what must not depend on how an image is packed. */
const places = (report: Report): string[] =>
  report.components
    .flatMap(({ purl, name, version, occurrences }) =>
      occurrences.map(({ path, layer, state, removedIn }) =>
        [purl ?? `${name} ${version}`, path, layer, state, removedIn].join(' | '),
      ),
    )
    .sort();

describeCorpus('one image in every packing', () => {
  let image: ImageSpec;
  let expected: string[];

  beforeAll(async () => {
    image = await unpackImage(liteBytes());
    const { report } = await inspectLite();
    expected = places(report());
    expect(expected.length).toBeGreaterThan(1000);
  }, 60_000);

  it.each(REPACKED)(
    '$name gives the same packages, places, layers and states',
    async (packing) => {
      const bytes = repack(image, packing);
      const { report } = await inspectFiles([{ name: 'image.tar', bytes }]);
      const { images } = report();
      expect(images).toHaveLength(1);
      expect(images[0]?.ladder.filter(({ status }) => status !== 'pass')).toEqual([]);
      expect(places(report())).toEqual(expected);
    },
    60_000,
  );
});
