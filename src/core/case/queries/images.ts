import { displayName } from '../../base/names.ts';
import { platformText } from '../../image/config.ts';
import type { Rung } from '../../image/ladder.ts';
import type { Knowing } from '../../model/knowing.ts';
import { kindTitle } from '../../sniff/sniff.ts';
import type { CaseImage, CaseModel } from '../model.ts';
import type { ImageSummary, LadderGroup, LayerSummary } from '../views.ts';

/** Rungs by kind, in the order they are read aloud. */
const RUNGS: readonly (readonly [Rung['rung'], string])[] = [
  ['index', 'Index names the index'],
  ['manifest', 'Index names the manifest'],
  ['config', 'Manifest names the config'],
  ['blob', 'Layer digests'],
  ['size', 'Layer sizes'],
  ['diffID', 'diffIDs of unpacked layers'],
  ['count', 'Layers, diffIDs, history'],
  ['platform', 'Platform'],
];

/** A ladder that holds says the image agrees with itself: claimed, never proven (DESIGN §11). */
export function ladderState(image: CaseImage): Knowing {
  if (image.ladder.some((rung) => rung.status === 'fail')) return 'contradicted';
  return image.ladder.some((rung) => rung.status === 'absent') ? 'not-inspected' : 'claimed';
}

export function ladderGroups(ladder: readonly Rung[]): LadderGroup[] {
  return RUNGS.flatMap(([rung, title]) => {
    const rungs = ladder.filter((one) => one.rung === rung);
    if (rungs.length === 0) return [];
    return [
      {
        rung,
        title,
        pass: rungs.filter(({ status }) => status === 'pass').length,
        total: rungs.length,
        odd: rungs.flatMap(({ of, status, expected, actual, reason }) =>
          status === 'pass'
            ? []
            : [{ of: displayName(of), status, expected, actual: actual === '' ? (reason ?? '') : actual }],
        ),
      },
    ];
  });
}

export function imageSummary(model: CaseModel, image: CaseImage): ImageSummary {
  const { plan } = image;
  const source = model.sources.find(({ id }) => id === image.source);
  const tree = model.trees.find(({ id }) => id === image.tree);
  return {
    source: image.source,
    tree: image.tree,
    name: displayName(plan.ref ?? source?.name ?? ''),
    archive: displayName(source?.name ?? ''),
    kindTitle: kindTitle(source?.kind ?? ''),
    platform: plan.config === undefined ? 'not stated' : platformText(plan.config.platform),
    size: source?.size ?? 0,
    manifestDigest: plan.manifestDigest,
    configDigest: plan.configDigest,
    created: plan.config?.created,
    distro: distroTitle(model, image.tree),
    user: plan.config?.user,
    command: [...(plan.config?.entrypoint ?? []), ...(plan.config?.cmd ?? [])].map(displayName),
    layers: plan.layers.map((_, index) => layerSummary(model, image, index)),
    paths: tree?.squashed.size ?? 0,
    entries: tree?.layers.reduce((sum, { table }) => sum + table.length, 0) ?? 0,
    replacedOrRemoved: tree?.squashed.superseded ?? 0,
    ladder: ladderGroups(image.ladder),
    ladderState: ladderState(image),
  };
}

function layerSummary(model: CaseModel, image: CaseImage, index: number): LayerSummary {
  const planned = image.plan.layers[index];
  const read = image.layers[index];
  const brought = model.occurrences.filter(
    (place) =>
      (place.layersOf ?? place.tree) === image.tree && place.layer === index && place.state !== 'stated',
  );
  const rungs = image.ladder.filter(({ layer }) => layer === index);
  return {
    index,
    source: read?.source,
    digest: planned?.digest,
    diffID: read?.diffID ?? planned?.diffID,
    mediaType: planned?.mediaType ?? '',
    size: planned?.file?.size ?? planned?.size ?? 0,
    entries: read?.table.length ?? 0,
    createdBy: planned?.createdBy === undefined ? undefined : displayName(planned.createdBy),
    packages: new Set(brought.map(({ component }) => component)).size,
    state: rungs.some(({ status }) => status === 'fail')
      ? 'contradicted'
      : read === undefined
        ? 'not-inspected'
        : undefined,
  };
}

/** What os-release calls itself, when the tree has one. */
function distroTitle(model: CaseModel, tree: string): string | undefined {
  for (const component of model.components) {
    if (component.type !== 'operating-system') continue;
    const place = component.occurrences
      .map((at) => model.occurrences[at])
      .find((found) => found?.tree === tree && found.state === 'present');
    if (place === undefined) continue;
    const pretty = place.facts.find(({ field }) => field === 'title')?.value;
    return displayName(
      typeof pretty === 'string' ? pretty : `${component.name} ${component.version ?? ''}`.trim(),
    );
  }
  return undefined;
}
