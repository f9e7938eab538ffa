import { expect, it } from 'vitest';
import { attestedLayout } from '../fixtures/attested-layout.ts';
import { archiveTar, ociLayout } from '../fixtures/image.ts';
import { file, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

const bare = archiveTar(
  ociLayout([
    {
      tags: ['example.org/app:1'],
      layers: [{ tar: tar([file('etc/hello', 'hello\n')]), compression: 'gzip' }],
    },
  ]),
);

async function missing(bytes: Uint8Array): Promise<readonly string[]> {
  const { report } = await inspectFiles([{ name: 'app.tar', bytes }]);
  return report()
    .findings.filter(({ rule }) => rule === 'attestation.missing')
    .map(({ title }) => title);
}

it('says so where nothing tells who made an image', async () => {
  expect(await missing(bare)).toEqual(['Nothing in this case says who made "app.tar".']);
});

it('is silent on the same image with attestations beside it', async () => {
  expect(await missing(archiveTar(attestedLayout().files))).toEqual([]);
});
