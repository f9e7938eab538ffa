import { encodeUtf8, toHex } from '../base/bytes.ts';
import { readLicense } from '../base/license-expression.ts';
import type { CaseModel, CaseSource, Component, Occurrence } from '../case/model.ts';
import type { ComponentType, FactOf, How, RelationKind, Scope } from '../model/reading.ts';
import { hash } from '../verify/hash.ts';

/** What the exporters of SBOMs write: the components of a case with what is known of each, merged, and their relations. */
export interface Catalogue {
  readonly root: CatalogueRoot;
  /** Whether anything was found in an artifact; else the components are what documents state. */
  readonly found: boolean;
  readonly components: readonly CatalogueComponent[];
  readonly relations: readonly CatalogueRelation[];
  /** Equal for equal catalogues: an UUID (version 8) made of their content. */
  readonly id: string;
}

/** What the catalogue is of. */
export interface CatalogueRoot {
  readonly name: string;
  readonly version: string | undefined;
  readonly type: ComponentType;
  /** `alg:hex` */
  readonly hashes: readonly string[];
}

export interface CatalogueComponent extends Pick<Component, 'key' | 'type' | 'name' | 'version' | 'purl'> {
  /** `alg:hex`, one for each algorithm that its sources agree on. */
  readonly hashes: readonly string[];
  readonly licenses: readonly CatalogueLicense[];
  readonly supplier: string | undefined;
  readonly description: string | undefined;
  readonly copyright: string | undefined;
  readonly cpes: readonly string[];
  readonly references: readonly { readonly role: 'website' | 'vcs' | 'distribution'; readonly url: string }[];
  /** Paths it was found at. */
  readonly paths: readonly string[];
}

export interface CatalogueLicense {
  readonly role: 'declared' | 'concluded';
  readonly text: string;
  /** It parses; `text` is in SPDX's spelling. */
  readonly expression: boolean;
}

export interface CatalogueRelation {
  /** Places in {@link Catalogue.components}. */
  readonly from: number;
  readonly to: number;
  readonly kind: RelationKind;
  readonly scope: Scope | undefined;
  readonly rawKind: string;
}

/** More places than this say nothing more of a component. */
const MOST_PATHS = 100;
const STRENGTH: readonly How[] = ['verified', 'measured', 'stated', 'derived'];

/**
 * The merged truth of a case: every component that is present in what was dropped, with the facts of all sources, the
 * stronger first; where nothing is present, every component that a document states. What is not known is left out.
 */
export function catalogueOf(model: CaseModel): Catalogue {
  const found = model.occurrences.some(({ state }) => state === 'present');
  const state = found ? 'present' : 'stated';
  const chosen = model.components
    .map((component) => ({
      component,
      places: component.occurrences.flatMap((index) => model.occurrences[index] ?? []),
    }))
    .filter(({ places }) => places.some((place) => place.state === state))
    .sort((a, b) => (a.component.key < b.component.key ? -1 : a.component.key > b.component.key ? 1 : 0));
  const number = new Map(chosen.map(({ component }, index) => [component.key, index]));
  const components = chosen.map(({ component, places }) => componentOf(component, places, state));
  const relations = relationsOf(model, state, number);
  const root = rootOf(model, found);
  return { root, found, components, relations, id: idOf(root, components, relations) };
}

function componentOf(component: Component, places: readonly Occurrence[], state: string): CatalogueComponent {
  const facts = places
    .flatMap((place) => place.facts)
    .sort((a, b) => STRENGTH.indexOf(a.how) - STRENGTH.indexOf(b.how));
  const { key, type, name, version, purl } = component;
  const at = places.filter((place) => place.state === state).map(({ path }) => path);
  return {
    key,
    type,
    name,
    version,
    purl,
    hashes: agreedHashes(facts),
    licenses: licensesOf(facts),
    supplier: first(facts, 'supplier', 'name') ?? first(facts, 'supplier'),
    description: first(facts, 'description'),
    copyright: first(facts, 'copyright'),
    cpes: [...new Set(values(facts, 'identifier', 'cpe'))].sort(),
    references: referencesOf(facts),
    paths: state === 'present' ? [...new Set(at)].sort().slice(0, MOST_PATHS) : [],
  };
}

function values(facts: readonly FactOf[], field: string, role?: string): string[] {
  return facts.flatMap((fact) =>
    fact.field === field && fact.role === role && typeof fact.value === 'string' ? [fact.value] : [],
  );
}

function first(facts: readonly FactOf[], field: string, role?: string): string | undefined {
  return values(facts, field, role)[0];
}

/** Hashes of the component itself; of an algorithm that sources disagree on, none. */
function agreedHashes(facts: readonly FactOf[]): string[] {
  const byAlgorithm = new Map<string, Set<string>>();
  for (const text of [
    ...values(facts, 'hash'),
    ...values(facts, 'hash', 'component'),
    ...values(facts, 'hash', 'file'),
  ]) {
    const algorithm = text.slice(0, text.indexOf(':'));
    byAlgorithm.set(algorithm, (byAlgorithm.get(algorithm) ?? new Set()).add(text));
  }
  return [...byAlgorithm.values()].flatMap((texts) => (texts.size === 1 ? [...texts] : [])).sort();
}

function licensesOf(facts: readonly FactOf[]): CatalogueLicense[] {
  const out = new Map<string, CatalogueLicense>();
  for (const fact of facts) {
    if (fact.field !== 'license' || typeof fact.value !== 'string') continue;
    if (fact.role !== 'declared' && fact.role !== 'concluded' && fact.role !== undefined) continue;
    const reading = readLicense(fact.value);
    if (reading.kind === 'absent') continue;
    const role = fact.role === 'concluded' ? 'concluded' : 'declared';
    const expression = reading.kind === 'expression';
    const text = expression ? reading.text : fact.value;
    out.set(`${role} ${text}`, { role, text, expression });
  }
  return [...out.values()].sort((a, b) => (`${a.role} ${a.text}` < `${b.role} ${b.text}` ? -1 : 1));
}

const REFERENCES = [
  ['homepage', undefined, 'website'],
  ['repository', undefined, 'vcs'],
  ['download-url', undefined, 'distribution'],
  ['external-reference', 'website', 'website'],
  ['external-reference', 'vcs', 'vcs'],
  ['external-reference', 'distribution', 'distribution'],
] as const;

/** Addresses that are such: a schema holds them to the form of a URL. */
function referencesOf(facts: readonly FactOf[]): CatalogueComponent['references'] {
  const out = new Map<string, CatalogueComponent['references'][number]>();
  for (const [field, factRole, role] of REFERENCES) {
    for (const url of values(facts, field, factRole)) {
      if (/^(?:git\+)?https?:\/\/[^\s<>"{}|\\^`]+$/.test(url) && URL.canParse(url))
        out.set(`${role} ${url}`, { role, url });
    }
  }
  return [...out.keys()].sort().flatMap((key) => out.get(key) ?? []);
}

/** Relations of places that count, between their components, each once. */
function relationsOf(
  model: CaseModel,
  state: string,
  number: ReadonlyMap<string, number>,
): CatalogueRelation[] {
  const { relations, occurrences, components } = model;
  const out = new Map<string, CatalogueRelation>();
  const indexOf = (place: Occurrence | undefined) =>
    place?.state === state ? number.get(components[place.component]?.key ?? '') : undefined;
  for (let i = 0; i < relations.from.length; i++) {
    const from = indexOf(occurrences[relations.from[i] ?? -1]);
    const to = indexOf(occurrences[relations.to[i] ?? -1]);
    const kind = relations.kind[i] ?? 'other';
    if (from === undefined || to === undefined) continue;
    // That two places are of one component is no relation between components; what a place states of itself is one.
    if (from === to && relations.from[i] !== relations.to[i]) continue;
    const scope = relations.scope[i];
    const rawKind = relations.rawKind[i] ?? '';
    const key = [from, to, kind, scope, kind === 'other' ? rawKind : ''].join(' ');
    if (!out.has(key)) out.set(key, { from, to, kind, scope, rawKind });
  }
  return [...out.values()].sort(
    (a, b) =>
      a.from - b.from || a.to - b.to || (a.kind + (a.scope ?? '') < b.kind + (b.scope ?? '') ? -1 : 1),
  );
}

function rootOf(model: CaseModel, found: boolean): CatalogueRoot {
  const tops = model.sources.filter(
    ({ parent, role }) => parent === undefined && (role === 'subject') === found,
  );
  const [only] = tops;
  if (only === undefined || tops.length > 1) {
    const name = tops
      .map((source) => source.name)
      .sort()
      .join(', ');
    return { name: name === '' ? 'case' : name, version: undefined, type: 'application', hashes: [] };
  }
  const image = model.images.find(({ source }) => source === only.id);
  const digest = image?.plan.manifestDigest ?? undefined;
  return {
    name: only.name,
    version: typeof digest === 'string' ? digest : undefined,
    type: image === undefined ? 'file' : 'container',
    hashes: hashesOf(only),
  };
}

function hashesOf({ digests }: CaseSource): string[] {
  return Object.entries(digests).flatMap(([algorithm, hex]) =>
    /^(?:sha256|sha384|sha512)$/.test(algorithm) && typeof hex === 'string' ? [`${algorithm}:${hex}`] : [],
  );
}

function idOf(...content: readonly unknown[]): string {
  const bytes = hash('sha256', encodeUtf8(JSON.stringify(content))).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
