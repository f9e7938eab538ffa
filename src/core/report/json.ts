import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import { withoutTokensIn } from '../base/without-tokens.ts';
import type { CaseImage, CaseModel, CaseTree, Occurrence } from '../case/model.ts';
import { reconcile } from '../case/reconcile/reconcile.ts';
import { findingsOf } from '../flag/findings.ts';
import { indicatorSearch } from '../flag/indicator-search.ts';
import { shippedDataOf } from '../flag/shipped-data.ts';
import { platformText } from '../image/config.ts';
import type { SourceId } from '../model/source.ts';
import { reportAdvisoryData, reportDataState, reportVex } from './advisories.ts';
import { reportAttestation, reportTrustRoot } from './attestations.ts';
import { reportDocument } from './documents.ts';
import { reportEntries } from './entries.ts';
import { reportFinding } from './findings.ts';
import { reportLicenseTexts } from './license-texts.ts';
import { numberSources, type SourceNumbers } from './numbering.ts';
import { reportOwnRecords } from './own-records.ts';
import { reportReconciliation } from './reconciliations.ts';
import { reportScans } from './scans.ts';
import type {
  Report,
  ReportComponent,
  ReportDiagnostic,
  ReportFinding,
  ReportImage,
  ReportRelation,
} from './schema.ts';

export interface ReportOptions {
  readonly toolVersion: string;
  /** RFC 3339, injected: the only time in the report. */
  readonly evaluatedAt: string;
  readonly limits: Limits;
  /** Lists every path of every tree. */
  readonly entries: boolean;
  /** Ids of the profiles that documents are held against; all, when absent. */
  readonly profiles?: readonly string[];
}

/** The report of a case (DESIGN §8). Equal cases give equal reports, whatever the order of drops. */
export function reportJson(model: CaseModel, options: ReportOptions): Report {
  const numbers = numberSources(model.sources);
  const components = componentOrder(model);
  const idOf = new Map(components.map((index, i) => [index, `c${i + 1}`]));
  // A report is passed on: what packages state may hold their secrets.
  return withoutTokensIn<Report>({
    schema: 'loupe.report/1',
    tool: { name: 'loupe', version: options.toolVersion },
    evaluatedAt: options.evaluatedAt,
    limits: raised(options.limits),
    trustRoots: model.roots.map(reportTrustRoot),
    sources: numbers.ordered.map((source) => ({
      id: numbers.id(source.id),
      parent: source.parent === undefined ? null : numbers.id(source.parent),
      path: source.path,
      name: source.name,
      ...(source.names.length > 1 ? { otherNames: source.names.slice(1) } : {}),
      kind: source.kind,
      role: source.role,
      size: source.size,
      digests: source.digests,
      notFullyInspected: source.notInspected.length > 0,
    })),
    images: sortBy(
      model.images.map((image) => reportImage(image, numbers)),
      (image) => [
        number(image.source),
        image.manifestDigest ?? '',
        image.ref ?? '',
        image.configDigest ?? '',
      ],
    ),
    components: components.map((index) => reportComponent(model, index, idOf, numbers)),
    relations: reportRelations(model, idOf, numbers),
    documents: sortBy(
      model.documents.map((one) =>
        reportDocument(
          model,
          one,
          (id) => numbers.id(id),
          (index) => idOf.get(index) ?? '',
          options.profiles,
        ),
      ),
      (one) => [number(one.source)],
    ),
    reconciliations: sortBy(
      reconcile(model).map((one) =>
        reportReconciliation(
          model,
          one,
          (index) => idOf.get(index) ?? '',
          (id) => numbers.id(id),
        ),
      ),
      (one) => [number(one.document), number(one.artifact), one.image ?? ''],
    ),
    ownRecords: reportOwnRecords(
      model,
      (index) => idOf.get(index) ?? '',
      (id) => numbers.id(id),
    ),
    attestations: sortBy(
      model.attestations.map((one) => reportAttestation(one, (id) => numbers.id(id))),
      (one) => [number(one.source), String(one.line).padStart(9, '0')],
    ),
    ...(options.entries
      ? { entries: sortBy(reportEntries(model, numbers), (e) => [number(e.source), e.path, e.state]) }
      : {}),
    findings: reportFindings(model, idOf, numbers),
    indicators: searchedOf(model),
    advisoryData: reportAdvisoryData(model),
    shippedData: shippedDataOf(model, options.evaluatedAt),
    vex: reportVex(model, (id) => numbers.id(id)),
    scans: sortBy(
      reportScans(
        model,
        (id) => numbers.id(id),
        (index) => idOf.get(index) ?? '',
      ),
      (one) => [number(one.source)],
    ),
    licenseTexts: reportLicenseTexts(model, (id) => numbers.id(id), idOf),
    diagnostics: sortBy(
      model.diagnostics.map(
        (found): ReportDiagnostic => ({
          source: numbers.id(found.source),
          entry: found.entry ?? null,
          offset: found.offset ?? null,
          code: found.code,
          severity: found.severity,
          message: found.message,
        }),
      ),
      (found) => [
        number(found.source),
        found.code,
        found.entry ?? '',
        String(found.offset ?? '').padStart(16, '0'),
        found.message,
      ],
    ),
  });
}

function raised(limits: Limits): Record<string, number> {
  const out: Record<string, number> = {};
  for (const [name, value] of Object.entries(limits)) {
    if (value !== DEFAULT_LIMITS[name as keyof Limits]) out[name] = value;
  }
  return out;
}

function reportImage(image: CaseImage, numbers: SourceNumbers): ReportImage {
  const { plan } = image;
  return {
    source: numbers.id(image.source),
    ref: plan.ref ?? null,
    tags: plan.tags,
    manifestDigest: plan.manifestDigest ?? null,
    configDigest: plan.configDigest ?? null,
    platform: plan.config === undefined ? null : platformText(plan.config.platform),
    layers: plan.layers.map((layer) => ({
      digest: layer.digest ?? null,
      diffID: layer.diffID ?? null,
      mediaType: layer.mediaType,
      size: layer.size ?? null,
      createdBy: layer.createdBy ?? null,
    })),
    ladder: image.ladder.map((rung) => ({
      rung: rung.rung,
      of: rung.of,
      status: rung.status,
      expected: rung.expected,
      actual: rung.actual === '' ? null : rung.actual,
      ...(rung.reason === undefined ? {} : { reason: rung.reason }),
    })),
  };
}

function componentOrder(model: CaseModel): number[] {
  const order = model.components.map((_, index) => index);
  return order.sort((a, b) => compare(model.components[a]?.key ?? '', model.components[b]?.key ?? ''));
}

function reportComponent(
  model: CaseModel,
  index: number,
  idOf: ReadonlyMap<number, string>,
  numbers: SourceNumbers,
): ReportComponent {
  const component = model.components[index];
  if (component === undefined) throw new Error(`no component ${index}`);
  const places = component.occurrences.map((at) => occurrence(model, at));
  const digests: Record<string, string> = {};
  const licenses: ReportComponent['licenses'][number][] = [];
  for (const place of places) {
    for (const fact of place.facts) {
      if (fact.field === 'license') {
        licenses.push({
          value: fact.value,
          role: fact.role ?? 'declared',
          how: fact.how,
          source: numbers.id(place.source),
        });
      } else if ((fact.field === 'integrity' || fact.field === 'hash') && typeof fact.value === 'string') {
        const [algorithm, hex] = fact.value.split(':');
        if (algorithm !== undefined && hex !== undefined) digests[algorithm] ??= hex;
      }
    }
  }
  const owner = places.find((place) => place.ownedBy !== undefined)?.ownedBy;
  return {
    id: idOf.get(index) ?? '',
    type: component.type,
    name: component.name,
    version: component.version ?? null,
    purl: component.purl ?? null,
    digests,
    licenses: distinct(licenses),
    owner: owner === undefined ? null : (idOf.get(occurrence(model, owner).component) ?? null),
    occurrences: sortBy(
      places.map((place) => {
        const diffIDs = layerNames(model, place);
        return {
          source: numbers.id(place.source),
          path: place.path,
          layer: diffIDs(place.layer) ?? null,
          ...(place.removedIn === undefined
            ? {}
            : { removedIn: diffIDs(place.removedIn) ?? `layer ${place.removedIn + 1}` }),
          state: place.state,
          how: place.how,
          ...(place.pointer === undefined ? {} : { pointer: place.pointer }),
        };
      }),
      (place) => [number(place.source), place.path, place.pointer ?? '', place.layer ?? ''],
    ),
    data: [reportDataState(model, index)],
  };
}

function reportRelations(
  model: CaseModel,
  idOf: ReadonlyMap<number, string>,
  numbers: SourceNumbers,
): ReportRelation[] {
  const { relations } = model;
  const names = new Map(model.trees.map((tree) => [tree.id, tree.name]));
  const rows: ReportRelation[] = [];
  for (let i = 0; i < relations.from.length; i++) {
    const from = occurrence(model, relations.from[i] ?? -1);
    const to = occurrence(model, relations.to[i] ?? -1);
    const scope = relations.scope[i];
    const asked = relations.asked[i];
    rows.push({
      from: idOf.get(from.component) ?? '',
      to: idOf.get(to.component) ?? '',
      kind: relations.kind[i] ?? 'other',
      ...(scope === undefined ? {} : { scope }),
      rawKind: relations.rawKind[i] ?? '',
      how: relations.how[i] ?? 'derived',
      ...(asked === undefined ? {} : { asked }),
      source: numbers.id(from.source),
      context: from.state === 'stated' ? from.path : (names.get(from.tree) ?? ''),
      fromPath: from.path,
      toPath: to.path,
    });
  }
  return sortBy(rows, (row) => [
    number(row.from),
    number(row.to),
    row.kind,
    row.scope ?? '',
    row.rawKind,
    number(row.source),
    row.context,
    row.fromPath,
    row.toPath,
    row.asked ?? '',
  ]);
}

function reportFindings(
  model: CaseModel,
  idOf: ReadonlyMap<number, string>,
  numbers: SourceNumbers,
): ReportFinding[] {
  const byKey = new Map(model.components.map(({ key }, index) => [key, idOf.get(index)]));
  const found = findingsOf(model).map((one) =>
    reportFinding(
      one,
      (key) => byKey.get(key),
      (id) => numbers.id(id),
    ),
  );
  const sorted = sortBy(found, (one) => [
    one.rule,
    number(one.source ?? ''),
    number(one.component ?? ''),
    one.path ?? '',
    one.title,
    one.detail,
  ]);
  return sorted.map((one, i) => ({ id: `x${i + 1}`, ...one }));
}

function occurrence(model: CaseModel, index: number): Occurrence {
  const found = model.occurrences[index];
  if (found === undefined) throw new Error(`no occurrence ${index}`);
  return found;
}

function layerNames(model: CaseModel, place: Occurrence): (layer: number | undefined) => string | undefined {
  const tree: CaseTree | undefined = model.trees.find(({ id }) => id === (place.layersOf ?? place.tree));
  return (layer) => (layer === undefined ? undefined : tree?.layers[layer]?.diffID);
}

/** `s12` sorts after `s2`. */
function number(id: SourceId): string {
  return id.slice(1).padStart(9, '0');
}

/** Sorts by keys that are built once; by UTF-16 code units, so that no locale decides. */
export function sortBy<T>(rows: readonly T[], keys: (row: T) => readonly string[]): T[] {
  return rows
    .map((row) => ({ row, key: keys(row).join('\0') }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ row }) => row);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function distinct<T>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).entries()]
    .sort(([a], [b]) => compare(a, b))
    .map(([, row]) => row);
}

function searchedOf(model: CaseModel): Report['indicators'] {
  const { hits, found, ...searched } = indicatorSearch(model);
  return { ...searched, hits: found, listed: hits.length };
}
