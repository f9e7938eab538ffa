import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { type Estargz, estargz, footer, TABLE, type TableEntry } from '../fixtures/estargz.ts';
import { archiveTar, ociLayout } from '../fixtures/image.ts';
import { type Inspected, inspectFiles } from '../inspect.ts';

const image = ({ blob, tar }: Estargz): Promise<Inspected> =>
  inspectFiles([
    {
      name: 'image.tar',
      bytes: archiveTar(
        ociLayout([{ tags: ['lazy:1'], layers: [{ tar, stored: blob, compression: 'gzip-members' }] }]),
      ),
    },
  ]);
const layer = ({ blob }: Estargz): Promise<Inspected> =>
  inspectFiles([{ name: 'layer.tar.gz', bytes: blob }]);
const told = ({ model }: Inspected) =>
  model.diagnostics.flatMap(({ code, message }) => (code.startsWith('stargz.') ? [message] : []));
const found = ({ model }: Inspected) =>
  findingsOf(model).flatMap(({ rule, title }) => (rule === 'integrity.contents-table' ? [title] : []));

describe('the table of contents of an eStargz layer', () => {
  it('that is true of its files is not spoken of', async () => {
    for (const inspected of [await image(estargz()), await layer(estargz())]) {
      expect(told(inspected)).toEqual([]);
      expect(found(inspected)).toEqual([]);
    }
    expect(
      (await image(estargz())).model.images[0]?.ladder.filter(({ status }) => status !== 'pass'),
    ).toEqual([]);
  });

  const other = `sha256:${'5'.repeat(64)}`;
  const changed = (name: string, fields: Partial<TableEntry>) =>
    TABLE.map((entry) => (entry.name === name ? { ...entry, ...fields } : entry));
  const [, hello] = TABLE;

  it.each<[string, readonly TableEntry[], string]>([
    [
      'lacks a file',
      TABLE.filter(({ name }) => name !== 'bin/hello'),
      '"bin/hello" is among the files, and the table does not list it',
    ],
    [
      'lists one more',
      [...TABLE, { name: 'bin/door', type: 'reg', size: 1, digest: other }],
      'the table lists "bin/door", which is not among the files',
    ],
    [
      'gives another size',
      changed('etc/app.conf', { size: 5 }),
      'the table gives "etc/app.conf" 5 bytes, the file has 4',
    ],
    [
      'gives another digest',
      changed('bin/hello', { digest: other }),
      `the table gives "bin/hello" the digest ${other}, the file has ${String(hello?.digest)}`,
    ],
    [
      'gives another digest of the chunk that is compared',
      changed('bin/hello', { chunkDigest: other }),
      `the table gives "bin/hello" the chunk digest ${other}, the file has ${String(hello?.digest)}`,
    ],
    [
      'leads a link elsewhere',
      changed('bin/hi', { linkName: '/tmp/x' }),
      'the table has "bin/hi" lead to "/tmp/x", the file leads to "hello"',
    ],
    [
      'gives another kind',
      changed('bin/hi', { type: 'reg' }),
      'the table lists "bin/hi" as "reg", which it is not',
    ],
    ['lists one twice', [...TABLE, ...TABLE.slice(0, 1)], 'the table lists "bin" twice'],
  ])('that %s is told, and is a finding', async (_, table, difference) => {
    for (const inspected of [await image(estargz(table)), await layer(estargz(table))]) {
      expect(told(inspected)).toEqual([
        `The table of contents of the layer and its files do not agree: ${difference}. Runtimes that fetch the layer piece by piece believe the table.`,
      ]);
      const title = `In the layer's table of contents, ${difference.replace(/^the table /, 'it ')}.`;
      expect(found(inspected)).toEqual([title]);
    }
  });

  it('tells the first of many differences, and finds each', async () => {
    const inspected = await image(estargz([]));
    expect(told(inspected)[0]).toContain('does not list it. 4 more differences. Runtimes');
    expect(found(inspected)).toHaveLength(5);
  });

  it.each([
    ['no JSON', '{"entries": [', 'it is no JSON object'],
    ['empty', '', 'no stargz.index.json stands there'],
  ])('that is %s is said not to be read, and the files are', async (_, json, why) => {
    const inspected = await layer(estargz(TABLE, json));
    expect(told(inspected)).toEqual([expect.stringContaining(`but ${why}. It was not held against`)]);
    expect(inspected.model.sources[0]?.entries).toBe(6);
  });

  it('that is looked for in the wrong place is said not to be there', async () => {
    const { blob, tar } = estargz();
    for (const [offset, why] of [
      [blob.length, 'the layer ends before that'],
      [3, 'no gzip member with a tar stands there'],
    ] as const) {
      const moved = new Uint8Array(blob);
      moved.set(footer(offset), blob.length - 51);
      expect(told(await layer({ blob: moved, tar }))).toEqual([expect.stringContaining(`but ${why}.`)]);
    }
  });

  it('is looked for in no other gzip file, whatever its end', async () => {
    const { blob, tar } = estargz();
    for (let at = blob.length - 51; at < blob.length - 13; at += 3) {
      const cut = blob.with(at, (blob[at] ?? 0) ^ 0xff);
      await expect(layer({ blob: cut, tar })).resolves.toBeDefined();
    }
  });
});
