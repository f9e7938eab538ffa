import type { ExternalDocument } from '../model/document.ts';
import type { RelationKind } from '../model/reading.ts';
import type { SourceId } from '../model/source.ts';
import { type External, linkedElement } from './external-documents.ts';
import type { CaseDocument, Occurrence, Relations } from './model.ts';
import { StatedOccurrence } from './stated-occurrence.ts';

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: RelationKind;
  readonly rawKind: string;
}

/**
 * Relations that lead from one document into another which is in the case: what a relation of the one names in the other,
 * and components whose own document the other is. Nothing is looked at in cases without such documents.
 */
export function withExternalRelations(
  relations: Relations,
  externals: readonly External[],
  documents: readonly CaseDocument[],
  occurrences: readonly Occurrence[],
  most: number,
): Relations {
  const resolved = externals.filter(({ state }) => state === 'resolved');
  if (resolved.length === 0) return relations;
  const edges = [...crossing(resolved, documents, occurrences)].slice(
    0,
    Math.max(0, most - relations.from.length),
  );
  if (edges.length === 0) return relations;
  return {
    from: Uint32Array.from([...relations.from, ...edges.map(({ from }) => from)]),
    to: Uint32Array.from([...relations.to, ...edges.map(({ to }) => to)]),
    kind: [...relations.kind, ...edges.map(({ kind }) => kind)],
    scope: [...relations.scope, ...edges.map(() => undefined)],
    rawKind: [...relations.rawKind, ...edges.map(({ rawKind }) => rawKind)],
    how: [...relations.how, ...edges.map(() => 'stated' as const)],
    asked: [...relations.asked, ...edges.map(() => undefined)],
  };
}

function* crossing(
  resolved: readonly External[],
  documents: readonly CaseDocument[],
  occurrences: readonly Occurrence[],
): Generator<Edge> {
  const bySource = new Map(documents.map((document) => [document.source, document]));
  const elements = new Elements(occurrences);
  for (const document of documents) {
    const own = resolved.filter(({ from }) => from === document.source);
    if (own.length === 0) continue;
    for (const { ref, inside, end, other, kind, rawKind } of document.unresolved) {
      if (inside || other === undefined) continue;
      const target = targetOf(ref, own, bySource, elements);
      const here = document.occurrences.first + other;
      if (target !== undefined)
        yield end === 'to'
          ? { from: here, to: target, kind, rawKind }
          : { from: target, to: here, kind, rawKind };
    }
    for (const { named, target } of own) {
      const other = target === undefined ? undefined : bySource.get(target);
      const holder = other === undefined ? undefined : elements.holding(document, named);
      if (other === undefined || holder === undefined || other === document) continue;
      // Its own document is about the same thing, or about the part of it that the link names.
      const element = linkedElement(named.ref);
      const ends = element === undefined ? rootsOf(other) : [elements.called(other, element)];
      for (const to of ends) if (to !== undefined) yield { from: holder, to, kind: 'sameAs', rawKind: 'bom' };
    }
  }
}

/** The element that an end of a relation names in another document. */
function targetOf(
  ref: string,
  own: readonly External[],
  documents: ReadonlyMap<SourceId, CaseDocument>,
  elements: Elements,
): number | undefined {
  const [, documentRef, spdxId] = /^(DocumentRef-[^:]+):(.+)$/s.exec(ref) ?? [];
  const external = own.find(({ named }) =>
    documentRef === undefined
      ? named.ref === ref || named.ref === ref.replace(/#.*$/s, '')
      : named.localId === documentRef,
  );
  const target = external?.target === undefined ? undefined : documents.get(external.target);
  if (target === undefined) return undefined;
  const element = spdxId ?? linkedElement(ref) ?? ref;
  return (
    elements.called(target, element) ??
    (ref.startsWith('urn:cdx:') && !ref.includes('#') ? rootsOf(target)[0] : undefined)
  );
}

function rootsOf({ describes, occurrences: { first } }: CaseDocument): number[] {
  return describes.map((ref) => first + Number(ref));
}

/** Finds occurrences of documents by what these call them; made for the documents that are asked for alone. */
class Elements {
  readonly #occurrences: readonly Occurrence[];
  readonly #names = new Map<SourceId, ReadonlyMap<string, number>>();
  readonly #pointers = new Map<SourceId, ReadonlyMap<string, number>>();

  constructor(occurrences: readonly Occurrence[]) {
    this.#occurrences = occurrences;
  }

  called(document: CaseDocument, name: string): number | undefined {
    return this.#of(this.#names, document, (one) => one.localId).get(name);
  }

  /** The component in which an external reference stands. */
  holding(document: CaseDocument, { pointer }: ExternalDocument): number | undefined {
    const [, holder] = /^(\/.+)\/externalReferences\/\d+$/.exec(pointer) ?? [];
    return holder === undefined
      ? undefined
      : this.#of(this.#pointers, document, (one) => one.pointer).get(holder);
  }

  #of(
    known: Map<SourceId, ReadonlyMap<string, number>>,
    { source, occurrences: { first, count } }: CaseDocument,
    keyOf: (one: StatedOccurrence) => string | undefined,
  ): ReadonlyMap<string, number> {
    const before = known.get(source);
    if (before !== undefined) return before;
    const made = new Map<string, number>();
    for (let at = first; at < first + count; at++) {
      const one = this.#occurrences[at];
      const key = one instanceof StatedOccurrence ? keyOf(one) : undefined;
      if (key !== undefined && !made.has(key)) made.set(key, at);
    }
    known.set(source, made);
    return made;
  }
}
