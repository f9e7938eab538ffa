import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { mediaTypeFault } from '../../src/core/image/layers.ts';
import { isImageMarker, looksLikeImage } from '../../src/core/image/layout.ts';
import { layerFiles } from '../../src/core/image/plan.ts';
import {
  type ArchiveFile,
  addImage,
  Blobs,
  blobPath,
  dockerArchive,
  hybrid,
  type ImageSpec,
  json,
  layoutFiles,
  legacySave,
  MEDIA,
  namedEntries,
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

const index = (manifests: readonly object[], more: object = {}) =>
  json({ schemaVersion: 2, mediaType: MEDIA.index, manifests, ...more });
const codes = (read: { readonly faults: readonly { readonly code: string }[] }) =>
  read.faults.map(({ code }) => code);

describe('which archives are images', () => {
  it.each([
    ['oci-layout', ociLayout([SPEC])],
    ['docker-archive', dockerArchive([SPEC])],
    ['hybrid', hybrid([SPEC])],
    ['docker-archive', legacySave(SPEC)],
  ] as const)('%s', (kind, files) => {
    const paths = files.map(({ path }) => path);
    expect(looksLikeImage(paths)).toBe(kind);
    expect(looksLikeImage(paths.map((path) => `./${path}`).reverse())).toBe(kind);
    expect(paths.every(isImageMarker)).toBe(true);
  });

  it('not a web page with a manifest.json, an index.json, or a folder named blobs', () => {
    expect(looksLikeImage(['manifest.json', 'index.html', 'icons/192.png'])).toBeUndefined();
    expect(looksLikeImage(['index.json', 'manifest.json', 'package.json'])).toBeUndefined();
    expect(looksLikeImage(['blobs/a', 'blobs/b'])).toBeUndefined();
    expect(isImageMarker('usr/bin/index.json')).toBe(false);
  });

  it('a layout whose oci-layout file is missing, with a note', async () => {
    const files = ociLayout([SPEC]).filter(({ path }) => path !== 'oci-layout');
    const read = await plan(files);
    expect(read).toMatchObject({ kind: 'oci-layout', complete: true });
    expect(codes(read)).toEqual(['image.oci-layout-absent']);
    expect(read.images).toHaveLength(1);
    const future = [...files, { path: 'oci-layout', content: encodeUtf8('{"imageLayoutVersion":"9.0.0"}') }];
    expect(codes(await plan(future))).toEqual(['image.layout-version']);
  });
});

describe('one image, however it was saved', () => {
  const story = (read: Awaited<ReturnType<typeof plan>>) =>
    read.images.map(({ ref, tags, config, layers }) => ({
      ref,
      tags,
      platform: config?.platform,
      layers: layers.map(({ diffID, createdBy, file }) => ({ diffID, createdBy, size: file?.size })),
    }));
  const expected = [
    {
      ref: 'example.org/app:1',
      tags: ['example.org/app:1', 'example.org/app:latest'],
      platform: { os: 'linux', architecture: 'amd64', variant: undefined, osVersion: undefined },
      layers: [
        { diffID: sha256(A), createdBy: 'COPY a', size: A.length },
        { diffID: sha256(B), createdBy: 'RUN b', size: B.length },
      ],
    },
  ];

  it.each([
    ['OCI layout', ociLayout([SPEC])],
    ['docker-archive', dockerArchive([SPEC])],
    ['hybrid', hybrid([SPEC])],
    ['legacy docker save', legacySave(SPEC)],
  ])('%s', async (_, files) => {
    for (const order of [
      files,
      [...files].reverse(),
      files.map((file) => ({ ...file, path: `./${file.path}` })),
    ]) {
      const read = await plan(order);
      expect(read.faults).toEqual([]);
      expect(read.complete).toBe(true);
      expect(story(read)).toEqual(expected);
    }
  });

  it('follows the symbolic link of a layer that an earlier one already holds', async () => {
    const twice = { ...SPEC, layers: [...SPEC.layers, { tar: A, compression: 'none' as const }] };
    const read = await plan(legacySave(twice));
    const [first, , third] = read.images[0]?.layers ?? [];
    expect(third?.file).toBe(first?.file);
    expect(layerFiles(read)).toHaveLength(2);
  });

  it('reads the config', async () => {
    const run = {
      User: '1000:1000',
      Env: ['PATH=/bin', 7],
      Entrypoint: ['/app'],
      Cmd: 'serve',
      WorkingDir: '/srv',
      Labels: { 'org.example': 'yes', constructor: 'text', odd: 5 },
      ExposedPorts: { '80/tcp': {} },
    };
    const [image] = (await plan(ociLayout([{ ...SPEC, run }]))).images;
    expect(image?.config).toMatchObject({
      created: '2026-01-02T03:04:05Z',
      user: '1000:1000',
      env: ['PATH=/bin'],
      entrypoint: ['/app'],
      cmd: ['serve'],
      workingDir: '/srv',
      exposedPorts: ['80/tcp'],
    });
    expect([...(image?.config?.labels ?? [])]).toEqual([
      ['org.example', 'yes'],
      ['constructor', 'text'],
    ]);
  });
});

describe('what is read', () => {
  it('crosses a worker boundary as it is', async () => {
    const read = await plan(ociLayout([{ ...SPEC, run: { Labels: { a: 'b' } } }]));
    expect(structuredClone(read)).toEqual(read);
  });

  it('tells a media type that promises another compression than the bytes have', async () => {
    const [layer] = (await plan(ociLayout([SPEC]))).images[0]?.layers ?? [];
    expect(layer && mediaTypeFault(layer, undefined)).toBeUndefined();
    expect(layer && mediaTypeFault(layer, 'zstd')).toMatchObject({
      code: 'image.media-type-differs',
      message: expect.stringContaining('Layer 1 is compressed with zstd; its media type'),
    });
    const docker = { index: 0, path: 'a', mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip' };
    expect(mediaTypeFault(docker, 'gzip')).toBeUndefined();
    expect(mediaTypeFault(docker, undefined)?.message).toContain('Layer 1 is not compressed');
    expect(mediaTypeFault({ ...docker, mediaType: 'application/x-other' }, 'gzip')).toBeUndefined();
  });
});

describe('several images in one file', () => {
  it.each([
    ['OCI layout', ociLayout([SPEC, OTHER])],
    ['docker-archive', dockerArchive([SPEC, OTHER])],
    ['hybrid', hybrid([SPEC, OTHER])],
  ])('%s: two images that share a layer', async (_, files) => {
    const read = await plan(files);
    expect(read.faults).toEqual([]);
    expect(read.images.map(({ ref }) => ref)).toEqual(['example.org/app:1', 'example.org/other:2']);
    expect(read.images[1]?.layers[0]?.file).toBe(read.images[0]?.layers[0]?.file);
    expect(layerFiles(read)).toHaveLength(2);
  });

  it('platforms of an index, of which one was saved', async () => {
    const blobs = new Blobs();
    const arm = addImage(blobs, OTHER).manifest;
    const absent = {
      mediaType: MEDIA.manifest,
      digest: sha256(B),
      size: 9,
      platform: { os: 'linux', architecture: 'amd64' },
    };
    const inner = blobs.add(index([absent, arm]), MEDIA.index);
    const read = await plan(layoutFiles(blobs, namedEntries(inner, ['example.org/multi:1'])));
    expect(read.images).toHaveLength(1);
    expect(read.images[0]).toMatchObject({ ref: 'example.org/multi:1', manifestDigest: arm.digest });
    expect(read.faults).toMatchObject([{ code: 'image.manifest-absent', severity: 'info' }]);
  });

  it('an image of index.json that is not there is listed, and not inspected', async () => {
    const blobs = new Blobs();
    const { manifest } = addImage(blobs, SPEC);
    const files = layoutFiles(blobs, namedEntries(manifest, SPEC.tags)).filter(
      ({ path }) => path !== blobPath(manifest.digest),
    );
    const read = await plan(files);
    expect(read).toMatchObject({ complete: false, images: [{ ref: 'example.org/app:1', layers: [] }] });
    expect(read.images[0]?.notInspected[0]).toContain('nothing of the image was inspected');
  });

  it('a manifest listed under two platforms is one image with two references', async () => {
    const blobs = new Blobs();
    const { manifest } = addImage(blobs, SPEC);
    const second = { ...manifest, platform: { os: 'linux', architecture: 'riscv64' } };
    const [rungs = [], ...more] = await ladders(layoutFiles(blobs, [manifest, second]));
    expect(more).toEqual([]);
    expect(rungs.filter(({ rung }) => rung === 'platform').map(({ status }) => status)).toEqual([
      'pass',
      'fail',
    ]);
  });
});

describe('nested indexes', () => {
  const nest = (depth: number): ArchiveFile[] => {
    const blobs = new Blobs();
    let entry = addImage(blobs, SPEC).manifest;
    for (let i = 0; i < depth; i++) entry = blobs.add(index([entry, entry]), MEDIA.index);
    return layoutFiles(blobs, [entry]);
  };

  it('eight deep are read', async () => {
    const read = await plan(nest(8));
    expect(read).toMatchObject({ complete: true, faults: [] });
    expect(read.images[0]?.references[0]?.indexes).toHaveLength(8);
  });

  it('nine deep are over the limit, and say so', async () => {
    const read = await plan(nest(9));
    expect(read).toMatchObject({
      complete: false,
      images: [],
      faults: [{ code: 'limit.nesting', severity: 'error' }],
    });
  });
});

describe('what else a layout holds', () => {
  const blobs = new Blobs();
  const { manifest } = addImage(blobs, SPEC);
  const empty = blobs.add(encodeUtf8('{}'), 'application/vnd.oci.empty.v1+json');
  const artifact = (layerType: string, more: object = {}, config: object = empty) => {
    const layer = blobs.add(encodeUtf8(`content of ${layerType} ${JSON.stringify(more)}`), layerType);
    return blobs.add(
      json({ schemaVersion: 2, mediaType: MEDIA.manifest, config, layers: [layer], ...more }),
      MEDIA.manifest,
    );
  };
  const unknown = { platform: { os: 'unknown', architecture: 'unknown' } };
  const config = blobs.add(
    json({ architecture: 'unknown', os: 'unknown', rootfs: { type: 'layers', diff_ids: [] } }),
    MEDIA.config,
  );
  const buildkit = artifact('application/vnd.in-toto+json', {}, config);
  const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
  const bundle = artifact(bundleType, { artifactType: bundleType, subject: manifest });
  const signature = artifact('application/vnd.dev.cosign.simplesigning.v1+json', {}, config);
  const attestation = artifact('application/vnd.dsse.envelope.v1+json', {}, config);
  const sbom = artifact('text/spdx+json', {}, config);
  const referrer = artifact('application/vnd.example.report', {
    artifactType: 'application/vnd.example.report',
    subject: manifest,
  });
  const helm = artifact('application/vnd.cncf.helm.chart.content.v1.tar+gzip');
  const tag = (suffix: string) => ({
    annotations: { 'org.opencontainers.image.ref.name': `sha256-${manifest.digest.slice(7)}.${suffix}` },
  });
  const inner = blobs.add(
    index([
      manifest,
      {
        ...buildkit,
        ...unknown,
        annotations: {
          'vnd.docker.reference.type': 'attestation-manifest',
          'vnd.docker.reference.digest': manifest.digest,
        },
      },
    ]),
    MEDIA.index,
  );
  const files = layoutFiles(blobs, [
    ...namedEntries(inner, ['example.org/app:1']),
    bundle,
    { ...signature, ...tag('sig') },
    { ...attestation, ...tag('att') },
    { ...sbom, ...tag('sbom') },
    referrer,
    helm,
  ]);

  it('is listed by what it is and what it speaks of; the image stays one', async () => {
    const read = await plan(files);
    expect(read.faults).toEqual([]);
    expect(read.images.map(({ ref, manifestDigest }) => [ref, manifestDigest])).toEqual([
      ['example.org/app:1', manifest.digest],
    ]);
    const rows = read.attestations.map(({ kind, subject }) => [kind, subject?.digest, subject?.by]);
    expect(rows.sort()).toEqual([
      ['artifact', undefined, undefined],
      ['buildkit-attestation', manifest.digest, 'annotation'],
      ['cosign-attestation', manifest.digest, 'tag'],
      ['cosign-sbom', manifest.digest, 'tag'],
      ['cosign-signature', manifest.digest, 'tag'],
      ['referrer', manifest.digest, 'subject'],
      ['sigstore-bundle', manifest.digest, 'subject'],
    ]);
    expect(read.attestations.every(({ layers }) => layers.every(({ file }) => file !== undefined))).toBe(
      true,
    );
    const roles: Record<string, number> = {};
    for (const { role } of read.blobs) roles[role] = (roles[role] ?? 0) + 1;
    expect(roles).toEqual({ attestation: 16, config: 1, index: 1, layer: 2, manifest: 1 });
  });

  it('the annotations of cosign save are understood', async () => {
    const saved = { ...signature, annotations: { kind: 'dev.cosignproject.cosign/sigs' } };
    const read = await plan(
      layoutFiles(blobs, [{ ...manifest, annotations: { kind: 'dev.cosignproject.cosign/image' } }, saved]),
    );
    expect(read.images).toHaveLength(1);
    expect(read.attestations).toMatchObject([{ kind: 'cosign-signature', subject: undefined }]);
  });

  it('an image that is called an attestation is an image', async () => {
    const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
    const read = await plan(layoutFiles(blobs, [{ ...manifest, ...unknown, annotations }]));
    expect(read.images).toHaveLength(1);
    expect(codes(read)).toEqual(['image.annotation-differs']);
  });
});
