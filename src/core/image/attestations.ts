import type { Descriptor } from './descriptor.ts';
import { readDigest } from './descriptor.ts';
import type { FileIndex } from './file-index.ts';
import type { ManifestDocument } from './manifest.ts';
import {
  DSSE_ENVELOPE,
  EMPTY_CONFIG,
  IN_TOTO,
  mediaClass,
  NOTARY_SIGNATURE,
  SIGSTORE_BUNDLE,
  SIMPLE_SIGNING,
} from './media-types.ts';
import type { ArtifactBlob, HeldDocument, ManifestKind, PlannedManifest } from './plan.ts';

const REFERENCE_TYPE = 'vnd.docker.reference.type';
const REFERENCE_DIGEST = 'vnd.docker.reference.digest';
/** Annotation of `cosign save` on the entries of `index.json`. */
const COSIGN_KIND = 'kind';

/** Tags under which cosign keeps what belongs to a digest, and the referrers fallback tag (distribution-spec). */
const DIGEST_TAG = /(?:^|[:/])(sha256|sha512)-([0-9a-f]{64}|[0-9a-f]{128})(?:\.(sig|att|sbom))?$/;

/**
 * Whether a manifest is an image: what its layers are decides. An annotation can call an image an attestation, and a
 * runtime would start it all the same.
 */
export function isImage(manifest: ManifestDocument): boolean {
  const { config, layers } = manifest.content ?? { config: undefined, layers: [] };
  const empty = config?.mediaType === EMPTY_CONFIG;
  if (layers.some(({ mediaType }) => mediaClass(mediaType) === 'layer'))
    return !(empty && manifest.artifactType !== undefined);
  if (mediaClass(config?.mediaType) !== 'config') return false;
  return layers.every(({ mediaType }) => mediaType === undefined) && manifest.artifactType === undefined;
}

/** Describes a manifest that is no image. `manifest` is absent when it is not in the archive. */
export function describeArtifact(
  descriptor: Descriptor,
  manifest: ManifestDocument | undefined,
  held: HeldDocument,
  tag: string | undefined,
  files: FileIndex,
): PlannedManifest {
  const artifactType = manifest?.artifactType ?? descriptor.artifactType;
  const { config, layers = [] } = manifest?.content ?? {};
  return {
    kind: kindOf(descriptor, manifest, artifactType, tag),
    document: held,
    mediaType: manifest?.mediaType ?? descriptor.mediaType,
    artifactType,
    subject: subjectOf(descriptor, manifest, tag),
    tag,
    annotations: Object.assign(Object.create(null), manifest?.annotations, descriptor.annotations),
    config: config && artifactBlob(config, files),
    layers: layers.map((layer) => artifactBlob(layer, files)),
  };
}

function artifactBlob({ digest, mediaType, size, annotations }: Descriptor, files: FileIndex): ArtifactBlob {
  const read = digest === undefined ? undefined : readDigest(digest);
  const file = read === undefined || read.state === 'invalid' ? undefined : files.resolve(read.path);
  return { digest, mediaType: mediaType ?? '', size, annotations, file: file && files.stored(file) };
}

/** Whether an index entry announces something that is no image, before its manifest was seen. */
export function announcesArtifact(descriptor: Descriptor, tag: string | undefined): boolean {
  return (
    descriptor.annotations[REFERENCE_TYPE] !== undefined ||
    (descriptor.artifactType !== undefined && mediaClass(descriptor.artifactType) !== 'config') ||
    cosignKind(descriptor, tag) !== undefined
  );
}

function kindOf(
  descriptor: Descriptor,
  manifest: ManifestDocument | undefined,
  artifactType: string | undefined,
  tag: string | undefined,
): ManifestKind {
  const types = (manifest?.content?.layers ?? []).map(({ mediaType }) => mediaType ?? '');
  if (artifactType?.startsWith(SIGSTORE_BUNDLE) || types.some((type) => type.startsWith(SIGSTORE_BUNDLE))) {
    return 'sigstore-bundle';
  }
  if (artifactType === NOTARY_SIGNATURE || manifest?.content?.config?.mediaType === NOTARY_SIGNATURE) {
    return 'notary-signature';
  }
  const cosign = cosignKind(descriptor, tag);
  if (cosign !== undefined) return cosign;
  if (types.includes(SIMPLE_SIGNING)) return 'cosign-signature';
  if (descriptor.annotations[REFERENCE_TYPE] === 'attestation-manifest' || types.includes(IN_TOTO)) {
    return 'buildkit-attestation';
  }
  if (types.includes(DSSE_ENVELOPE)) return 'cosign-attestation';
  return manifest?.subject === undefined ? 'artifact' : 'referrer';
}

function cosignKind(descriptor: Descriptor, tag: string | undefined): ManifestKind | undefined {
  const suffix = DIGEST_TAG.exec(tag ?? '')?.[3];
  const saved = /^dev\.cosignproject\.cosign\/(sigs|atts|sboms)$/.exec(
    descriptor.annotations[COSIGN_KIND] ?? '',
  )?.[1];
  if (suffix === 'sig' || saved === 'sigs') return 'cosign-signature';
  if (suffix === 'att' || saved === 'atts') return 'cosign-attestation';
  return suffix === 'sbom' || saved === 'sboms' ? 'cosign-sbom' : undefined;
}

/** The manifest's own word counts most: it is under the digest. An annotation of the index or a tag is not. */
function subjectOf(
  descriptor: Descriptor,
  manifest: ManifestDocument | undefined,
  tag: string | undefined,
): PlannedManifest['subject'] {
  if (manifest?.subject?.digest !== undefined) return { digest: manifest.subject.digest, by: 'subject' };
  const reference = descriptor.annotations[REFERENCE_DIGEST];
  if (reference !== undefined) return { digest: reference, by: 'annotation' };
  const [, algorithm, hex] = DIGEST_TAG.exec(tag ?? '') ?? [];
  return algorithm === undefined ? undefined : { digest: `${algorithm}:${hex}`, by: 'tag' };
}
