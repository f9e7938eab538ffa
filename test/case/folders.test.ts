import { describe, expect, it } from 'vitest';
import { groupFolders } from '../../src/core/case/folders.ts';

const files = (...paths: readonly string[]) => paths.map((path) => ({ path, size: 1 }));

describe('groupFolders', () => {
  it('takes an image layout in a folder as one source, in a fixed order, and leaves the rest', () => {
    const grouped = groupFolders(
      files('a/readme.txt', 'a/image/oci-layout', 'a/image/blobs/sha256/00', 'a/image/index.json', 'b.json'),
    );
    expect(
      grouped.map((one) =>
        one.kind === 'file' ? one.file.path : [one.path, ...one.files.map(({ path }) => path)],
      ),
    ).toEqual([
      'a/readme.txt',
      ['a/image', 'a/image/blobs/sha256/00', 'a/image/index.json', 'a/image/oci-layout'],
      'b.json',
    ]);
  });

  it('does not take a web page with a manifest for an image', () => {
    expect(
      groupFolders(files('site/manifest.json', 'site/index.html')).every(({ kind }) => kind === 'file'),
    ).toBe(true);
  });
});
