/** What a descriptor's media type says its content is. */
export type MediaClass = 'index' | 'manifest' | 'artifact-manifest' | 'config' | 'layer' | 'other';

const CLASSES: Readonly<Record<string, MediaClass>> = {
  'application/vnd.oci.image.index.v1+json': 'index',
  'application/vnd.docker.distribution.manifest.list.v2+json': 'index',
  'application/vnd.oci.image.manifest.v1+json': 'manifest',
  'application/vnd.docker.distribution.manifest.v2+json': 'manifest',
  'application/vnd.oci.artifact.manifest.v1+json': 'artifact-manifest',
  'application/vnd.oci.image.config.v1+json': 'config',
  'application/vnd.docker.container.image.v1+json': 'config',
};

const LAYER =
  /^application\/vnd\.(?:oci\.image\.layer\.(?:nondistributable\.)?v1|docker\.image\.rootfs(?:\.foreign)?\.diff)\.tar(?:[.+](gzip|zstd))?$/;

/** OCI image-spec, media-types.md; the Docker types of its compatibility matrix. */
export function mediaClass(mediaType: string | undefined): MediaClass {
  if (mediaType === undefined) return 'other';
  return (
    (Object.hasOwn(CLASSES, mediaType) ? CLASSES[mediaType] : undefined) ??
    (LAYER.test(mediaType) ? 'layer' : 'other')
  );
}

/** The codec a layer's media type promises, `none` for a plain tar; `undefined` when it is no layer type. */
export function statedCompression(mediaType: string): 'none' | 'gzip' | 'zstd' | undefined {
  const match = LAYER.exec(mediaType);
  if (match === null) return undefined;
  return match[1] === 'gzip' || match[1] === 'zstd' ? match[1] : 'none';
}

export const EMPTY_CONFIG = 'application/vnd.oci.empty.v1+json';
export const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';
export const DSSE_ENVELOPE = 'application/vnd.dsse.envelope.v1+json';
export const IN_TOTO = 'application/vnd.in-toto+json';
export const SIGSTORE_BUNDLE = 'application/vnd.dev.sigstore.bundle';
export const NOTARY_SIGNATURE = 'application/vnd.cncf.notary.signature';
