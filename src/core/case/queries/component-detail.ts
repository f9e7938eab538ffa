import { displayName } from '../../base/names.ts';
import { catalogers } from '../../catalog/registry.ts';
import type { FactOf, FactValue } from '../../model/reading.ts';
import { componentData } from '../advisories/component-data.ts';
import { ownRecordRows } from '../agreement-rows.ts';
import { licenseEvidence } from '../license-views.ts';
import type { CaseModel, CaseTree, Component, Occurrence } from '../model.ts';
import type { ComponentDetail, ComponentRow, FactRow, HowStep, PlaceRow, RelationRow } from '../views.ts';

const LABELS: Readonly<Record<string, string>> = {
  license: 'Licence',
  integrity: 'Integrity',
  hash: 'Hash',
  supplier: 'Supplier',
  maintainer: 'Maintainer',
  homepage: 'Homepage',
  repository: 'Repository',
  description: 'Description',
  architecture: 'Architecture',
  'installed-size': 'Installed size',
  'source-package': 'Source package',
  status: 'Status',
};

/** As many as are shown. */
const ASKED_BY = 400;

/** Everything the sources say about one component. */
export function componentDetail(
  model: CaseModel,
  key: string,
  row: ComponentRow,
): ComponentDetail | undefined {
  const index = model.components.findIndex((candidate) => candidate.key === key);
  const component = model.components[index];
  if (component === undefined) return undefined;
  const places = component.occurrences
    .map((at) => ({ at, place: model.occurrences[at] }))
    .flatMap(({ at, place }) => (place === undefined ? [] : [placeRow(model, at, place)]));
  const own = new Set(component.occurrences);
  const askedBy = relationRows(model, own, 'to');
  return {
    row,
    type: component.type,
    places,
    facts: factRows(model, component),
    asks: relationRows(model, own, 'from'),
    askedBy: askedBy.slice(0, ASKED_BY),
    askedByAll: askedBy.length,
    records: ownRecordRows(model, component),
    licenses: licenseEvidence(model, index),
    advisories: componentData(model, index),
    how: howSteps(model, component),
  };
}

function placeRow(model: CaseModel, at: number, place: Occurrence): PlaceRow {
  const tree = model.trees.find(({ id }) => id === place.tree);
  const owner = place.ownedBy === undefined ? undefined : model.occurrences[place.ownedBy];
  const ownerName = owner === undefined ? undefined : model.components[owner.component]?.name;
  return {
    id: at,
    path: displayName(place.path),
    tree: place.tree,
    sourceName: tree?.name ?? '',
    state: place.state,
    layer: place.layer,
    diffID: place.layer === undefined ? undefined : layersTree(model, place)?.layers[place.layer]?.diffID,
    removedIn: place.removedIn,
    layersOf: place.layersOf ?? place.tree,
    how: place.how,
    ownedBy: ownerName,
  };
}

/** The tree whose layers an occurrence speaks of. */
function layersTree(model: CaseModel, place: Occurrence): CaseTree | undefined {
  const id = place.layersOf ?? place.tree;
  return model.trees.find((tree) => tree.id === id);
}

function factRows(model: CaseModel, component: Component): FactRow[] {
  const rows = new Map<string, FactRow>();
  for (const at of component.occurrences) {
    const place = model.occurrences[at];
    for (const fact of place?.facts ?? []) {
      const row = factRow(fact, place?.path ?? '', place?.state === 'stated');
      rows.set(`${row.label}\0${row.value}\0${row.says}`, row);
    }
  }
  return [...rows.values()].sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
}

function factRow(fact: FactOf, says: string, stated: boolean): FactRow {
  return {
    label: LABELS[fact.field] ?? displayName(fact.field),
    value: factText(fact.value),
    absent: typeof fact.value === 'string' ? undefined : fact.value.absent,
    how: fact.how,
    says: displayName(says),
    pointer: fact.pointer,
    state:
      typeof fact.value !== 'string' ? 'missing' : stated || fact.how === 'stated' ? 'claimed' : undefined,
  };
}

function factText(value: FactValue): string {
  return typeof value === 'string' ? displayName(value) : value.absent.replace('-', ' ');
}

function relationRows(model: CaseModel, own: ReadonlySet<number>, end: 'from' | 'to'): RelationRow[] {
  const { relations } = model;
  const rows = new Map<string, RelationRow>();
  for (let i = 0; i < relations.from.length; i++) {
    if (!own.has(relations[end][i] ?? -1)) continue;
    const other = model.occurrences[(end === 'from' ? relations.to[i] : relations.from[i]) ?? -1];
    const component = other === undefined ? undefined : model.components[other.component];
    if (component === undefined) continue;
    const row: RelationRow = {
      component: component.key,
      name: displayName(component.name),
      version: displayName(component.version ?? ''),
      kind: relations.kind[i] ?? 'other',
      scope: relations.scope[i],
      rawKind: relations.rawKind[i] ?? '',
      asked: relations.asked[i],
      how: relations.how[i] ?? 'derived',
    };
    rows.set(`${row.component}\0${row.scope ?? ''}\0${row.rawKind}\0${row.asked ?? ''}`, row);
  }
  return [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** From what was dropped to the bytes that name the component. */
function howSteps(model: CaseModel, component: Component): HowStep[] {
  const place =
    component.occurrences.map((at) => model.occurrences[at]).find((found) => found?.state !== 'stated') ??
    model.occurrences[component.occurrences[0] ?? -1];
  const tree = model.trees.find(({ id }) => id === place?.tree);
  if (place === undefined || tree === undefined) return [];
  const source = model.sources.find(({ id }) => id === tree.source);
  const steps: HowStep[] = [
    {
      title: displayName(source?.path.split('!/')[0] ?? ''),
      detail:
        tree.image?.plan.manifestDigest === undefined
          ? 'dropped by you'
          : `image manifest ${tree.image.plan.manifestDigest.slice(0, 15)}…`,
      target: { view: 'source', source: tree.source },
    },
  ];
  const layered = layersTree(model, place);
  if (place.layer !== undefined && layered?.image !== undefined) {
    const diffID = layered.layers[place.layer]?.diffID;
    const later =
      place.removedIn === undefined
        ? 'brought it; it is in the final tree'
        : `brought it; layer ${place.removedIn + 1} removed it`;
    steps.push({
      title: `Layer ${place.layer + 1}${diffID === undefined ? '' : `, diffID ${diffID.slice(7, 15)}…`}`,
      detail: later,
    });
  }
  const entry = tree.squashed.get(place.path);
  const sha256 = entry?.sha256;
  steps.push({
    title: displayName(place.path),
    detail: [
      entry === undefined ? '' : `${entry.size.toLocaleString('en')} bytes`,
      sha256 === undefined ? '' : `SHA-256 ${sha256.slice(0, 8)}…`,
      place.pointer ?? '',
    ]
      .filter(Boolean)
      .join(', '),
    target: { view: 'files', tree: tree.id, path: place.path },
  });
  const reader = catalogers.get(place.cataloger);
  steps.push({
    title: place.state === 'stated' ? 'Stated there, by name and version' : 'Name and version stand there',
    detail: `read by ${place.cataloger}${reader === undefined ? '' : ` (${reader.title})`}`,
  });
  return steps;
}
