import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { TABLE, type TableEntry } from '../fixtures/estargz.ts';
import { archiveTar, ociLayout } from '../fixtures/image.ts';
import { type ZstdChunked, zstdChunked } from '../fixtures/zstd-chunked.ts';
import { type Inspected, inspectFiles } from '../inspect.ts';

const POSITION = 'io.github.containers.zstd-chunked.manifest-position';
const CHECKSUM = 'io.github.containers.zstd-chunked.manifest-checksum';

const image = (
  { blob, tar, annotations }: ZstdChunked,
  more: Readonly<Record<string, string>> = {},
): Promise<Inspected> => {
  const layer = { tar, stored: blob, compression: 'zstd' as const, annotations: { ...annotations, ...more } };
  return inspectFiles([
    { name: 'image.tar', bytes: archiveTar(ociLayout([{ tags: ['lazy:1'], layers: [layer] }])) },
  ]);
};
const layer = ({ blob }: ZstdChunked): Promise<Inspected> =>
  inspectFiles([{ name: 'layer.tar.zst', bytes: blob }]);
const told = ({ model }: Inspected) =>
  model.diagnostics.flatMap(({ code, message }) => (code.startsWith('zstd-chunked.') ? [message] : []));
const found = ({ model }: Inspected) =>
  findingsOf(model).flatMap(({ rule, title }) => (rule === 'integrity.contents-table' ? [title] : []));
const disagree = (difference: string) =>
  `The table of contents of the layer and its files do not agree: ${difference}. Runtimes that fetch the layer piece by piece believe the table.`;

describe('the table of contents of a zstd:chunked layer', () => {
  it('that is true of its files is not spoken of, with either footer or by the manifest alone', async () => {
    for (const footer of ['new', 'old', 'none'] as const) {
      const built = zstdChunked(TABLE, { footer });
      const inImage = await image(built);
      for (const inspected of [inImage, await layer(built)]) {
        expect(told(inspected)).toEqual([]);
        expect(found(inspected)).toEqual([]);
      }
      expect(inImage.model.images[0]?.ladder.filter(({ status }) => status !== 'pass')).toEqual([]);
      expect(inImage.model.sources.find(({ kind }) => kind === 'layer')?.entries).toBe(5);
    }
  });

  const other = `sha256:${'5'.repeat(64)}`;
  const changed = (name: string, fields: Partial<TableEntry>) =>
    TABLE.map((entry) => (entry.name === name ? { ...entry, ...fields } : entry));
  const digest = String(TABLE[1]?.digest);

  it.each<[string, readonly TableEntry[], string]>([
    [
      'lacks a file',
      TABLE.filter(({ name }) => name !== 'bin/hello'),
      '"bin/hello" is among the files, and the table does not list it',
    ],
    [
      'gives another digest',
      changed('bin/hello', { digest: other }),
      `the table gives "bin/hello" the digest ${other}, the file has ${digest}`,
    ],
    [
      'leads a link elsewhere',
      changed('bin/hi', { linkName: '/tmp/x' }),
      'the table has "bin/hi" lead to "/tmp/x", the file leads to "hello"',
    ],
  ])('that %s is told, and is a finding', async (_, table, difference) => {
    const noFooter = zstdChunked(table, { footer: 'none' });
    for (const inspected of [await image(noFooter), await layer(zstdChunked(table))]) {
      expect(told(inspected)).toEqual([disagree(difference)]);
      expect(found(inspected)).toEqual([
        `In the layer's table of contents, ${difference.replace(/^the table /, 'it ')}.`,
      ]);
    }
    // Nothing leads to it.
    expect(told(await layer(noFooter))).toEqual([]);
  });

  it('that the manifest and the footer put at different places, or give another digest, is a finding', async () => {
    const built = zstdChunked(TABLE, { footerSays: { 0: 7 } });
    const end = (length: number) => (built.offset + length).toLocaleString('en');
    const [, length = 0] = (built.annotations[POSITION] ?? '').split(':').map(Number);
    const places = `the table is put at bytes ${built.offset.toLocaleString('en')} to ${end(length)} by the manifest, at bytes 7 to ${(7 + length).toLocaleString('en')} by the layer's own footer`;
    expect(told(await image(built))).toEqual([disagree(places)]);
    const inspected = await image(zstdChunked(), { [CHECKSUM]: other });
    expect(told(inspected)).toEqual([
      disagree(
        `the table has the digest ${zstdChunked().annotations[CHECKSUM]}, the manifest gives it ${other}`,
      ),
    ]);
    expect(found(inspected)).toHaveLength(1);
    expect(told(await image(zstdChunked(), { [POSITION]: 'here' }))).toEqual([
      disagree('the table is given the place "here" by the manifest, which is none'),
    ]);
  });

  it.each<[string, ZstdChunked, string]>([
    ['no JSON', zstdChunked(TABLE, { json: '{"entries": [' }), 'it is no JSON object'],
    ['of another kind', zstdChunked(TABLE, { footerSays: { 3: 2 } }), 'tables of the kind 2 are not known'],
    ['behind the end', zstdChunked(TABLE, { footerSays: { 0: 1e6 } }), 'the layer ends before its end'],
    [
      'where no frame begins',
      zstdChunked(TABLE, { footerSays: { 0: 3 } }),
      'no Zstandard frame that is whole stands there',
    ],
    ['shorter than stated', zstdChunked(TABLE, { footerSays: { 2: 9999 } }), 'bytes, not to 9,999'],
    ['too long', zstdChunked(TABLE, { footerSays: { 2: 1e12 } }), 'it is longer than 67,108,864 bytes'],
  ])('that is %s is said not to be read, and the files are', async (_, built, why) => {
    const inspected = await layer(built);
    expect(told(inspected)).toEqual([expect.stringContaining(`${why}. It was not held against`)]);
    expect(inspected.model.sources[0]?.entries).toBe(5);
  });

  it('is read from no other file, whatever byte of its end is changed', async () => {
    const { blob } = zstdChunked();
    for (let at = blob.length - 72; at < blob.length; at += 5) {
      const bytes = blob.with(at, (blob[at] ?? 0) ^ 0xff);
      await expect(inspectFiles([{ name: 'layer.tar.zst', bytes }])).resolves.toBeDefined();
    }
  });
});
