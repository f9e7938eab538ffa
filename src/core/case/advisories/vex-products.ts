import { matchesPurl, purlStem } from '../../advisory/purl-pattern.ts';
import { rangeFits, versionIsIn } from '../../advisory/vers.ts';
import { type ParsedPurl, parsePurl } from '../../base/purl-parse.ts';
import { buildGraph, type Graph } from '../../graph/csr.ts';
import { descendants } from '../../graph/reach.ts';
import type { VexStatement } from '../../model/document.ts';
import type { RelationKind } from '../../model/reading.ts';
import type { SourceId } from '../../model/source.ts';
import type { CaseDocument, CaseModel } from '../model.ts';
import { BomLinks, type LinkFault, type Referred } from './bom-links.ts';
import type { AdvisoryMatch } from './conclude.ts';
import { silences } from './vex-standing.ts';

/** What products are looked up in. */
export type Named = Pick<
  CaseModel,
  'sources' | 'documents' | 'components' | 'occurrences' | 'relations' | 'images'
>;

/** Whether a statement is about a match; `range`: about its package, in versions of another type of package. */
export type Speaks = 'yes' | 'no' | 'range';

/** Tells which components of the case the products of a statement are. */
export class Products {
  readonly #model: Named;
  #graph: Graph | undefined;
  readonly #byStem = new Map<string, number[]>();
  readonly #links: BomLinks;

  constructor(model: Named) {
    this.#model = model;
    this.#links = new BomLinks(model);
    model.components.forEach(({ purl }, i) => {
      const stem = purl === undefined ? undefined : purlStem(purl);
      if (stem !== undefined) this.#byStem.set(stem, [...(this.#byStem.get(stem) ?? []), i]);
    });
  }

  /** Whether any product is something in the case. */
  has(document: CaseDocument, { products, subcomponents }: VexStatement): boolean {
    return [...products, ...subcomponents].some(
      (product) => this.#isImage(product) || this.#components(document, product, false).length > 0,
    );
  }

  /** References among the products that name nothing for certain, and why. */
  unresolved(
    document: CaseDocument,
    { products, subcomponents }: VexStatement,
  ): readonly { readonly product: string; readonly why: LinkFault }[] {
    return [...new Set([...products, ...subcomponents])].flatMap((product) => {
      const fault = this.#referred(document, product)?.fault;
      return fault === undefined ? [] : [{ product, why: fault }];
    });
  }

  /** Other documents in which references among the products were looked up. */
  linked(document: CaseDocument, { products, subcomponents }: VexStatement): readonly SourceId[] {
    const all = [...products, ...subcomponents];
    return [...new Set(all.flatMap((product) => this.#referred(document, product)?.by ?? []))];
  }

  /**
   * Whether the statement is about the component of the match, in a product that holds it. What is not certain is enough
   * for a warning: a product that holds it among others, a version or a reference of which nobody can tell what it means.
   */
  speaksOf(document: CaseDocument, statement: VexStatement, match: AdvisoryMatch): Speaks {
    const warns = !silences(statement);
    const { products, subcomponents, versions = [] } = statement;
    const is = (product: string) => this.#components(document, product, warns).includes(match.component);
    if (subcomponents.length > 0) {
      const held = products.some((product) => this.#holds(document, product, match.component, warns));
      return held && subcomponents.some(is) ? 'yes' : 'no';
    }
    if (!products.some(is)) return 'no';
    const { version = '', purl } = this.#model.components[match.component] ?? {};
    const of = { version, ecosystem: match.ecosystem, type: parsePurl(purl ?? '')?.type ?? '' };
    const inVersions =
      versions.length === 0 ||
      versions.some((stated) => {
        const found = versionIsIn(stated, of);
        return found === true || (found === undefined && warns);
      });
    if (inVersions) return 'yes';
    return versions.some((stated) => rangeFits(stated, of)) ? 'no' : 'range';
  }

  /** `warns`: what a reference may mean is enough. */
  #components(document: CaseDocument, product: string, warns: boolean): readonly number[] {
    const pattern = parsePurl(product);
    if (pattern === undefined) {
      const referred = this.#links.refer(document, product);
      return referred === undefined || (referred.fault !== undefined && !warns) ? [] : referred.components;
    }
    const stem = purlStem(product) ?? '';
    return (this.#byStem.get(stem) ?? []).filter((i) => {
      const purl = parsePurl(this.#model.components[i]?.purl ?? '');
      return purl !== undefined && matchesPurl(pattern, purl);
    });
  }

  #referred(document: CaseDocument, product: string): Referred | undefined {
    return parsePurl(product) === undefined ? this.#links.refer(document, product) : undefined;
  }

  /**
   * Whether a product of the case holds the component, everywhere the component was found: elsewhere it may be affected.
   * For a warning: anywhere.
   */
  #holds(document: CaseDocument, product: string, component: number, warns: boolean): boolean {
    const { occurrences } = this.#model;
    const all = this.#occurrencesOf(component);
    const found = all.filter((at) => occurrences[at]?.state !== 'stated');
    const image = this.#imageTrees(product);
    const holders = this.#components(document, product, warns).flatMap((one) => this.#occurrencesOf(one));
    const reached = holders.length === 0 ? undefined : this.#reachedFrom(holders);
    const isHeld = (at: number) => {
      const place = occurrences[at];
      if (place === undefined) return false;
      const inImage = image.has(place.tree) || (place.layersOf !== undefined && image.has(place.layersOf));
      return inImage || reached?.has(at) === true || holders.some((holder) => this.#isAround(holder, at));
    };
    if (warns) return all.some(isHeld);
    const places = found.length > 0 ? found : all;
    return places.length > 0 && places.every(isHeld);
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
