import { beforeAll, expect, it } from 'vitest';
import { ladder } from '../../src/core/image/ladder.ts';
import { squash } from '../../src/core/image/squash.ts';
import type { SquashedTree } from '../../src/core/image/squashed-tree.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { type ReadArchive, readArchive } from '../fixtures/archive.ts';

/** Of the oracle that umoci wrote: path, type, mode, size and link, `-` where a column does not apply. */
const oracle = () =>
  new TextDecoder()
    .decode(corpusBytes('container', 'expected', 'lite.rootfs-files.tsv'))
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t').slice(0, 5).join('\t'));

describeCorpus('a real image of seven layers (lite.oci-gzip.tar)', () => {
  let read: ReadArchive;
  let tree: SquashedTree;

  beforeAll(async () => {
    read = await readArchive(corpusBytes('container', 'lite.oci-gzip.tar'), true);
    const [image] = read.plan.images;
    const tables = (image?.layers ?? []).flatMap(({ file }) => {
      const table = read.tables.get(file?.path ?? '');
      return table === undefined ? [] : [{ table }];
    });
    tree = squash(tables);
  }, 60_000);

  it('is read whole: name, platform, command, user', () => {
    expect(read.plan).toMatchObject({ kind: 'oci-layout', complete: true, faults: [], attestations: [] });
    expect(read.plan.images).toHaveLength(1);
    expect(read.plan.images[0]).toMatchObject({
      ref: 'example.org/corpus/lite:1',
      tags: ['example.org/corpus/lite:1'],
      manifestDigest: 'sha256:7463067728c7f5f308b752b198b1ad9a98604a6be99e491871733956b37b973b',
      configDigest: 'sha256:2d7fce19998e3d533187bca08330e21242c9e68643c08cc2ac296560c6e45516',
      config: { user: '1000:1000', cmd: ['node'], workingDir: '/app' },
    });
    expect(read.plan.images[0]?.layers.map(({ createdBy }) => createdBy)).toEqual(
      Array.from({ length: 7 }, (_, i) => `layer ${i}`),
    );
  });

  it('passes every rung', () => {
    const [image] = read.plan.images;
    const rungs = image === undefined ? [] : ladder(image, read.measured);
    expect(rungs.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(rungs).toHaveLength(3 * 7 + 4);
  });

  it('squashes to the file system that umoci unpacks, path by path', () => {
    const expected = oracle();
    expect(expected).toHaveLength(3690);
    // umoci reports what is on disk: a hard link is a file like any other there.
    const found = [...tree.entries()].map(({ path, type, mode, size, link }) => {
      const shown = type === 'h' ? 'f' : type;
      return [
        JSON.stringify(path),
        shown,
        shown === 'l' ? '-' : mode.toString(8).padStart(4, '0'),
        shown === 'f' ? size : '-',
        shown === 'l' ? JSON.stringify(link) : '-',
      ].join('\t');
    });
    expect(found.sort()).toEqual(expected.sort());
  });

  it('knows which layer brought and which removed each path', () => {
    expect(tree.fate('app/node_modules/left-pad/package.json', 3)).toEqual({ state: 'removed', by: 4 });
    expect(tree.fate('usr/lib/python3/dist-packages/requests/__init__.py', 1)).toEqual({
      state: 'removed',
      by: 4,
    });
    expect(tree.fate('usr/bin/fdfind', 2)).toEqual({ state: 'removed', by: 4 });
    expect(tree.children('srv/shadow')).toEqual(['new.txt']);
    expect(tree.childrenWithRemoved('srv/shadow')).toContainEqual({
      name: 'old-secret.txt',
      state: 'removed',
    });
    expect(tree.marks('var/lib/dpkg/status')[4]).toBe('changed');
  });

  it('gives a hard link the size, mode and digest of its target', () => {
    const target = tree.get('odd/a');
    const link = tree.get('odd/a-hard');
    expect(link).toMatchObject({ type: 'h', link: 'odd/a', size: 6, mode: 0o2755 });
    expect(link?.sha256).toBe(target?.sha256);
    expect(target?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(tree.faults).toEqual([]);
  });
});
