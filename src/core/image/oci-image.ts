import { limitFault } from '../base/limits.ts';
import { fault } from '../base/result.ts';
import { type ImageConfig, readConfig } from './config.ts';
import type { Descriptor } from './descriptor.ts';
import type { Document, DocumentReader } from './document.ts';
import { absentLayers, layersOf } from './layers.ts';
import type { ManifestDocument } from './manifest.ts';
import { namesOf } from './names.ts';
import type { ImageReference, PlannedImage } from './plan.ts';

/** An image as the walk over the indexes left it: its manifest, and every way to it. */
export interface ImageDraft {
  readonly references: Map<string, ImageReference>;
  readonly names: Set<string>;
  readonly document: Document;
  /** Absent when the document is not there, or is no manifest. */
  readonly manifest: ManifestDocument | undefined;
}

/** Reads the config of an image and lays its layers beside it. */
export async function planImage(reader: DocumentReader, draft: ImageDraft): Promise<PlannedImage> {
  const { document, manifest } = draft;
  const names = namesOf([...draft.names]);
  const base = {
    ref: names[0],
    tags: names,
    references: [...draft.references.values()],
    manifestDigest: document.held.measured?.digest,
    manifestMediaType: manifest?.mediaType,
  };
  if (manifest === undefined) {
    const why = document.held.reason ?? 'Its bytes are no manifest.';
    const message = `The manifest of the image could not be read, and so nothing of the image was inspected. ${why}`;
    reader.report(fault('image.manifest-absent', 'error', message, { entry: document.held.path }));
    return {
      ...base,
      configDigest: undefined,
      configDocument: undefined,
      config: undefined,
      layers: [],
      notInspected: [message],
    };
  }
  const configDocument = await reader.byDescriptor(
    manifest.content?.config ?? NO_DESCRIPTOR,
    'the config',
    document.held.path,
  );
  const config = readConfigOf(reader, configDocument);
  const layers = layersOf(withinLimit(reader, manifest, document.held.path), config, reader.files);
  const absent = absentLayers(layers);
  reader.report(...absent);
  return {
    ...base,
    configDigest: configDocument.held.measured?.digest,
    configDocument: configDocument.held,
    config,
    layers,
    notInspected: absent.map(({ message }) => message),
  };
}

function readConfigOf(reader: DocumentReader, { held, object }: Document): ImageConfig | undefined {
  if (object === undefined) {
    const why = held.reason ?? 'It is not a JSON object.';
    reader.report(
      fault('image.config-absent', 'error', `The config of the image could not be read. ${why}`, {
        entry: held.path,
      }),
    );
    return undefined;
  }
  return readConfig(object, held.path ?? '', (found) => reader.report(found));
}

function withinLimit(
  reader: DocumentReader,
  manifest: ManifestDocument,
  entry: string | undefined,
): readonly Descriptor[] {
  const layers = manifest.content?.layers ?? [];
  const { limits } = reader;
  if (layers.length <= limits.entriesPerArchive) return layers;
  const what = `"${entry ?? ''}" lists ${layers.length.toLocaleString('en')} layers.`;
  reader.report(limitFault('entriesPerArchive', limits, what, { entry, kept: 'before' }));
  return layers.slice(0, limits.entriesPerArchive);
}

const NO_DESCRIPTOR: Descriptor = {
  mediaType: undefined,
  digest: undefined,
  size: undefined,
  urls: [],
  annotations: {},
  artifactType: undefined,
  platform: undefined,
};
