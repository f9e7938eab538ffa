import { isJsonObject, own, ownList } from '../base/json-shape.ts';
import { limitFault } from '../base/limits.ts';
import { normalizePath } from '../base/names.ts';
import { fault } from '../base/result.ts';
import { quoted } from '../unpack/zip-faults.ts';
import { type ImageConfig, readConfig } from './config.ts';
import type { DocumentReader } from './document.ts';
import { absentLayers, madeBy } from './layers.ts';
import { namesOf } from './names.ts';
import type { PlannedImage, PlannedLayer } from './plan.ts';

/**
 * Reads the `manifest.json` of `docker save` (Docker image specification v1.2 and v1.3, "Combined Image JSON +
 * Filesystem Changeset Format"). Nothing in it states a digest of a layer: only the name of the config is, by custom,
 * its SHA-256, and only the config states what the layers hash to. A layer kept under `blobs/` is named by its digest.
 */
export async function readDockerArchive(reader: DocumentReader): Promise<PlannedImage[]> {
  const document = await reader.byPath('manifest.json');
  const invalid = (message: string) =>
    reader.report(fault('image.docker-manifest-invalid', 'error', message, { entry: 'manifest.json' }));
  if (document === undefined || !Array.isArray(document.value)) {
    invalid('The file "manifest.json" holds no list of images, so no image was found through it.');
    return [];
  }
  const images = new Map<string, { readonly image: PlannedImage; readonly names: Set<string> }>();
  const { limits } = reader;
  let layers = 0;
  for (const [i, item] of document.value.entries()) {
    if (!isJsonObject(item)) {
      invalid(`Item ${i} of "manifest.json" is not an object. It was left out.`);
      continue;
    }
    const paths = ownList(item, 'Layers');
    layers += paths.length;
    if (layers > limits.entriesPerArchive) {
      reader.report(
        limitFault('entriesPerArchive', limits, 'The images of "manifest.json" list too many layers.', {
          entry: 'manifest.json',
          kept: images.size > 0 ? 'before' : 'nothing',
        }),
      );
      break;
    }
    const tags = ownList(item, 'RepoTags').filter((tag) => typeof tag === 'string');
    const configPath = own(item, 'Config');
    const isPath = (path: unknown): path is string => typeof path === 'string' && path.length <= limits.path;
    if (!isPath(configPath) || !paths.every(isPath)) {
      invalid(
        `Item ${i} of "manifest.json" names no config, or a layer that is not a path. It was left out.`,
      );
      continue;
    }
    const key = JSON.stringify([configPath, paths]);
    const known = images.get(key) ?? { image: await readImage(reader, configPath, paths), names: new Set() };
    images.set(key, known);
    for (const tag of tags) known.names.add(tag);
  }
  return [...images.values()].map(({ image, names }) => {
    const sorted = namesOf(names);
    return { ...image, ref: sorted[0], tags: sorted };
  });
}

async function readImage(
  reader: DocumentReader,
  configPath: string,
  paths: readonly string[],
): Promise<PlannedImage> {
  const path = normalizePath(configPath);
  const document = await reader.byPath(path, digestInName(path));
  let config: ImageConfig | undefined;
  if (document?.object !== undefined) {
    config = readConfig(document.object, path, (found) => reader.report(found));
  } else {
    const why =
      document === undefined
        ? 'It is not in the file.'
        : (document.held.reason ?? 'It is not a JSON object.');
    reader.report(
      fault('image.config-absent', 'error', `The config ${quoted(path)} could not be read. ${why}`, {
        entry: path,
      }),
    );
  }
  const layers = dockerLayers(reader, config, paths);
  const absent = absentLayers(layers);
  reader.report(...absent);
  return {
    ref: undefined,
    tags: [],
    references: [],
    manifestDigest: undefined,
    manifestMediaType: undefined,
    configDigest: document?.held.measured?.digest,
    configDocument: document?.held ?? {
      path,
      digest: digestInName(path),
      size: undefined,
      measured: undefined,
      reason: `${quoted(path)} is not in the file.`,
    },
    config,
    layers,
    notInspected: absent.map(({ message }) => message),
  };
}

function dockerLayers(
  reader: DocumentReader,
  config: ImageConfig | undefined,
  paths: readonly string[],
): PlannedLayer[] {
  const made = madeBy(config?.history, paths.length);
  return paths.map((written, index) => {
    const path = normalizePath(written);
    const file = reader.files.resolve(path);
    return {
      index,
      digest: /^blobs\//.test(path) ? digestInName(path) : undefined,
      diffID: config?.diffIDs[index],
      mediaType: '',
      size: undefined,
      urls: [],
      annotations: {},
      file: file && reader.files.stored(file),
      path,
      twins: [],
      createdBy: made[index],
    };
  });
}

/** `<hex>.json`, `sha256:<hex>` or `blobs/sha256/<hex>`: the ways a name states the digest of its file. */
export function digestInName(path: string): string | undefined {
  const blob = /^blobs\/(sha256|sha512)\/([0-9a-f]{64}|[0-9a-f]{128})$/.exec(path);
  if (blob !== null) return `${blob[1]}:${blob[2]}`;
  const hex = /^(?:.*\/)?(?:sha256:)?([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1];
  return hex === undefined ? undefined : `sha256:${hex}`;
}
