import { type Fault, fault } from '../base/result.ts';
import { quoted } from '../unpack/zip-faults.ts';
import type { HistoryEntry, ImageConfig } from './config.ts';
import { type Descriptor, readDigest } from './descriptor.ts';
import type { FileIndex } from './file-index.ts';
import { statedCompression } from './media-types.ts';
import type { PlannedLayer } from './plan.ts';

/** Layers of a manifest, each beside its blob, its diffID and the history entry that made it. */
export function layersOf(
  descriptors: readonly Descriptor[],
  config: ImageConfig | undefined,
  files: FileIndex,
): PlannedLayer[] {
  const made = madeBy(config?.history, descriptors.length);
  return descriptors.map((descriptor, index) => {
    const read = descriptor.digest === undefined ? undefined : readDigest(descriptor.digest);
    const path = read === undefined || read.state === 'invalid' ? undefined : read.path;
    const file = path === undefined ? undefined : files.resolve(path);
    return {
      index,
      digest: descriptor.digest,
      diffID: config?.diffIDs[index],
      mediaType: descriptor.mediaType ?? '',
      size: descriptor.size,
      urls: descriptor.urls,
      annotations: descriptor.annotations,
      file: file && files.stored(file),
      path,
      twins: [],
      createdBy: made[index],
    };
  });
}

/** Commands of the history entries that made a layer; none when their number does not fit: then nothing tells which is which. */
export function madeBy(history: readonly HistoryEntry[] | undefined, layers: number): (string | undefined)[] {
  const made = (history ?? []).filter(({ emptyLayer }) => !emptyLayer);
  return made.length === layers ? made.map(({ createdBy }) => createdBy) : [];
}

const MAX_SENTENCES = 20;

/** A sentence for each layer that is not in the archive, and after twenty one for the rest. */
export function absentLayers(layers: readonly PlannedLayer[]): Fault[] {
  const absent = layers.filter(({ file }) => file === undefined);
  const faults = absent.slice(0, MAX_SENTENCES).map(({ index, path, digest, urls }) => {
    const elsewhere =
      urls.length > 0 ? ' The manifest says where it could be fetched; Loupe fetches nothing.' : '';
    const layer = `Layer ${index + 1} of ${layers.length}`;
    return path === undefined
      ? fault(
          'image.digest-invalid',
          'error',
          `${layer} has ${quoted(digest ?? '')} as its digest, which is not one. It was not used as a path, and the layer was not inspected.`,
        )
      : fault(
          'image.layer-absent',
          'warning',
          `${layer} is not in the file (${quoted(path)}). Its files were not inspected.${elsewhere}`,
          {
            entry: path,
          },
        );
  });
  const rest = absent.length - faults.length;
  if (rest > 0) {
    const message = `${rest.toLocaleString('en')} more layers are not in the file. Their files were not inspected.`;
    faults.push(fault('image.layer-absent', 'warning', message));
  }
  return faults;
}

/**
 * Compares what a layer's media type promises with what its first bytes are. The bytes decide how it is read.
 *
 * @param codec id of the codec that its bytes call for; `undefined` for a plain tar.
 */
export function mediaTypeFault(
  layer: Pick<PlannedLayer, 'index' | 'mediaType' | 'path'>,
  codec: string | undefined,
): Fault | undefined {
  const stated = statedCompression(layer.mediaType);
  const actual = codec ?? 'none';
  if (stated === undefined || stated === actual) return undefined;
  const word = (compression: string) =>
    compression === 'none' ? 'not compressed' : `compressed with ${compression}`;
  return fault(
    'image.media-type-differs',
    'warning',
    `Layer ${layer.index + 1} is ${word(actual)}; its media type ${quoted(layer.mediaType)} says ${word(stated)}. It was read as what it is; some tools refuse it.`,
    { entry: layer.path, offset: 0 },
  );
}
