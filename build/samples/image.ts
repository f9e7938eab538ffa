import { createHash } from 'node:crypto';
import { gzip } from 'pako';
import { directory, file, type Member, tar } from '../../test/fixtures/tar.ts';

export interface SampleLayer {
  readonly createdBy: string;
  readonly files: readonly Member[];
  /** What stands in the archive under this layer's name instead of it. */
  readonly replacedBy?: readonly Member[];
}

/**
 * An OCI image layout in a tar. Its digests hold, but for a layer that was replaced after the manifest was written.
 * Compression is pako's, so that the bytes are the same with every version of Node.
 */
export function ociImage(name: string, layers: readonly SampleLayer[]): Uint8Array {
  const blobs = new Map<string, Uint8Array>();
  const add = (bytes: Uint8Array, stored = bytes): { digest: string; size: number } => {
    const hex = sha256(bytes);
    blobs.set(hex, stored);
    return { digest: `sha256:${hex}`, size: bytes.length };
  };
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

  const archives = layers.map((layer) => tar(layer.files));
  const descriptors = layers.map(({ replacedBy }, i) => ({
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    ...add(gzip(archives[i] ?? new Uint8Array()), replacedBy && gzip(tar(replacedBy))),
  }));
  const config = add(
    json({
      created: CREATED,
      architecture: 'amd64',
      os: 'linux',
      config: { User: 'tide', Cmd: ['node', '/srv/tide/server.js'], WorkingDir: '/srv/tide' },
      rootfs: { type: 'layers', diff_ids: archives.map((archive) => `sha256:${sha256(archive)}`) },
      history: layers.map(({ createdBy }) => ({ created: CREATED, created_by: createdBy })),
    }),
  );
  const manifest = add(
    json({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
      layers: descriptors,
    }),
  );
  const index = json({
    schemaVersion: 2,
    manifests: [
      {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        ...manifest,
        annotations: { 'org.opencontainers.image.ref.name': name },
        platform: { architecture: 'amd64', os: 'linux' },
      },
    ],
  });
  return tar([
    file('oci-layout', json({ imageLayoutVersion: '1.0.0' })),
    file('index.json', index),
    directory('blobs'),
    directory('blobs/sha256'),
    // Manifest and config first: of an archive that was cut off, they tell what is missing.
    ...[...[...blobs].slice(-2), ...[...blobs].slice(0, -2)].map(([hex, bytes]) =>
      file(`blobs/sha256/${hex}`, bytes),
    ),
  ]);
}

const CREATED = '2025-10-09T08:53:20Z';

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
