import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
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
  type Tamper,
} from '../fixtures/image.ts';
import { ladders, odd } from '../fixtures/image-plan.ts';

const base = encodeUtf8('base '.repeat(500));
const SPEC: ImageSpec = {
  tags: ['example.org/app:1'],
  layers: [
    { tar: base, compression: 'gzip' },
    { tar: encodeUtf8('second '.repeat(700)), compression: 'zstd' },
    { tar: encodeUtf8('third '.repeat(300)), compression: 'gzip-members' },
    { tar: encodeUtf8('fourth'), compression: 'none' },
  ],
};

const change = (files: readonly ArchiveFile[], path: string, edit: (content: Uint8Array) => Uint8Array) =>
  files.map((file) =>
    file.path === path ? { ...file, content: edit(file.content ?? new Uint8Array(0)) } : file,
  );
const flip = (at: number) => (content: Uint8Array) => content.with(at, (content[at] ?? 0) ^ 0x40);

describe('an image that agrees with itself', () => {
  it('passes every rung of an OCI layout', async () => {
    const [rungs = []] = await ladders(ociLayout([SPEC]));
    expect(odd(rungs)).toEqual([]);
    expect(rungs.map(({ rung }) => rung)).toEqual([
      ...[
        'blob',
        'size',
        'diffID',
        'blob',
        'size',
        'diffID',
        'blob',
        'size',
        'diffID',
        'blob',
        'size',
        'diffID',
      ],
      ...['config', 'manifest', 'platform', 'count'],
    ]);
  });

  it('passes whatever the layout, with the rungs that its statements allow', async () => {
    const plain = {
      ...SPEC,
      layers: SPEC.layers.map((layer) => ({ ...layer, compression: 'none' as const })),
    };
    const kinds = async (files: readonly ArchiveFile[]) => {
      const all = await ladders(files);
      expect(all).toHaveLength(1);
      expect(odd(all[0] ?? [])).toEqual([]);
      return [...new Set((all[0] ?? []).map(({ rung }) => rung))];
    };
    expect(await kinds(hybrid([plain]))).toEqual([
      'blob',
      'size',
      'diffID',
      'config',
      'manifest',
      'platform',
      'count',
    ]);
    expect(await kinds(dockerArchive([SPEC]))).toEqual(['diffID', 'config', 'count']);
    expect(await kinds(legacySave(SPEC))).toEqual(['diffID', 'config', 'count']);
  });

  it('holds each nested index against what refers to it', async () => {
    const blobs = new Blobs();
    const { manifest } = addImage(blobs, SPEC);
    const inner = blobs.add(
      json({ schemaVersion: 2, mediaType: MEDIA.index, manifests: [manifest] }),
      MEDIA.index,
    );
    const files = layoutFiles(blobs, namedEntries(inner, SPEC.tags));
    const [rungs = []] = await ladders(files);
    expect(odd(rungs)).toEqual([]);
    expect(rungs.filter(({ rung }) => rung === 'index')).toMatchObject([
      { of: inner.digest, actual: inner.digest },
    ]);

    const wrong = layoutFiles(blobs, namedEntries({ ...inner, size: inner.size - 1 }, SPEC.tags));
    expect(odd((await ladders(wrong))[0] ?? [])).toEqual(['index fail']);
  });

  it('takes a variant left out for the usual one', async () => {
    const arm = { ...SPEC, architecture: 'arm64' };
    const blobs = new Blobs();
    const { manifest } = addImage(blobs, arm);
    const entry = { ...manifest, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } };
    expect(odd((await ladders(layoutFiles(blobs, [entry])))[0] ?? [])).toEqual([]);
    const other = { ...manifest, platform: { os: 'linux', architecture: 'arm64', variant: 'v9' } };
    expect(odd((await ladders(layoutFiles(blobs, [other])))[0] ?? [])).toEqual(['platform fail']);
  });

  it('has no platform rung where the index states none', async () => {
    const blobs = new Blobs();
    const { platform: _, ...entry } = addImage(blobs, SPEC).manifest;
    const [rungs = []] = await ladders(layoutFiles(blobs, [entry]));
    expect(rungs.some(({ rung }) => rung === 'platform')).toBe(false);
    expect(odd(rungs)).toEqual([]);
  });
});

describe('one statement made wrong, and every digest above it sealed again', () => {
  const oci: readonly Tamper[] = ['blob', 'size', 'diffID', 'config', 'count', 'platform'];
  it.each(oci)('an OCI layout: exactly the %s rung fails', async (tamper) => {
    const [rungs = []] = await ladders(ociLayout([SPEC], tamper));
    expect(rungs.filter(({ status }) => status === 'fail').map(({ rung }) => rung)).toEqual([tamper]);
  });

  it.each(oci)('a hybrid: exactly the %s rung fails', async (tamper) => {
    const [rungs = []] = await ladders(hybrid([SPEC], tamper));
    expect(rungs.filter(({ status }) => status === 'fail').map(({ rung }) => rung)).toEqual([tamper]);
  });

  it.each(['diffID', 'config', 'count'] as const)(
    'a docker-archive: exactly the %s rung fails',
    async (tamper) => {
      const [rungs = []] = await ladders(dockerArchive([SPEC], tamper));
      expect(rungs.filter(({ status }) => status === 'fail').map(({ rung }) => rung)).toEqual([tamper]);
    },
  );

  it('an extra or missing history entry fails the count and nothing else', async () => {
    const history = SPEC.layers.slice(1).map((_, i) => ({ created_by: `step ${i}` }));
    expect(odd((await ladders(ociLayout([{ ...SPEC, history }])))[0] ?? [])).toEqual(['count fail']);
  });

  it('a manifest, and a size stated for a manifest or a config, fail the rung of that document', async () => {
    const blobs = new Blobs();
    const { manifest } = addImage(blobs, SPEC);
    expect(odd((await ladders(layoutFiles(blobs, [{ ...manifest, size: 1 }])))[0] ?? [])).toEqual([
      'manifest fail',
    ]);
    const path = blobPath(manifest.digest);
    const spaced = change(layoutFiles(blobs, [manifest]), path, (content) =>
      encodeUtf8(`${new TextDecoder().decode(content)} `),
    );
    expect(odd((await ladders(spaced))[0] ?? [])).toEqual(['manifest fail']);

    const layers = new Blobs();
    const built = addImage(layers, SPEC);
    const sealed = {
      schemaVersion: 2,
      mediaType: MEDIA.manifest,
      config: { ...built.config, size: 9 },
      layers: built.layers,
    };
    const entry = layers.add(json(sealed), MEDIA.manifest);
    const [rungs = []] = await ladders(layoutFiles(layers, [entry]));
    expect(rungs.filter(({ status }) => status !== 'pass')).toMatchObject([
      { rung: 'config', status: 'fail', expected: '9 bytes', actual: `${built.config.size} bytes` },
    ]);
  });
});

describe('bytes changed under a name', () => {
  const stored = (files: readonly ArchiveFile[]) => files.filter(({ path }) => path.startsWith('blobs/'));

  it('a flipped byte that the codec notices: the blob fails, the diffID cannot be computed', async () => {
    const files = ociLayout([SPEC]);
    const path = stored(files)[0]?.path ?? '';
    const [rungs = []] = await ladders(change(files, path, flip(20)));
    expect(odd(rungs)).toEqual(['blob fail', 'diffID absent']);
    expect(rungs.find(({ status }) => status === 'absent')?.reason).toContain('could not be unpacked');
  });

  it('a flipped byte that unpacks to something else: the blob and the diffID fail', async () => {
    const files = ociLayout([SPEC]);
    const zstd = stored(files)[1]?.path ?? '';
    const [rungs = []] = await ladders(change(files, zstd, flip(500)));
    expect(odd(rungs)).toEqual(['blob fail', 'diffID fail']);
    expect(odd((await ladders(change(files, stored(files)[3]?.path ?? '', flip(2))))[0] ?? [])).toEqual([
      'blob fail',
      'diffID fail',
    ]);
  });

  it('a truncated layer fails in digest and size, and the rest is untouched', async () => {
    const files = ociLayout([SPEC]);
    const [rungs = []] = await ladders(
      change(files, stored(files)[0]?.path ?? '', (content) => content.slice(0, -30)),
    );
    expect(odd(rungs)).toEqual(['blob fail', 'size fail', 'diffID absent']);
  });
});

describe('what is not in the archive', () => {
  const without = (files: readonly ArchiveFile[], path: string) => files.filter((file) => file.path !== path);

  it('a layer', async () => {
    const files = ociLayout([SPEC]);
    const digest = sha256(files.find(({ path }) => path.startsWith('blobs/'))?.content ?? base);
    const [rungs = []] = await ladders(without(files, blobPath(digest)));
    expect(odd(rungs)).toEqual(['blob absent', 'size absent', 'diffID absent']);
    expect(rungs.find(({ rung }) => rung === 'blob')).toMatchObject({
      of: digest,
      expected: digest,
      actual: '',
      reason: `"${blobPath(digest)}" is not in the file.`,
    });
  });

  it('a layer of a docker-archive', async () => {
    const files = dockerArchive([SPEC]);
    const path = `${sha256(base).slice(7)}.tar`;
    const [rungs = []] = await ladders(without(files, path));
    expect(rungs.filter(({ status }) => status !== 'pass')).toMatchObject([
      { rung: 'blob', of: path, status: 'absent', reason: `"${path}" is not in the file.` },
      { rung: 'diffID', status: 'absent' },
    ]);
  });

  it('a config: everything it would state is absent, and the layers still hold', async () => {
    const blobs = new Blobs();
    const { config, manifest } = addImage(blobs, SPEC);
    const [rungs = []] = await ladders(without(layoutFiles(blobs, [manifest]), blobPath(config.digest)));
    expect([...new Set(odd(rungs))]).toEqual([
      'diffID absent',
      'config absent',
      'platform absent',
      'count absent',
    ]);
  });

  it('a manifest', async () => {
    const blobs = new Blobs();
    const { manifest } = addImage(blobs, SPEC);
    const [rungs = []] = await ladders(without(layoutFiles(blobs, [manifest]), blobPath(manifest.digest)));
    expect(odd(rungs)).toEqual(['manifest absent', 'platform absent']);
  });
});
