import { coordinatesOf } from '../advisory/coordinates.ts';
import { orderingOf } from '../advisory/order/registry.ts';
import { parsePurl } from '../base/purl-parse.ts';
import { hostOf, pathOf } from '../case/indicators/classify.ts';
import { readIndicators } from '../case/indicators/read-list.ts';
import type { Indicator, IndicatorList } from '../case/indicators/types.ts';
import type { CaseModel, Component } from '../case/model.ts';
import { foldDigest } from '../case/reconcile/side.ts';
import { projectKey } from '../catalog/pep508.ts';
import { textsOf } from './facts-of.ts';
import { placesInOrder } from './first-place.ts';
import { PathIndex } from './path-index.ts';

/** A place where something that was looked for stands. */
export interface IndicatorHit {
  readonly list: string;
  readonly indicator: Indicator;
  /** Where in the list it stands. */
  readonly at: string;
  readonly source: string;
  readonly tree?: string;
  readonly layer?: number;
  readonly path?: string;
  readonly component?: string;
  readonly state: 'present' | 'removed' | 'stated';
  /** What agreed. */
  readonly found: string;
  /** Only the host of an address agreed, and the list names more of it. */
  readonly hostOnly?: true;
}

/** What came of one list. */
export interface SearchedList {
  readonly name: string;
  /** What was looked for. */
  readonly indicators: number;
  /** Lines, cells and comparisons that could not be read. */
  readonly unread: number;
  /**
   * Of `indicators`: digests that Loupe computes of no file (all but SHA-256). They are held only against what packages
   * state of themselves.
   */
  readonly otherDigests: number;
}

/** What was searched: nothing found means something only beside it. */
export interface IndicatorSearch {
  readonly lists: readonly SearchedList[];
  readonly files: number;
  readonly hashed: number;
  readonly components: number;
  /** All that were found; of very many the first are listed. */
  readonly found: number;
  readonly hits: readonly IndicatorHit[];
}

const kept = new WeakMap<CaseModel, IndicatorSearch>();

/** Looks for everything in the lists in force, in every file and component, those of removed layers included. */
export function indicatorSearch(model: CaseModel): IndicatorSearch {
  let search = kept.get(model);
  if (search === undefined) {
    search = searched(model);
    kept.set(model, search);
  }
  return search;
}

interface Wanted {
  readonly list: string;
  readonly indicator: Indicator;
  readonly at: string;
}

const MOST_HITS = 10_000;

function searched(model: CaseModel): IndicatorSearch {
  const read = model.settings.references.flatMap(({ as, name, bytes }) => {
    const list = as === 'indicators' ? readIndicators(bytes) : undefined;
    return list?.ok === true ? [{ name, list: list.value }] : [];
  });
  const wanted = wantedOf(read);
  const hits: IndicatorHit[] = [];
  const lists = read.map(({ name, list }) => ({
    name,
    indicators: list.words,
    unread: list.unreadCount,
    otherDigests: list.indicators.filter(
      ({ indicator }) => indicator.kind === 'hash' && indicator.algorithm !== 'sha256',
    ).length,
  }));
  if (wanted.size === 0) return { lists, files: 0, hashed: 0, components: 0, found: 0, hits };
  const files = searchFiles(model, wanted, hits);
  searchComponents(model, wanted, hits);
  for (const [source, digests] of wholesOf(model))
    for (const found of digests)
      for (const { list, indicator, at } of wanted.hashes.get(found) ?? [])
        hits.push({ list, indicator, at, source, state: 'present', found });
  const components = model.components.length;
  return { lists, ...files, components, found: hits.length, hits: hits.slice(0, MOST_HITS) };
}

/** Digests of what is no file of a tree: sources, and the documents and unpacked layers that an image is named by. */
function wholesOf({ sources, images }: CaseModel): ReadonlyMap<string, ReadonlySet<string>> {
  const out = new Map<string, Set<string>>();
  for (const { id, digests } of sources)
    out.set(id, new Set(Object.entries(digests).map(([algorithm, value]) => `${algorithm}:${value}`)));
  for (const { source, plan, layers } of images) {
    const indexes = plan.references.flatMap((way) => way.indexes.map(({ measured }) => measured?.digest));
    const unpacked = layers.map((layer) => layer?.diffID);
    for (const digest of [plan.manifestDigest, plan.configDigest, ...indexes, ...unpacked])
      if (digest !== undefined) out.get(source)?.add(digest);
  }
  return out;
}

interface WantedIndex {
  readonly size: number;
  readonly hashes: ReadonlyMap<string, readonly Wanted[]>;
  readonly files: ReadonlyMap<string, readonly Wanted[]>;
  readonly globs: PathIndex<Wanted>;
  readonly hasGlobs: boolean;
  readonly packages: ReadonlyMap<string, readonly Wanted[]>;
  /** The same, by the names that PyPI takes for one. */
  readonly pypi: ReadonlyMap<string, readonly Wanted[]>;
  readonly domains: ReadonlyMap<string, readonly Wanted[]>;
}

function wantedOf(read: readonly { readonly name: string; readonly list: IndicatorList }[]): WantedIndex {
  const maps = {
    hashes: new Map(),
    files: new Map(),
    packages: new Map(),
    pypi: new Map(),
    domains: new Map(),
  } satisfies Record<string, Map<string, Wanted[]>>;
  const globs = new PathIndex<Wanted>();
  let size = 0;
  let hasGlobs = false;
  const put = (map: Map<string, Wanted[]>, key: string, one: Wanted) => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [one]);
    else known.push(one);
  };
  for (const { name, list } of read) {
    for (const { indicator, at } of list.indicators) {
      const one = { list: name, indicator, at };
      size++;
      switch (indicator.kind) {
        case 'hash':
          put(maps.hashes, `${indicator.algorithm}:${indicator.value}`, one);
          break;
        case 'file':
          put(maps.files, indicator.value, one);
          break;
        case 'glob':
          hasGlobs = true;
          globs.add(indicator.value, one);
          break;
        case 'package':
          put(maps.packages, folded(indicator.name), one);
          if (indicator.ecosystem === undefined || indicator.ecosystem === 'pypi')
            put(maps.pypi, projectKey(indicator.name), one);
          break;
        case 'domain':
          put(maps.domains, indicator.value, one);
      }
    }
  }
  return { size, ...maps, globs, hasGlobs };
}

/** Every entry of every layer: by digest, name and glob. */
function searchFiles(
  model: CaseModel,
  { hashes, files, globs, hasGlobs }: WantedIndex,
  hits: IndicatorHit[],
): { readonly files: number; readonly hashed: number } {
  let count = 0;
  let hashed = 0;
  for (const tree of model.trees) {
    for (const [layer, { table }] of tree.layers.entries()) {
      for (let i = 0; i < table.length; i++) {
        if (table.type(i) === 'd') continue;
        const path = table.path(i);
        // A whiteout marker is no file (OCI image-spec, layer.md).
        if (/(?:^|\/)\.wh\./.test(path)) continue;
        count++;
        const sha256 = table.sha256(i);
        if (sha256 !== undefined) hashed++;
        const found = [
          ...(sha256 === undefined ? [] : (hashes.get(`sha256:${sha256}`) ?? [])),
          ...(files.get(path.slice(path.lastIndexOf('/') + 1)) ?? []),
          ...(hasGlobs ? globs.match(path) : []),
        ];
        if (found.length === 0) continue;
        const state = tree.squashed.fate(path, layer)?.state === 'present' ? 'present' : 'removed';
        const where = { source: tree.source, tree: tree.id, layer, path, state } as const;
        for (const { list, indicator, at } of found)
          hits.push({
            list,
            indicator,
            at,
            ...where,
            found: indicator.kind === 'hash' ? `sha256:${sha256}` : path,
          });
      }
    }
  }
  return { files: count, hashed };
}

function searchComponents(
  model: CaseModel,
  { packages, pypi, domains, hashes }: WantedIndex,
  hits: IndicatorHit[],
): void {
  for (const component of model.components) {
    const { key, name, version, purl } = component;
    const ecosystem = /^pkg:([^/]+)\//.exec(purl ?? '')?.[1];
    const places = placesInOrder(model, component).flatMap((at) => model.occurrences[at] ?? []);
    const [first] = places;
    if (first === undefined) continue;
    const where = {
      source: first.source,
      path: first.path,
      component: key,
      state: first.state,
    } as const;
    const alike = [
      ...(packages.size === 0 ? [] : namesOf(component).flatMap((one) => packages.get(one) ?? [])),
      ...(ecosystem === 'pypi' ? (pypi.get(projectKey(name)) ?? []) : []),
    ];
    for (const { list, indicator, at } of new Set(alike)) {
      if (indicator.kind !== 'package') continue;
      if (indicator.ecosystem !== undefined && indicator.ecosystem !== ecosystem) continue;
      if (indicator.version !== undefined && !isVersion(component, indicator.version)) continue;
      hits.push({ list, indicator, at, ...where, found: `${name}@${version ?? ''}` });
    }
    const told = new Set<Wanted>();
    const whole = new Set<Wanted>();
    for (const place of places) {
      for (const digest of [...textsOf(place, 'integrity'), ...textsOf(place, 'hash')])
        for (const one of hashes.get(foldDigest(digest)) ?? []) told.add(one);
      for (const field of ['download-url', 'homepage', 'repository', 'installed-from']) {
        for (const url of domains.size === 0 ? [] : textsOf(place, field))
          for (const one of domainsOf(url).flatMap((domain) => domains.get(domain) ?? [])) {
            if (isUnder(url, one.indicator)) whole.add(one);
            told.add(one);
          }
      }
    }
    for (const one of told) {
      const { list, indicator, at } = one;
      const hostOnly = indicator.kind === 'domain' && !whole.has(one) ? { hostOnly: true as const } : {};
      hits.push({ list, indicator, at, ...where, found: `stated by ${name}`, ...hostOnly });
    }
  }
}

/** Names are compared without case; `group:name` is `group/name`. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll(':', '/');
}

/** The names that a list may give a component: its own, and that of its package URL with namespace. */
function namesOf({ name, purl }: Component): readonly string[] {
  const parsed = purl === undefined ? undefined : parsePurl(purl);
  const whole = parsed === undefined || parsed.namespace === '' ? [] : [`${parsed.namespace}/${parsed.name}`];
  return [...new Set([name, ...whole].map(folded))];
}

/** Whether a component is of a version, however it is written where its ecosystem has an order: `1.0` is `1.0.0`. */
function isVersion({ purl, version }: Component, wanted: string): boolean {
  if (version === undefined) return false;
  if (bare(version) === bare(wanted)) return true;
  const placed = coordinatesOf(purl);
  const ecosystem = 'coordinates' in placed ? placed.coordinates[0]?.ecosystem : undefined;
  const order = ecosystem === undefined ? undefined : orderingOf(ecosystem);
  return order?.valid(version) === true && order.valid(wanted) && order.compare(version, wanted) === 0;
}

function bare(version: string): string {
  return version.toLowerCase().replace(/^v(?=\d)/, '');
}

/** Whether an address is the one that is looked for, or below it. */
function isUnder(url: string, indicator: Indicator): boolean {
  if (indicator.kind !== 'domain' || indicator.path === undefined) return true;
  return hostOf(url) === indicator.value && `${pathOf(url)}/`.startsWith(`${indicator.path}/`);
}

/** The host of an address, and every domain above it. */
function domainsOf(url: string): readonly string[] {
  const host = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? hostOf(url) : undefined;
  if (host === undefined) return [];
  const parts = host.split('.');
  return parts.map((_, i) => parts.slice(i).join('.'));
}
