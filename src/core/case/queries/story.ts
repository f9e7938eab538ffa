import { groupBy } from '../../base/group.ts';
import { displayName } from '../../base/names.ts';
import { imageStory, type LayerStory, type PackageChange } from '../layer-story.ts';
import type { CaseImage, CaseModel, CaseObservation, CaseTree } from '../model.ts';
import { OwnedFiles } from '../owned-files.ts';
import type { HookGroup, LayerView, PackageRef, RunsView, StoryView } from '../story-views.ts';
import { whatRuns } from '../what-runs.ts';

/** Rows of a kind that are sent; the count says how many there are. */
const MOST_ROWS = 100;

/** What a tree runs, and, of an image, how its layers made it. */
export function story(model: CaseModel, id: string): StoryView | undefined {
  const tree = model.trees.find((one) => one.id === id);
  if (tree === undefined) return undefined;
  const image = tree.image;
  const layers = image && imageStory(model, image);
  return {
    tree: id,
    runs: image && runsView(model, image, tree),
    hooks: hookGroups(model, tree),
    layers: layers?.layers.map((layer) => layerView(model, tree, layer)) ?? [],
    base: layers?.base && { ...layers.base, name: layers.base.name && displayName(layers.base.name) },
    total: layers?.total ?? 0,
    wasted: (layers?.total ?? 0) - (layers?.left ?? 0),
    repeated: (layers?.repeated ?? []).map((one) => ({ ...one, path: displayName(one.path) })),
  };
}

function packageRef(model: CaseModel, occurrence: number | undefined): PackageRef | undefined {
  const component = model.components[model.occurrences[occurrence ?? -1]?.component ?? -1];
  return component === undefined
    ? undefined
    : { component: component.key, name: displayName(`${component.name} ${component.version ?? ''}`.trim()) };
}

function runsView(model: CaseModel, image: CaseImage, tree: CaseTree): RunsView | undefined {
  const runs = whatRuns(model, image);
  if (runs === undefined) return undefined;
  return {
    user: runs.user === undefined ? undefined : displayName(runs.user),
    workingDir: displayName(runs.workingDir),
    command: runs.command.map(displayName),
    environment: runs.environment.map(({ name, value }) => ({ name, value: displayName(value) })),
    files: runs.files.map(({ role, asked, entry, through, owner }) => ({
      role,
      asked,
      path: entry && displayName(entry.path),
      through,
      layer: entry?.layer,
      sha256: entry?.sha256,
      owner: packageRef(model, owner),
      target: entry && { view: 'files', tree: tree.id, path: entry.path },
    })),
  };
}

/** What stands in a tree and runs without being called by name, by kind. */
export function hooksOf(model: CaseModel, tree: CaseTree): readonly CaseObservation[] {
  return model.observations.filter(
    (one) => one.tree === tree.id && one.state === 'present' && one.kind.startsWith('hook.'),
  );
}

/** The package that a hook belongs to: the one it speaks of, else the one that owns its file. */
export function hookOwner(model: CaseModel, tree: CaseTree, hook: CaseObservation): number | undefined {
  return hook.occurrence ?? OwnedFiles.of(model, tree).ownerOf(hook.path);
}

function hookGroups(model: CaseModel, tree: CaseTree): HookGroup[] {
  return [...groupBy(hooksOf(model, tree), ({ kind }) => kind)]
    .map(([kind, hooks]) => {
      const rows = hooks
        .map((hook) => ({ hook, owner: hookOwner(model, tree, hook) }))
        .sort(
          (a, b) =>
            Number(a.owner !== undefined) - Number(b.owner !== undefined) ||
            (a.hook.path < b.hook.path ? -1 : a.hook.path > b.hook.path ? 1 : 0),
        );
      return {
        kind,
        count: rows.length,
        unowned: rows.filter(({ owner }) => owner === undefined).length,
        rows: rows.slice(0, MOST_ROWS).map(({ hook, owner }) => ({
          path: displayName(hook.path),
          detail: displayName(hook.detail),
          pointer: hook.pointer,
          layer: hook.layer,
          owner: packageRef(model, owner),
          target: { view: 'files' as const, tree: tree.id, path: hook.path },
        })),
      };
    })
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

function layerView(model: CaseModel, tree: CaseTree, layer: LayerStory): LayerView {
  const by = tree.image?.plan.layers[layer.index]?.createdBy;
  const row = ({ component, before }: PackageChange) => {
    const { key = '', name = '', version } = model.components[component] ?? {};
    return {
      component: key,
      name: displayName(name),
      version: displayName(version ?? ''),
      before: before === undefined ? undefined : displayName(before),
    };
  };
  return {
    index: layer.index,
    createdBy: by === undefined ? undefined : displayName(by),
    wasted: layer.wasted,
    changes: (['brought', 'changed', 'removed'] as const)
      .filter((kind) => layer[kind].length > 0)
      .map((kind) => ({
        kind,
        count: layer[kind].length,
        packages: layer[kind].slice(0, MOST_ROWS).map(row),
      })),
  };
}
