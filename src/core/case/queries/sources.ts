import { displayName } from '../../base/names.ts';
import { platformText } from '../../image/config.ts';
import type { Knowing } from '../../model/knowing.ts';
import type { SourceId } from '../../model/source.ts';
import { KINDS, kindTitle } from '../../sniff/sniff.ts';
import type { CaseModel, CaseSource } from '../model.ts';
import type { HowStep, SourceDetail, SourceRow } from '../views.ts';
import { diagnosticRow } from './diagnostics.ts';
import { imageSummary, ladderState } from './images.ts';
import { claimStates } from './trust.ts';

/** Rows of the case panel, each source followed by what is inside it. */
export function sourceRows(model: CaseModel): SourceRow[] {
  const children = new Map<SourceId | undefined, CaseSource[]>();
  for (const source of model.sources)
    children.set(source.parent, [...(children.get(source.parent) ?? []), source]);
  const out: SourceRow[] = [];
  const stack = (children.get(undefined) ?? []).map((source) => ({ source, depth: 0 })).reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const below = children.get(next.source.id) ?? [];
    out.push(sourceRow(model, next.source, next.depth, below.length));
    stack.push(...below.map((source) => ({ source, depth: (next?.depth ?? 0) + 1 })).reverse());
  }
  return out;
}

function sourceRow(model: CaseModel, source: CaseSource, depth: number, children: number): SourceRow {
  const images = model.images.filter((image) => image.source === source.id);
  const [only] = images;
  return {
    id: source.id,
    parent: source.parent,
    depth,
    name: displayName(source.name),
    kind: source.kind,
    kindTitle: kindTitle(source.kind),
    role: source.role,
    size: source.size,
    aside:
      only === undefined || source.parent !== undefined
        ? byteText(source.size)
        : imageAside(images.length, only.layers.length),
    state: sourceState(model, source),
    hasChildren: children > 0,
    icon: iconOf(source, images.length),
    tree: treeOf(model, source),
  };
}

function imageAside(images: number, layers: number): string {
  if (images > 1) return `${images} images`;
  return layers === 1 ? '1 layer' : `${layers} layers`;
}

/** A failing rung or claim shows where it fails; hatched when something was not looked at; else what its claims amount to. */
function sourceState(model: CaseModel, source: CaseSource): Knowing | undefined {
  const image = model.images.find((candidate) => candidate.source === source.id);
  if (image !== undefined && ladderState(image) === 'contradicted') return 'contradicted';
  const blob = source.layer?.blob;
  const failed = model.images.some(
    ({ ladder, plan }) =>
      blob !== undefined &&
      ladder.some(
        ({ status, layer }) =>
          status === 'fail' && layer !== undefined && plan.layers[layer]?.file?.path === blob,
      ),
  );
  const claimed = claimStates(model).get(source.id);
  if (failed || claimed === 'contradicted') return 'contradicted';
  return source.notInspected.length > 0 ? 'not-inspected' : claimed;
}

function iconOf(source: CaseSource, images: number): SourceRow['icon'] {
  if (images > 0) return 'image';
  if (source.kind === 'layer') return 'layer';
  const row = KINDS.get(source.kind.split('+')[0] ?? '');
  if (row?.role === 'reference') return 'key';
  if (row?.family === 'document') return 'document';
  return row?.family === 'container' || row?.family === 'codec' ? 'archive' : 'file';
}

const treeIndex = new WeakMap<CaseModel, ReadonlyMap<SourceId, SourceId>>();

/** Tree that shows a source: its own, else the one it is a layer of. Built once per model: cases hold thousands. */
function treeOf(model: CaseModel, source: CaseSource): SourceId | undefined {
  let index = treeIndex.get(model);
  if (index === undefined) {
    const made = new Map<SourceId, SourceId>();
    for (const { id, layers } of model.trees) {
      for (const layer of layers) if (!made.has(layer.source)) made.set(layer.source, id);
    }
    for (const { id, source: own } of [...model.trees].reverse()) made.set(own, id);
    index = made;
    treeIndex.set(model, made);
  }
  return index.get(source.id);
}

/** Everything about one source, for the inspector. */
export function sourceDetail(model: CaseModel, id: SourceId): SourceDetail | undefined {
  const source = model.sources.find((candidate) => candidate.id === id);
  if (source === undefined) return undefined;
  const children = model.sources.filter(({ parent }) => parent === id).length;
  const image = model.images.find((candidate) => candidate.source === id);
  const layer = source.layer;
  return {
    row: sourceRow(model, source, 0, children),
    path: displayName(source.path),
    digests: source.digests,
    facts: [
      ...(layer?.diffID === undefined ? [] : [{ label: 'diffID', value: layer.diffID, copy: layer.diffID }]),
      ...(source.entries === 0 ? [] : [{ label: 'Entries', value: source.entries.toLocaleString('en') }]),
      ...(image === undefined
        ? []
        : [
            {
              label: 'Platform',
              value:
                image.plan.config === undefined ? 'not stated' : platformText(image.plan.config.platform),
            },
          ]),
      ...(source.names.length > 1
        ? [{ label: 'Also dropped as', value: source.names.slice(1).map(displayName).join(', ') }]
        : []),
    ],
    image: image === undefined ? undefined : imageSummary(model, image),
    notInspected: source.notInspected.map(displayName),
    diagnostics: source.diagnostics.map((found) => diagnosticRow(found, displayName(source.path))),
    how: howSteps(model, source),
    ref: source.ref,
  };
}

function howSteps(model: CaseModel, source: CaseSource): HowStep[] {
  const chain: CaseSource[] = [];
  const seen = new Set<SourceId>();
  for (let at: CaseSource | undefined = source; at !== undefined && !seen.has(at.id); ) {
    seen.add(at.id);
    chain.unshift(at);
    const { parent }: CaseSource = at;
    at = parent === undefined ? undefined : model.sources.find(({ id }) => id === parent);
  }
  const steps: HowStep[] = chain.map((step) => {
    const slice = step.ref.steps.findLast((candidate) => candidate.op === 'slice');
    const where =
      slice?.op === 'slice'
        ? `at byte ${slice.start.toLocaleString('en')} of ${displayName(step.path.split('!/').at(-2) ?? '')}`
        : 'dropped by you';
    return { title: displayName(step.name), detail: where, target: { view: 'source', source: step.id } };
  });
  steps.push({ title: 'Recognized by its bytes', detail: kindTitle(source.kind) });
  if (source.digests.sha256 !== undefined)
    steps.push({ title: 'Hashed here', detail: 'SHA-256 over all its bytes, in one pass' });
  return steps;
}

/** `25.9 MB`: decimal units, as disks and registries count. */
export function byteText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 'B';
  for (const next of units) {
    if (value < 1000) break;
    value /= 1000;
    unit = next;
  }
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${unit}`;
}
