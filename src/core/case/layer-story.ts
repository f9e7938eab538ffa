import { groupBy } from '../base/group.ts';
import type { HistoryEntry } from '../image/config.ts';
import type { CaseImage, CaseModel, CaseTree } from './model.ts';

/** What one layer did to the packages of an image, and the bytes of it that a later layer made useless. */
export interface LayerStory {
  readonly index: number;
  readonly brought: readonly PackageChange[];
  readonly changed: readonly PackageChange[];
  readonly removed: readonly PackageChange[];
  /** Bytes of its files that a later layer replaced or removed. */
  readonly wasted: number;
}

export interface PackageChange {
  /** Index of {@link CaseModel.components}. */
  readonly component: number;
  /** Version before, of a package that the layer brought in another version. */
  readonly before?: string | undefined;
}

/** A path that layers wrote more than once, or wrote and removed. */
export interface RepeatedFile {
  readonly path: string;
  /** Layers that hold it. */
  readonly times: number;
  /** Bytes of all its versions but the one that is left. */
  readonly wasted: number;
}

/** Where the base image seems to end. */
export interface BaseGuess {
  /** Layers of the base: the first so many. Absent where only a label speaks of it. */
  readonly layers: number | undefined;
  /** What a label names as the base image: stated, not checked. */
  readonly name: string | undefined;
  /** What the guess was made from. */
  readonly from: 'history' | 'label';
}

export interface ImageStory {
  readonly layers: readonly LayerStory[];
  /** Bytes of all files in all layers, and of those that are left. */
  readonly total: number;
  readonly left: number;
  readonly repeated: readonly RepeatedFile[];
  readonly base: BaseGuess | undefined;
}

const MOST_REPEATED = 50;

/** What each layer brought, changed, removed and wasted, as far as layers were read. */
export function imageStory(model: CaseModel, image: CaseImage): ImageStory | undefined {
  const tree = model.trees.find(({ id }) => id === image.tree);
  if (tree === undefined) return undefined;
  const changes = packageChanges(model, tree);
  const waste = wasteOf(tree);
  return {
    layers: tree.layers.map((_, index) => ({
      index,
      brought: changes.brought.get(index) ?? [],
      changed: changes.changed.get(index) ?? [],
      removed: changes.removed.get(index) ?? [],
      wasted: waste.byLayer[index] ?? 0,
    })),
    total: waste.total,
    left: waste.total - waste.byLayer.reduce((sum, one) => sum + one, 0),
    repeated: waste.repeated,
    base: baseGuess(image),
  };
}

type ByLayer = ReadonlyMap<number, readonly PackageChange[]>;

function packageChanges(
  model: CaseModel,
  tree: CaseTree,
): { readonly brought: ByLayer; readonly changed: ByLayer; readonly removed: ByLayer } {
  const brought = new Map<number, PackageChange[]>();
  const changed = new Map<number, PackageChange[]>();
  const removed = new Map<number, PackageChange[]>();
  const add = (to: Map<number, PackageChange[]>, layer: number, change: PackageChange) => {
    const known = to.get(layer) ?? [];
    to.set(layer, known);
    if (!known.some((one) => one.component === change.component && one.before === change.before))
      known.push(change);
  };
  const mine = model.occurrences.filter(
    ({ tree: id, layersOf = id, state }) => layersOf === tree.id && state !== 'stated',
  );
  // A package is the same one before and after when the same reader finds it under the same name at the same place.
  const groups = groupBy(mine, (one) => {
    const component = model.components[one.component];
    return `${one.tree}\0${one.cataloger}\0${component?.name ?? ''}\0${placeOf(one.path, component?.version)}`;
  });
  for (const group of groups.values()) {
    for (const one of group) {
      const { layer = 0, component } = one;
      const before = group.find(
        (other) => other !== one && other.removedIn === layer && other.component !== component,
      );
      const version = before && model.components[before.component]?.version;
      if (before === undefined) add(brought, layer, { component });
      else add(changed, layer, { component, before: version });
      if (one.removedIn === undefined) continue;
      const after = group.some((other) => other !== one && other.layer === one.removedIn);
      if (!after) add(removed, one.removedIn, { component });
    }
  }
  return { brought, changed, removed };
}

/** A path without the version in it: `x-1.0.dist-info` and `x-1.1.dist-info` are places of one package. */
function placeOf(path: string, version: string | undefined): string {
  return version === undefined || version === '' ? path : path.replaceAll(version, '*');
}

function wasteOf(tree: CaseTree): {
  readonly total: number;
  readonly byLayer: readonly number[];
  readonly repeated: readonly RepeatedFile[];
} {
  let total = 0;
  const byLayer = tree.layers.map(() => 0);
  const paths = new Map<string, { times: number; wasted: number }>();
  for (const [layer, { table }] of tree.layers.entries()) {
    for (let i = 0; i < table.length; i++) {
      if (table.type(i) !== 'f' || table.size(i) === 0) continue;
      const path = table.path(i);
      const fate = tree.squashed.fate(path, layer);
      if (fate === undefined) continue;
      const size = table.size(i);
      total += size;
      if (fate.state === 'present') continue;
      byLayer[layer] = (byLayer[layer] ?? 0) + size;
      const known = paths.get(path) ?? { times: tree.squashed.get(path) === undefined ? 0 : 1, wasted: 0 };
      known.times++;
      known.wasted += size;
      paths.set(path, known);
    }
  }
  const repeated = [...paths]
    .map(([path, one]) => ({ path, ...one }))
    .sort((a, b) => b.wasted - a.wasted || (a.path < b.path ? -1 : 1));
  return { total, byLayer, repeated: repeated.slice(0, MOST_REPEATED) };
}

const BASE_NAME = 'org.opencontainers.image.base.name';

/**
 * The base image, by what a label states, and by the history: base images end in a `CMD`, and what was built on top of
 * one adds layers after it. A guess: nothing in an image says where its base ends.
 */
function baseGuess({ plan }: CaseImage): BaseGuess | undefined {
  const name = plan.config?.labels.get(BASE_NAME);
  const layers = baseLayers(plan.config?.history ?? []);
  if (layers === undefined && name === undefined) return undefined;
  return { layers, name, from: layers === undefined ? 'label' : 'history' };
}

const CMD = /^(?:\/bin\/sh -c #\(nop\)\s+)?CMD\b/;

/** The last `CMD` before the last step that made a layer; `undefined` when there is none, or no layer before it. */
function baseLayers(history: readonly HistoryEntry[]): number | undefined {
  const last = history.findLastIndex(({ emptyLayer }) => !emptyLayer);
  const cmd = history.findLastIndex(
    ({ emptyLayer, createdBy }, i) => i < last && emptyLayer && CMD.test(createdBy ?? ''),
  );
  const layers = history.slice(0, Math.max(0, cmd)).filter(({ emptyLayer }) => !emptyLayer).length;
  return layers === 0 ? undefined : layers;
}
