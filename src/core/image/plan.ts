import type { Fault } from '../base/result.ts';
import type { EntryType } from '../model/entry-table.ts';
import type { Step } from '../model/source.ts';
import type { ImageConfig, Platform } from './config.ts';

/** A member of the archive that an image may lie in, as the driver hands it over. Members come in archive order. */
export interface ImageFile {
  readonly path: string;
  readonly size: number;
  readonly type: EntryType;
  /** Target of a symbolic or hard link, as written. */
  readonly link?: string | undefined;
  /** From the archive's bytes to the content. */
  readonly steps: readonly Step[];
  /** The whole content. Called only for documents, after `size` was held against the limits. */
  read(): Promise<Uint8Array>;
}

/** Where bytes lie in the archive. */
export interface StoredFile {
  /** Key of the bytes: one path, however many images and links lead to it. */
  readonly path: string;
  readonly size: number;
  readonly steps: readonly Step[];
}

export type LayoutKind = 'oci-layout' | 'docker-archive' | 'hybrid';

/** What an archive says about its images, and where the bytes are. Plain data: crosses a worker boundary. */
export interface ImagePlan {
  readonly kind: LayoutKind;
  readonly images: readonly PlannedImage[];
  /** Manifests that are no images: attestations, signatures, referrers, other artifacts. Read later, by kind. */
  readonly attestations: readonly PlannedManifest[];
  /** Every file below `blobs/`. */
  readonly blobs: readonly PlannedBlob[];
  readonly faults: readonly Fault[];
  /** False when images may be missing from `images`. */
  readonly complete: boolean;
}

/** One image for one platform. */
export interface PlannedImage {
  /** The name to show; names are covered by no digest. */
  readonly ref: string | undefined;
  readonly tags: readonly string[];
  /** Every way an index leads to the manifest, first found first. Empty for a docker-archive. */
  readonly references: readonly ImageReference[];
  /** Digest of the manifest as measured; absent for a docker-archive, and when the manifest is. */
  readonly manifestDigest: string | undefined;
  readonly manifestMediaType: string | undefined;
  /** Digest of the config as measured: the image ID. */
  readonly configDigest: string | undefined;
  readonly configDocument: HeldDocument | undefined;
  readonly config: ImageConfig | undefined;
  readonly layers: readonly PlannedLayer[];
  /** What cannot be looked at, one sentence each. */
  readonly notInspected: readonly string[];
}

/** One way from `index.json` to a manifest. */
export interface ImageReference {
  /** Indexes between `index.json` and the manifest, outermost first. */
  readonly indexes: readonly HeldDocument[];
  readonly manifest: HeldDocument;
  /** As the last index states it. */
  readonly platform: Platform | undefined;
}

/** A JSON document of the archive beside what is stated of it. */
export interface HeldDocument {
  /** Where it is, or should be, in the archive. */
  readonly path: string | undefined;
  /** `sha256:…` as stated by what refers to it; absent when nothing states one. */
  readonly digest: string | undefined;
  readonly size: number | undefined;
  /** Of the bytes as they are; absent when they are not there, or the algorithm is none that Loupe computes. */
  readonly measured: { readonly digest: string; readonly size: number } | undefined;
  /** Why nothing was measured. */
  readonly reason: string | undefined;
}

/** One layer of an image, base first. */
export interface PlannedLayer {
  readonly index: number;
  /** As the manifest states it; absent in a docker-archive. */
  readonly digest: string | undefined;
  /** As the config states it. */
  readonly diffID: string | undefined;
  /** Empty when not stated. */
  readonly mediaType: string;
  readonly size: number | undefined;
  /** Where a layer that is not distributed can be fetched. Never fetched. */
  readonly urls: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  /** Absent when the layer is not in the archive. */
  readonly file: StoredFile | undefined;
  /** Where the layer is, or should be, in the archive. */
  readonly path: string | undefined;
  /** Other files of the archive that are said to hold the same layer. */
  readonly twins: readonly StoredFile[];
  /** From the history entry that made it, when the counts agree. */
  readonly createdBy: string | undefined;
}

export type ManifestKind =
  | 'buildkit-attestation'
  | 'sigstore-bundle'
  | 'cosign-signature'
  | 'cosign-attestation'
  | 'cosign-sbom'
  | 'notary-signature'
  | 'referrer'
  | 'artifact';

/** A manifest that is no image. */
export interface PlannedManifest {
  readonly kind: ManifestKind;
  readonly document: HeldDocument;
  readonly mediaType: string | undefined;
  readonly artifactType: string | undefined;
  /** Digest of what it speaks of, with who says so; absent when nothing does. */
  readonly subject: { readonly digest: string; readonly by: 'subject' | 'annotation' | 'tag' } | undefined;
  readonly tag: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  /** Often an empty object; some artifacts keep what matters in it. */
  readonly config: ArtifactBlob | undefined;
  readonly layers: readonly ArtifactBlob[];
}

/** A blob that a manifest which is no image refers to. */
export interface ArtifactBlob {
  readonly digest: string | undefined;
  readonly mediaType: string;
  readonly size: number | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  readonly file: StoredFile | undefined;
}

export interface PlannedBlob {
  readonly file: StoredFile;
  /** As the path states it: `sha256:…`. */
  readonly digest: string;
  readonly role: BlobRole;
}

export type BlobRole = 'index' | 'manifest' | 'config' | 'layer' | 'attestation' | 'unreferenced';

/** The distinct files that hold layers: what must be measured before the ladder is complete. */
export function layerFiles(plan: ImagePlan): StoredFile[] {
  const files = new Map<string, StoredFile>();
  for (const { layers } of plan.images) {
    for (const { file, twins } of layers) {
      if (file !== undefined) files.set(file.path, file);
      for (const twin of twins) files.set(twin.path, twin);
    }
  }
  return [...files.values()];
}
