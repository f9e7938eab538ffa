import { type Fault, fault } from '../base/result.ts';
import { quoted } from '../unpack/zip-faults.ts';
import { joinNames } from './names.ts';
import type { PlannedImage, PlannedLayer } from './plan.ts';

/**
 * Joins the two readings of an archive that is an OCI layout and a docker-archive at once (Docker 25 and later, and
 * containerd): one image each, as the OCI side tells it, under all names. `docker load` and other tools read different
 * sides, so every difference is told, and an image that only `manifest.json` has is listed too.
 */
export function joinHybrid(
  oci: readonly PlannedImage[],
  docker: readonly PlannedImage[],
  report: (fault: Fault) => void,
): PlannedImage[] {
  const images = [...oci];
  const differs = (message: string) =>
    report(fault('image.hybrid-differs', 'error', message, { entry: 'manifest.json' }));
  const added = new Map<number, string[]>();
  const byConfig = new Map<string, number>();
  oci.forEach(({ configDigest }, i) => {
    if (configDigest !== undefined && !byConfig.has(configDigest)) byConfig.set(configDigest, i);
  });

  for (const other of docker) {
    const name = quoted(other.ref ?? other.configDigest ?? '');
    const at = byConfig.get(other.configDigest ?? '') ?? -1;
    const image = images[at];
    if (image === undefined) {
      differs(
        `"manifest.json" names ${name}, which "index.json" does not lead to. Docker would load it, containerd would not.`,
      );
      images.push(other);
      continue;
    }
    const { layers, difference } = joinLayers(image.layers, other.layers);
    if (difference !== undefined)
      differs(`"manifest.json" and "index.json" differ on ${name}: ${difference}`);
    images[at] = { ...image, layers };
    const names = added.get(at) ?? [];
    added.set(at, names);
    for (const tag of other.tags) names.push(tag);
  }
  for (const [at, names] of added) {
    const image = images[at];
    const tags = joinNames(image?.tags ?? [], names);
    if (image !== undefined) images[at] = { ...image, ref: tags[0], tags };
  }
  return images;
}

/** Layers with the files that the other side names for them. */
function joinLayers(
  layers: readonly PlannedLayer[],
  others: readonly PlannedLayer[],
): { readonly layers: readonly PlannedLayer[]; readonly difference: string | undefined } {
  if (layers.length !== others.length) {
    return { layers, difference: `${others.length} layers against ${layers.length}.` };
  }
  const paths = (list: readonly PlannedLayer[]) => list.map(({ file }) => file?.path ?? '');
  const mine = paths(layers);
  const theirs = paths(others);
  if (
    mine.some((path, i) => path !== theirs[i]) &&
    [...mine].sort().join('\n') === [...theirs].sort().join('\n')
  ) {
    return { layers, difference: 'the same layers in another order.' };
  }
  return {
    layers: layers.map((layer, i) => {
      const twin = others[i]?.file;
      return twin === undefined || twin.path === layer.file?.path ? layer : { ...layer, twins: [twin] };
    }),
    difference: undefined,
  };
}
