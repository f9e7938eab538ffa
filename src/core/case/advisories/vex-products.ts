import { matchesPurl, purlStem } from '../../advisory/purl-pattern.ts';
import { versionIsIn } from '../../advisory/vers.ts';
import { type ParsedPurl, parsePurl } from '../../base/purl-parse.ts';
import { buildGraph, type Graph } from '../../graph/csr.ts';
import { descendants } from '../../graph/reach.ts';
import type { VexStatement } from '../../model/document.ts';
import type { RelationKind } from '../../model/reading.ts';
import type { CaseDocument, CaseModel } from '../model.ts';
import type { AdvisoryMatch } from './conclude.ts';

/** What products are looked up in. */
export type Named = Pick<CaseModel, 'documents' | 'components' | 'occurrences' | 'relations' | 'images'>;

/** Tells which components of the case the products of a statement are. */
export class Products {
  readonly #model: Named;
  #graph: Graph | undefined;
  readonly #byStem = new Map<string, number[]>();
  readonly #byRef = new Map<string, number>();

  constructor(model: Named) {
    this.#model = model;
    model.components.forEach(({ purl }, i) => {
      const stem = purl === undefined ? undefined : purlStem(purl);
      if (stem !== undefined) this.#byStem.set(stem, [...(this.#byStem.get(stem) ?? []), i]);
    });
    const documents = new Set(model.documents.flatMap(({ source, vex }) => (vex.length > 0 ? [source] : [])));
    for (const { source, localId, component } of model.occurrences) {
      if (localId === undefined || !documents.has(source)) continue;
      const key = `${source}\0${localId}`;
      if (!this.#byRef.has(key)) this.#byRef.set(key, component);
    }
  }

  /** Whether any product is something in the case. */
  has(document: CaseDocument, { products, subcomponents }: VexStatement): boolean {
    return [...products, ...subcomponents].some(
      (product) => this.#isImage(product) || this.#components(document, product).length > 0,
    );
  }

  /** Whether the statement is about the component of the match, in a product that holds it. */
  speaksOf(document: CaseDocument, statement: VexStatement, match: AdvisoryMatch | undefined): boolean {
    if (match === undefined) return false;
    const { products, subcomponents, versions } = statement;
    const is = (product: string) => this.#components(document, product).includes(match.component);
    const version = this.#model.components[match.component]?.version ?? '';
    const inVersions =
      versions === undefined ||
      versions.length === 0 ||
      versions.some((stated) => versionIsIn(stated, version, match.ecosystem) === true);
    if (subcomponents.length === 0) return products.some(is) && inVersions;
    return (
      subcomponents.some(is) && products.some((product) => this.#holds(document, product, match.component))
    );
  }

  #components(document: CaseDocument, product: string): readonly number[] {
    const pattern = parsePurl(product);
    if (pattern === undefined) {
      const referred = this.#byRef.get(`${document.source}\0${product}`);
      return referred === undefined ? [] : [referred];
    }
    const stem = purlStem(product) ?? '';
    return (this.#byStem.get(stem) ?? []).filter((i) => {
      const purl = parsePurl(this.#model.components[i]?.purl ?? '');
      return purl !== undefined && matchesPurl(pattern, purl);
    });
  }

  /** Whether a product of the case holds the component, everywhere the component was found: elsewhere it may be affected. */
  #holds(document: CaseDocument, product: string, component: number): boolean {
    const { occurrences } = this.#model;
    const all = this.#occurrencesOf(component);
    const found = all.filter((at) => occurrences[at]?.state !== 'stated');
    const image = this.#imageTrees(product);
    const holders = this.#components(document, product).flatMap((one) => this.#occurrencesOf(one));
    const reached = holders.length === 0 ? undefined : this.#reachedFrom(holders);
    const places = found.length > 0 ? found : all;
    return (
      places.length > 0 &&
      places.every((at) => {
        const place = occurrences[at];
        if (place === undefined) return false;
        const inImage = image.has(place.tree) || (place.layersOf !== undefined && image.has(place.layersOf));
        return inImage || reached?.has(at) === true || holders.some((holder) => this.#isAround(holder, at));
      })
    );
  }

  #occurrencesOf(component: number): readonly number[] {
    return this.#model.components[component]?.occurrences ?? [];
  }

  /** What these depend on or contain, themselves included; of what a document describes, all that it states. */
  #reachedFrom(holders: readonly number[]): ReadonlySet<number> {
    const { documents, occurrences, relations } = this.#model;
    if (this.#graph === undefined) {
      const held = relations.kind.flatMap((kind, i) => (HOLDING.has(kind) ? [i] : []));
      const ends = (of: Uint32Array) => held.map((i) => of[i] ?? 0);
      this.#graph = buildGraph(occurrences.length, ends(relations.from), ends(relations.to));
    }
    const described = documents.flatMap(({ describes, occurrences: { first, count } }) =>
      describes.some((ref) => holders.includes(first + Number(ref)))
        ? Array.from({ length: count }, (_, i) => first + i)
        : [],
    );
    return new Set([...descendants(this.#graph, holders), ...described]);
  }

  /** Whether one package lies in the folder of another of its type: `app/package.json`, `app/node_modules/a/package.json`. */
  #isAround(holder: number, inner: number): boolean {
    const { components, occurrences } = this.#model;
    const [a, b] = [occurrences[holder], occurrences[inner]];
    if (a === undefined || b === undefined || a.tree !== b.tree || a.path === b.path) return false;
    const typeOf = (component: number) => parsePurl(components[component]?.purl ?? '')?.type;
    const folder = a.path.slice(0, a.path.lastIndexOf('/') + 1);
    return (
      b.path.startsWith(folder) &&
      b.path.slice(folder.length).includes('/') &&
      typeOf(a.component) === typeOf(b.component)
    );
  }

  #isImage(product: string): boolean {
    return this.#imageTrees(product).size > 0;
  }

  /** Trees of the images that an `oci` or `docker` package URL names: by digest where it states one, else by name. */
  #imageTrees(product: string): ReadonlySet<string> {
    const purl = parsePurl(product);
    if (purl === undefined || (purl.type !== 'oci' && purl.type !== 'docker')) return new Set();
    const { version = '' } = purl;
    const trees = this.#model.images.flatMap(({ tree, plan }) => {
      if (version.startsWith('sha256:'))
        return plan.manifestDigest === version || plan.configDigest === version ? [tree] : [];
      return isNamed(purl, plan.ref ?? '') ? [tree] : [];
    });
    return new Set(trees);
  }
}

const HOLDING: ReadonlySet<RelationKind> = new Set(['dependsOn', 'contains', 'staticLink', 'dynamicLink']);

/** Whether an image of this name is meant. What only one of the two states, a registry or a tag, is not held against it. */
export function isNamed({ namespace, name, version, qualifiers }: ParsedPurl, ref: string): boolean {
  const [, repository = '', tag] = /^(.*?)(?::([^:/]*))?$/s.exec(ref.toLowerCase()) ?? [];
  if (version !== undefined && version.toLowerCase() !== tag) return false;
  const segments = repository.split('/');
  if (segments.at(-1) !== name.toLowerCase()) return false;
  const stated = (qualifiers.get('repository_url') ?? '').toLowerCase().replace(/^https?:\/\//, '');
  const path =
    stated === '' || stated.endsWith(`/${name.toLowerCase()}`) ? stated : `${stated}/${name.toLowerCase()}`;
  const wanted = path === '' ? `${namespace}/${name}`.toLowerCase() : path;
  const known = wanted.split('/').filter((segment) => segment !== '');
  const shared = Math.min(known.length, segments.length);
  return known.slice(-shared).join('/') === segments.slice(-shared).join('/');
}
