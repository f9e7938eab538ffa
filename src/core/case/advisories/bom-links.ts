import { groupBy } from '../../base/group.ts';
import type { SourceId } from '../../model/source.ts';
import { externalId, linkedElement } from '../external-documents.ts';
import type { CaseDocument, CaseModel } from '../model.ts';

/** Why a reference names no component of the case. */
export type LinkFault =
  /** No BOM of its serial number and version is in the case. */
  | 'link-not-dropped'
  /** Only inside an artifact is there one: what is judged does not say what the judge speaks of. */
  | 'link-nested'
  /** Several BOMs of its serial number and version were dropped. */
  | 'link-several'
  /** The BOM has no component of this reference; or the link names none. */
  | 'link-element'
  /** The BOM gives keys twice: what has the reference is one of two readings. */
  | 'link-ambiguous'
  /** Several components of the document have this reference. */
  | 'reference-several';

/** What a reference means. With a fault: what it may mean, and nothing is known of it. */
export interface Referred {
  /** Indices of {@link CaseModel.components}. */
  readonly components: readonly number[];
  readonly fault?: LinkFault;
  /** The other document in which it was looked up. */
  readonly by?: SourceId;
}

type Linking = Pick<CaseModel, 'sources' | 'documents' | 'occurrences'>;

const LINK = /^urn:cdx:[^/#]+\/\d+(?:#|$)/i;

/**
 * What references of documents mean: of their own components, and by BOM-Link (CycloneDX, `urn:cdx:SERIAL/VERSION#REF`) of
 * those of another BOM. Only a BOM that was dropped itself says what is meant. One that came inside an artifact could give
 * the reference to whatever it wants to be passed over; what it says serves to warn alone.
 */
export class BomLinks {
  readonly #model: Linking;
  readonly #byRef = new Map<SourceId, ReadonlyMap<string, ReadonlySet<number>>>();
  readonly #followed = new Map<string, Referred>();
  #byId: ReadonlyMap<string, readonly CaseDocument[]> | undefined;

  constructor(model: Linking) {
    this.#model = model;
  }

  /** `undefined`: the text is no reference at all, of this document or of another. */
  refer(document: CaseDocument, ref: string): Referred | undefined {
    const own = this.#in(document, ref);
    if (own.length > 0)
      return own.length === 1 ? { components: own } : { components: own, fault: 'reference-several' };
    if (!LINK.test(ref)) return undefined;
    const followed = this.#followed.get(ref) ?? this.#follow(ref);
    this.#followed.set(ref, followed);
    return followed;
  }

  #follow(ref: string): Referred {
    const element = linkedElement(ref);
    const called = this.#documents().get(externalId(ref)) ?? [];
    const dropped = called.filter(({ source }) => this.#isDropped(source));
    const components = (from: readonly CaseDocument[]) => [
      ...new Set(element === undefined ? [] : from.flatMap((one) => this.#in(one, element))),
    ];
    const [bom, ...others] = dropped;
    if (bom === undefined)
      return {
        components: components(called),
        fault: called.length > 0 ? 'link-nested' : 'link-not-dropped',
      };
    if (others.length > 0) return { components: components(dropped), fault: 'link-several' };
    const meant = components([bom]);
    if (meant.length === 0) return { components: [], fault: 'link-element' };
    if (meant.length > 1) return { components: meant, fault: 'reference-several' };
    if (bom.ambiguous === true) return { components: meant, fault: 'link-ambiguous' };
    return { components: meant, by: bom.source };
  }

  /** Of all BOMs of the case by serial number and version; one that states no version is its first (bom-1.7, `version`). */
  #documents(): ReadonlyMap<string, readonly CaseDocument[]> {
    this.#byId ??= groupBy(
      this.#model.documents.filter(({ format, id }) => format === 'CycloneDX' && id !== undefined),
      ({ id = '' }) => externalId(/\/\d+$/.test(id) ? id : `${id}/1`),
    );
    return this.#byId;
  }

  #isDropped(id: SourceId): boolean {
    const source = this.#model.sources.find((one) => one.id === id);
    return source !== undefined && source.parent === undefined;
  }

  #in(document: CaseDocument, ref: string): readonly number[] {
    const known = this.#byRef.get(document.source) ?? this.#refsOf(document);
    this.#byRef.set(document.source, known);
    return [...(known.get(ref) ?? [])];
  }

  #refsOf({ occurrences: { first, count } }: CaseDocument): ReadonlyMap<string, ReadonlySet<number>> {
    const out = new Map<string, Set<number>>();
    for (let at = first; at < first + count; at++) {
      const { localId, component } = this.#model.occurrences[at] ?? {};
      if (localId === undefined || component === undefined) continue;
      const same = out.get(localId);
      if (same === undefined) out.set(localId, new Set([component]));
      else same.add(component);
    }
    return out;
  }
}
