import { ownText } from '../base/json-shape.ts';
import { limitFault } from '../base/limits.ts';
import { fault } from '../base/result.ts';
import { quoted } from '../unpack/zip-faults.ts';
import { announcesArtifact, describeArtifact, isImage } from './attestations.ts';
import type { Descriptor } from './descriptor.ts';
import type { Document, DocumentReader } from './document.ts';
import { type ManifestDocument, readManifest } from './manifest.ts';
import { mediaClass } from './media-types.ts';
import { groupByName } from './names.ts';
import { type ImageDraft, planImage } from './oci-image.ts';
import type { HeldDocument, PlannedImage, PlannedManifest } from './plan.ts';

/** What an OCI layout holds, before it is known which file is what for. */
export interface OciContents {
  readonly images: PlannedImage[];
  readonly attestations: PlannedManifest[];
  /** Paths of the documents read, by what they turned out to be. */
  readonly roles: ReadonlyMap<string, 'index' | 'manifest' | 'attestation'>;
}

/** Reads an OCI layout from `index.json` down (image-spec, image-layout.md, image-index.md, manifest.md). */
export async function readOciLayout(reader: DocumentReader): Promise<OciContents> {
  const walk = new Walk(reader);
  const version = await reader.byPath('oci-layout');
  if (version === undefined) {
    reader.report(
      fault(
        'image.oci-layout-absent',
        'warning',
        'The file "oci-layout" is missing. The rest is read as an OCI layout all the same.',
      ),
    );
  }
  const stated = version?.object && ownText(version.object, 'imageLayoutVersion');
  if (version !== undefined && stated !== '1.0.0') {
    const message =
      'The file "oci-layout" does not state layout version 1.0.0. The rest is read as if it did.';
    reader.report(fault('image.layout-version', 'warning', message, { entry: 'oci-layout' }));
  }
  const top = await reader.byPath('index.json');
  const listed = top?.object === undefined ? undefined : walk.narrow(top.object, 'index.json');
  if (listed?.manifests === undefined) {
    reader.report(
      fault(
        'image.index-invalid',
        'error',
        'The file "index.json" lists no manifests, so no image was found through it.',
        { entry: 'index.json' },
      ),
    );
  }
  await walk.from(listed?.manifests ?? []);
  return walk.contents();
}

/** An index entry yet to be looked at. */
interface Pending {
  readonly descriptor: Descriptor;
  readonly indexes: readonly HeldDocument[];
  readonly names: readonly string[];
  readonly listedIn: string;
}

class Walk {
  readonly #reader: DocumentReader;
  readonly #pending: Pending[] = [];
  readonly #images = new Map<string, ImageDraft>();
  readonly #artifacts = new Map<string, PlannedManifest>();
  readonly #absent: Pending[] = [];
  readonly #visited = new Set<string>();
  readonly #roles = new Map<string, 'index' | 'manifest' | 'attestation'>();
  readonly #narrowed = new Map<string, ManifestDocument>();

  constructor(reader: DocumentReader) {
    this.#reader = reader;
  }

  async from(descriptors: readonly Descriptor[]): Promise<void> {
    for (const [, { descriptor, names }] of groupByName(descriptors)) {
      this.#pending.push({ descriptor, indexes: [], names, listedIn: 'index.json' });
    }
    // Breadth first: what is found at all is found at its smallest depth, so the limit hides nothing by order.
    for (let at = 0; at < this.#pending.length; at++) {
      const pending = this.#pending[at];
      if (pending !== undefined) await this.#visit(pending);
    }
  }

  async contents(): Promise<OciContents> {
    const images: PlannedImage[] = [];
    for (const draft of this.#images.values()) images.push(await planImage(this.#reader, draft));
    this.#reportAbsent(images.length);
    return { images, attestations: [...this.#artifacts.values()], roles: this.#roles };
  }

  /** Narrows a document once; its faults are told once. */
  narrow(object: NonNullable<Document['object']>, path: string): ManifestDocument {
    const known = this.#narrowed.get(path);
    if (known !== undefined) return known;
    const document = readManifest(object, path, (found) => this.#reader.report(found));
    this.#narrowed.set(path, document);
    return document;
  }

  async #visit(pending: Pending): Promise<void> {
    const { descriptor, indexes, names, listedIn } = pending;
    const tag = names.find((name) => name.includes('sha256-') || name.includes('sha512-'));
    const document = await this.#reader.byDescriptor(descriptor, `an entry of "${listedIn}"`, listedIn);
    const path = document.held.path ?? descriptor.digest ?? '';
    if (document.object === undefined) {
      const manifestLike = descriptor.mediaType === undefined || mediaClass(descriptor.mediaType) !== 'other';
      if (manifestLike && !announcesArtifact(descriptor, tag)) this.#noManifest(pending, document);
      else this.#addArtifact(path, descriptor, undefined, document.held, tag);
      return;
    }
    const manifest = this.narrow(document.object, path);
    this.#compareMediaTypes(descriptor, manifest, path);
    if (manifest.content === undefined && manifest.manifests === undefined) {
      this.#noManifest(pending, document);
      return;
    }
    if (manifest.content !== undefined) {
      const image = isImage(manifest);
      if (image && announcesArtifact(descriptor, tag)) this.#disguised(path, listedIn);
      if (image) this.#addImage(pending, document, manifest);
      else this.#addArtifact(path, descriptor, manifest, document.held, tag);
    }
    if (manifest.manifests !== undefined)
      this.#descend(pending, document.held, path, manifest.manifests, indexes, names);
  }

  #descend(
    pending: Pending,
    held: HeldDocument,
    path: string,
    manifests: readonly Descriptor[],
    indexes: readonly HeldDocument[],
    names: readonly string[],
  ): void {
    this.#roles.set(path, 'index');
    if (this.#visited.has(path)) return;
    this.#visited.add(path);
    const { limits } = this.#reader;
    if (indexes.length >= limits.nesting) {
      const what = `The index "${path}" lies too deep below "index.json" and was not opened.`;
      this.#reader.report(limitFault('nesting', limits, what, { entry: pending.listedIn }));
      return;
    }
    const chain = [...indexes, held];
    for (const descriptor of manifests) {
      this.#pending.push({ descriptor, indexes: chain, names, listedIn: path });
    }
  }

  #addImage(pending: Pending, document: Document, manifest: ManifestDocument | undefined): void {
    const { descriptor, indexes, names } = pending;
    const key = document.held.path ?? descriptor.digest ?? '';
    const draft = this.#images.get(key) ?? { references: new Map(), names: new Set(), document, manifest };
    this.#images.set(key, draft);
    this.#roles.set(key, 'manifest');
    const { platform } = descriptor;
    const way = JSON.stringify([descriptor.digest, descriptor.size, platform, indexes.at(-1)?.digest]);
    if (!draft.references.has(way)) draft.references.set(way, { indexes, manifest: document.held, platform });
    for (const name of names) draft.names.add(name);
  }

  #addArtifact(
    key: string,
    descriptor: Descriptor,
    manifest: ManifestDocument | undefined,
    held: HeldDocument,
    tag: string | undefined,
  ): void {
    this.#roles.set(key, 'attestation');
    if (this.#artifacts.has(key)) return;
    this.#artifacts.set(key, describeArtifact(descriptor, manifest, held, tag, this.#reader.files));
  }

  /** An entry without a manifest to read: of `index.json` it is an image that is not there; deeper, a platform that was not saved. */
  #noManifest(pending: Pending, document: Document): void {
    if (document.held.measured !== undefined) {
      const entry = document.held.path;
      this.#reader.report(
        fault(
          'image.manifest-invalid',
          'error',
          `"${entry}" is listed in "${pending.listedIn}" and is neither an index nor a manifest.`,
          {
            entry,
          },
        ),
      );
    }
    if (pending.indexes.length === 0 || document.held.measured !== undefined)
      this.#addImage(pending, document, undefined);
    else this.#absent.push(pending);
  }

  /** Layouts often keep the index of all platforms and the image of one: worth saying, and no fault unless nothing is left. */
  #reportAbsent(images: number): void {
    const first = this.#absent[0];
    if (first === undefined) return;
    const count = this.#absent.length;
    const listed = count === 1 ? '1 manifest is' : `${count.toLocaleString('en')} manifests are`;
    const message = `${listed} listed in "${first.listedIn}" but not in the file (${quoted(first.descriptor.digest ?? '')}${count > 1 ? ' and others' : ''}).`;
    this.#reader.report(
      fault('image.manifest-absent', images > 0 ? 'info' : 'error', message, { entry: first.listedIn }),
    );
  }

  /** An index can call an image an attestation or a signature; a runtime starts it all the same. */
  #disguised(path: string, listedIn: string): void {
    const message = `"${listedIn}" calls "${path}" something that is no image, but its layers are a file system. It is shown as an image.`;
    this.#reader.report(fault('image.annotation-differs', 'warning', message, { entry: path }));
  }

  #compareMediaTypes(descriptor: Descriptor, manifest: ManifestDocument, path: string): void {
    const { mediaType } = descriptor;
    if (mediaType === undefined || manifest.mediaType === undefined || mediaType === manifest.mediaType)
      return;
    const message = `"${path}" says it is ${quoted(manifest.mediaType)}; what refers to it says ${quoted(mediaType)}.`;
    this.#reader.report(fault('image.media-type-differs', 'warning', message, { entry: path }));
  }
}
