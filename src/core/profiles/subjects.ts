import { groupBy } from '../base/group.ts';
import type { CaseDocument, CaseModel } from '../case/model.ts';
import type { FactOf, FactValue } from '../model/reading.ts';
import type { FieldOf, Scope } from './types.ts';

/** A component that a document states, with what is said of it, looked up once for all rules. */
export interface Subject {
  /** Index of {@link CaseModel.occurrences}. */
  readonly at: number;
  /** Number in the document. */
  readonly number: number;
  valuesOf(field: FieldOf): readonly FactValue[];
  /** Whether the document says by property that it does not know, or does not tell, one of these. */
  declared(aliases: readonly string[]): 'unknown' | 'withheld' | undefined;
  readonly facts: readonly FactOf[];
}

/** Proposed for the property taxonomy of CycloneDX (property-taxonomy#185, #186): lists of fields. */
const DECLARED = {
  'cdx:cisa:unknown-information': 'unknown',
  'cdx:cisa:withheld-information': 'withheld',
} as const;

/** The components of a document that count: its root included, files and services left out. */
export function* subjectsOf(model: CaseModel, document: CaseDocument): Generator<Subject> {
  const { first, count } = document.occurrences;
  for (let number = 0; number < count; number++) {
    const place = model.occurrences[first + number];
    const component = model.components[place?.component ?? -1];
    if (place === undefined || component === undefined) continue;
    if (component.type === 'service' || (component.type === 'file' && component.purl === undefined)) continue;
    const { facts } = place;
    const byField = groupBy(facts, ({ field }) => field);
    const own = { name: component.name, version: component.version, purl: component.purl };
    yield {
      at: first + number,
      number,
      facts,
      valuesOf: ({ field, roles }) => {
        if (field === 'name' || field === 'version' || field === 'purl') {
          const value = own[field];
          if (value !== undefined && value !== '') return [value];
        }
        const of = byField.get(field) ?? [];
        return (roles === undefined ? of : of.filter(({ role }) => roles.includes(role ?? ''))).map(
          ({ value }) => value,
        );
      },
      declared: (aliases) => declaredIn(byField.get('property') ?? [], aliases),
    };
  }
}

function declaredIn(
  properties: readonly FactOf[],
  aliases: readonly string[],
): 'unknown' | 'withheld' | undefined {
  for (const [name, meaning] of Object.entries(DECLARED)) {
    for (const { role, value } of properties) {
      if (role !== name || typeof value !== 'string') continue;
      const words = value.toLowerCase().split(/[\s,;]+/);
      if (aliases.some((alias) => words.includes(alias))) return meaning;
    }
  }
  return undefined;
}

/** How the components of a document hang together, worked out in one pass over its relations. */
export interface Structure {
  readonly roots: ReadonlySet<number>;
  readonly direct: ReadonlySet<number>;
  /** By kind of relation: numbers of the components at either end. */
  readonly partOf: ReadonlyMap<string, ReadonlySet<number>>;
  inScope(scope: Scope, number: number): boolean;
}

export function structureOf(model: CaseModel, document: CaseDocument): Structure {
  const { first, count } = document.occurrences;
  const roots = new Set(document.describes.map(Number));
  const direct = new Set<number>();
  const partOf = new Map<string, Set<number>>();
  const { relations } = model;
  for (let i = 0; i < relations.from.length; i++) {
    const from = (relations.from[i] ?? 0) - first;
    const to = (relations.to[i] ?? 0) - first;
    if (from < 0 || from >= count) continue;
    const kind = relations.kind[i] ?? 'other';
    const ends = partOf.get(kind) ?? new Set();
    partOf.set(kind, ends.add(from).add(to));
    if (kind === 'dependsOn' && roots.has(from)) direct.add(to);
  }
  const inScope = (scope: Scope, number: number) =>
    scope === 'all' || roots.has(number) || (scope === 'root-and-direct' && direct.has(number));
  return { roots, direct, partOf, inScope };
}
