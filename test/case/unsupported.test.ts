import { expect, it } from 'vitest';
import { concatBytes, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { file, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

/** The superblock of a SquashFS image (Documentation/filesystems/squashfs.rst, "Superblock"), version 4.0. */
function squashfs(): Uint8Array {
  const rest = new Uint8Array(4092);
  rest.set([4, 0, 0, 0], 24);
  return concatBytes([encodeUtf8('hsqs'), rest]);
}

it('names a SquashFS image that it cannot open, dropped or inside an archive, and never calls it inspected', async () => {
  const dropped = await inspectFiles([{ name: 'tool.snap', bytes: squashfs() }]);
  const inside = await inspectFiles([{ name: 'a.tar', bytes: tar([file('opt/root.img', squashfs())]) }]);
  for (const { model } of [dropped, inside]) {
    expect(model.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['kind.unsupported', expect.stringContaining('SquashFS image')],
    ]);
    expect(model.sources[0]?.notInspected).toHaveLength(1);
  }
});
