import { normalizePath } from '../base/names.ts';
import type { ReadContext } from '../unpack/types.ts';
import { readDockerArchive } from './docker-archive.ts';
import { DocumentReader } from './document.ts';
import { FileIndex } from './file-index.ts';
import { joinHybrid } from './hybrid.ts';
import { type OciContents, readOciLayout } from './oci-layout.ts';
import type { BlobRole, ImageFile, ImagePlan, LayoutKind, PlannedBlob } from './plan.ts';

const HEX = '[0-9a-f]{64}';
const MARKER = new RegExp(
  `^(?:oci-layout|index\\.json|manifest\\.json|repositories|blobs(?:/.*)?|(?:sha256:)?${HEX}(?:[./].*)?)$`,
);
const DOCKER_MEMBER = new RegExp(
  `^(?:repositories|blobs/sha(?:256|512)/.*|.*/layer\\.tar|(?:sha256:)?${HEX}(?:\\.(?:json|tar|tar\\.gz))?)$`,
);

/** Whether an archive with a member of this name may be an image; {@link looksLikeImage} decides. */
export function isImageMarker(path: string): boolean {
  return MARKER.test(normalizePath(path));
}

/** What kind of image archive these members make, in whatever order and with or without a leading `./`. */
export function looksLikeImage(paths: Iterable<string>): LayoutKind | undefined {
  let version = false;
  let index = false;
  let manifest = false;
  let blobs = false;
  let member = false;
  for (const raw of paths) {
    const path = normalizePath(raw);
    version ||= path === 'oci-layout';
    index ||= path === 'index.json';
    manifest ||= path === 'manifest.json';
    blobs ||= path.startsWith('blobs/sha');
    member ||= DOCKER_MEMBER.test(path);
  }
  const oci = index && (version || blobs);
  // A lone "manifest.json" is as likely a web page's.
  const docker = manifest && member;
  if (oci) return docker ? 'hybrid' : 'oci-layout';
  return docker ? 'docker-archive' : undefined;
}

/**
 * Reads what an archive says about its images: documents only, never a layer. Order of the members does not matter.
 * Nothing is refused: what is wrong is a fault, or a rung of the ladder that fails.
 */
export async function readLayout(files: readonly ImageFile[], context: ReadContext): Promise<ImagePlan> {
  const index = new FileIndex(files);
  const reader = new DocumentReader(index, context);
  const kind =
    looksLikeImage(index.paths()) ?? (index.has('manifest.json') ? 'docker-archive' : 'oci-layout');
  const oci: OciContents =
    kind === 'docker-archive'
      ? { images: [], attestations: [], roles: new Map() }
      : await readOciLayout(reader);
  const docker = kind === 'oci-layout' ? [] : await readDockerArchive(reader);
  const images =
    kind === 'docker-archive' ? docker : joinHybrid(oci.images, docker, (found) => reader.report(found));
  return {
    kind,
    images: images,
    attestations: oci.attestations,
    blobs: blobsOf(index, { ...oci, images: images }),
    faults: [...index.log.all(), ...reader.faults],
    complete: !reader.incomplete && index.log.all().length === 0,
  };
}

/** Every file below `blobs/`, with what it is in the images; the rest belongs to nothing that was read. */
function blobsOf(files: FileIndex, { images, attestations, roles }: OciContents): PlannedBlob[] {
  const role = new Map<string, BlobRole>(roles);
  for (const { config, layers } of attestations) {
    for (const { file } of config ? [config, ...layers] : layers)
      if (file !== undefined) role.set(file.path, 'attestation');
  }
  for (const { layers, configDocument } of images) {
    for (const { file, twins } of layers)
      for (const one of file ? [file, ...twins] : twins) role.set(one.path, 'layer');
    if (configDocument?.path !== undefined) role.set(configDocument.path, 'config');
  }
  const blobs: PlannedBlob[] = [];
  for (const path of files.paths()) {
    const named = /^blobs\/([^/]+)\/([^/]+)$/.exec(path);
    const file = named === null ? undefined : files.resolve(path);
    if (named === null || file === undefined) continue;
    blobs.push({
      file: files.stored(file),
      digest: `${named[1]}:${named[2]}`,
      role: role.get(path) ?? 'unreferenced',
    });
  }
  return blobs;
}
