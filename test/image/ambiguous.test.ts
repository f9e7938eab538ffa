import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { Budget } from '../../src/core/base/limits.ts';
import { readLayout } from '../../src/core/image/layout.ts';
import {
  addImage,
  asImageFiles,
  Blobs,
  blobPath,
  dockerArchive,
  hybrid,
  type ImageSpec,
  json,
  layoutFiles,
  MEDIA,
  ociLayout,
  sha256,
} from '../fixtures/image.ts';
import { ladders, plan } from '../fixtures/image-plan.ts';

const A = encodeUtf8('layer a');
const B = encodeUtf8('layer b');
const SPEC: ImageSpec = {
  tags: ['example.org/app:1', 'example.org/app:latest'],
  layers: [
    { tar: A, compression: 'none', createdBy: 'COPY a' },
    { tar: B, compression: 'none', createdBy: 'RUN b' },
  ],
};
const OTHER: ImageSpec = {
  tags: ['example.org/other:2'],
  layers: [{ tar: A, compression: 'none' }],
  architecture: 'arm64',
};

const codes = (read: { readonly faults: readonly { readonly code: string }[] }) =>
  read.faults.map(({ code }) => code);

describe('an archive with two readings', () => {
  it('a hybrid whose sides name different images shows both', async () => {
    const files = [...ociLayout([SPEC]), ...dockerArchive([OTHER])];
    const read = await plan(files);
    expect(read.images.map(({ ref }) => ref)).toEqual(['example.org/app:1', 'example.org/other:2']);
    expect(read.faults).toMatchObject([{ code: 'image.hybrid-differs', severity: 'error' }]);
  });

  it('a hybrid whose sides keep a layer twice has both copies measured', async () => {
    const compressed = {
      ...SPEC,
      layers: SPEC.layers.map((layer) => ({ ...layer, compression: 'gzip' as const })),
    };
    const files = [...ociLayout([compressed]), ...dockerArchive([SPEC])];
    const read = await plan(files);
    expect(read.faults).toEqual([]);
    expect(read.images).toHaveLength(1);
    expect(read.images[0]?.layers[0]?.twins.map(({ path }) => path)).toEqual([`${sha256(A).slice(7)}.tar`]);
    const forged = files.map((file) =>
      file.path === `${sha256(A).slice(7)}.tar` ? { ...file, content: B } : file,
    );
    const [rungs = []] = await ladders(forged);
    expect(rungs.filter(({ status }) => status !== 'pass')).toMatchObject([
      { rung: 'diffID', of: `${sha256(A).slice(7)}.tar`, status: 'fail' },
    ]);
  });

  it('a hybrid whose sides order the layers differently', async () => {
    const files = hybrid([SPEC]).map((file) =>
      file.path === 'manifest.json'
        ? {
            ...file,
            content: json([
              {
                Config: blobPath(addImage(new Blobs(), SPEC).config.digest),
                RepoTags: SPEC.tags,
                Layers: [blobPath(sha256(B)), blobPath(sha256(A))],
              },
            ]),
          }
        : file,
    );
    const read = await plan(files);
    expect(read.images).toHaveLength(1);
    expect(read.faults[0]?.message).toContain('the same layers in another order');
  });

  it('docker.io/library/alpine:3 and alpine:3 are one name', async () => {
    const read = await plan(hybrid([{ ...SPEC, tags: ['docker.io/library/alpine:3'] }]));
    expect(read.images[0]?.tags).toEqual(['docker.io/library/alpine:3']);
  });

  it('a document that is index and manifest at once', async () => {
    const blobs = new Blobs();
    const one = addImage(blobs, SPEC);
    const other = addImage(blobs, OTHER);
    const both = blobs.add(
      json({
        schemaVersion: 2,
        mediaType: MEDIA.manifest,
        config: one.config,
        layers: one.layers,
        manifests: [other.manifest],
      }),
      MEDIA.manifest,
    );
    const read = await plan(layoutFiles(blobs, [both]));
    expect(codes(read)).toEqual(['image.ambiguous-manifest']);
    expect(read.images).toHaveLength(2);
  });

  it('a member that is in a document twice, or in another case', async () => {
    const blobs = new Blobs();
    const { manifest } = addImage(blobs, SPEC);
    const text = `{"schemaVersion":2,"manifests":[],"manifests":[${JSON.stringify(manifest)}],"Manifests":[]}`;
    const files = layoutFiles(blobs, []).map((file) =>
      file.path === 'index.json' ? { ...file, content: encodeUtf8(text) } : file,
    );
    const read = await plan(files);
    expect(codes(read)).toEqual(['image.duplicate-key', 'image.key-case']);
    expect(read.images).toHaveLength(1);
  });

  it('a file that is in the archive twice: the last one counts', async () => {
    const other = ociLayout([OTHER]);
    const files = [
      ...ociLayout([SPEC]),
      ...other.filter(({ path }) => path.startsWith('blobs/') || path === 'index.json'),
    ];
    const read = await plan(files);
    expect(read.images.map(({ ref }) => ref)).toEqual(['example.org/other:2']);
    expect(read.complete).toBe(false);
    expect(new Set(codes(read))).toEqual(new Set(['image.duplicate-file']));
  });
});

describe('hostile archives', () => {
  it('a link that leads out of the archive, or round in a circle, is not followed', async () => {
    const read = await plan([
      {
        path: 'manifest.json',
        content: json([{ Config: 'c.json', RepoTags: null, Layers: ['a', 'b', 'c'] }]),
      },
      { path: 'a', type: 'l', link: '../../etc/passwd' },
      { path: 'b', type: 'l', link: 'b' },
      { path: 'c', type: 'l', link: '/d/e' },
      { path: 'd', type: 'l', link: 'real' },
      { path: 'real/e', content: A },
    ]);
    expect(read.images[0]?.layers.map(({ file }) => file?.path)).toEqual([undefined, undefined, 'real/e']);
    expect(
      read.faults.filter(({ code }) => code === 'image.link-refused').map(({ message }) => message),
    ).toEqual([
      '"a" leads out of the archive, so it was not followed.',
      '"b" goes through more than 40 links, or one that is too long, so it was not followed.',
    ]);
  });

  it.each([
    ['text', 'image.index-invalid'],
    ['{"manifests": 5}', 'image.index-invalid'],
    ['{"manifests": [5]}', 'image.descriptor-invalid'],
    ['{"manifests": [{}]}', 'image.descriptor-invalid'],
    ['{"manifests": [{"digest": "sha256:../../index.json"}]}', 'image.digest-invalid'],
    ['{"manifests": [{"digest": "SHA256:ABC"}]}', 'image.digest-invalid'],
    ['2,000 open brackets', 'limit.json-depth'],
  ])('an index.json of %s', async (text, code) => {
    const files = layoutFiles(new Blobs(), []).map((file) =>
      file.path === 'index.json'
        ? { ...file, content: encodeUtf8(text.startsWith('2,000') ? '['.repeat(2000) : text) }
        : file,
    );
    const read = await plan(files);
    expect(codes(read)).toContain(code);
    expect(read.complete).toBe(false);
  });

  it('a document over the limit is not read, and says so', async () => {
    const read = await plan(ociLayout([SPEC]), { parsedNested: 100 });
    expect(codes(read)).toContain('limit.parsed-nested');
    const crowded = await plan(ociLayout([SPEC]), { entriesPerCase: 3 });
    expect(codes(crowded)).toContain('limit.entries-per-case');
  });

  it('a document that cannot be read any more', async () => {
    const files = asImageFiles(ociLayout([SPEC])).map((file) => ({
      ...file,
      read: async () => Promise.reject(new Error('file changed on disk')),
    }));
    const context = { budget: new Budget(), signal: new AbortController().signal };
    expect(codes(await readLayout(files, context))).toContain('image.unreadable');
    await expect(
      readLayout(files, { ...context, signal: AbortSignal.abort(new Error('cancelled')) }),
    ).rejects.toThrow('cancelled');
  });
});
