import { groupBy } from '../base/group.ts';
import type { CaseDocument, CaseModel } from '../case/model.ts';
import type { Completeness } from '../model/document.ts';
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
export function* subjectsOf(
  model: CaseModel,
  document: CaseDocument,
  structure: Structure,
): Generator<Subject> {
  const { first, count } = document.occurrences;
  for (let number = 0; number < count; number++) {
    const place = model.occurrences[first + number];
    const component = model.components[place?.component ?? -1];
    if (place === undefined || component === undefined) continue;
    if (component.type === 'service' || (component.type === 'file' && component.purl === undefined)) continue;
    const facts = [...place.facts, ...factsOfFiles(model, document, structure, number)];
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

/**
 * SPDX 3 keeps what is said of the delivered file and of the source beside the package, as files that relationships lead
 * to. Here they are facts of the package, under the roles that CycloneDX keeps them by.
 */
function factsOfFiles(
  model: CaseModel,
  document: CaseDocument,
  { delivered, madeFrom }: Structure,
  number: number,
): FactOf[] {
  const { first } = document.occurrences;
  const subject = String(number);
  const of = (files: readonly number[] | undefined, role: string): FactOf[] =>
    (files ?? []).flatMap((file) => {
      const place = model.occurrences[first + file];
      const name = model.components[place?.component ?? -1]?.name ?? '';
      const said = (place?.facts ?? []).filter(({ field }) => field === 'hash' || field === 'purpose');
      return [
        ...said.map((fact): FactOf => ({ ...fact, subject, role })),
        ...(role === 'distribution' && name !== ''
          ? [{ subject, field: 'file-name', value: name, how: 'stated' } as const]
          : []),
      ];
    });
  return [...of(delivered.get(number), 'distribution'), ...of(madeFrom.get(number), 'source')];
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
  /** By package: the files it is delivered as, and those it is made from, where the format keeps them apart. */
  readonly delivered: ReadonlyMap<number, readonly number[]>;
  readonly madeFrom: ReadonlyMap<number, readonly number[]>;
  /** By component: what is said of how complete its dependencies and parts are. */
  readonly completeness: ReadonlyMap<number, readonly Completeness[]>;
  /** By kind of relation: numbers of the components at either end. */
  readonly partOf: ReadonlyMap<string, ReadonlySet<number>>;
  inScope(scope: Scope, number: number): boolean;
}

export function structureOf(model: CaseModel, document: CaseDocument): Structure {
  const { first, count } = document.occurrences;
  const roots = new Set(document.describes.map(Number));
  const direct = new Set<number>();
  const partOf = new Map<string, Set<number>>();
  const delivered = new Map<number, number[]>();
  const madeFrom = new Map<number, number[]>();
  const add = (files: Map<number, number[]>, of: number, file: number) =>
    files.set(of, [...(files.get(of) ?? []), file]);
  const { relations } = model;
  for (let i = 0; i < relations.from.length; i++) {
    const from = (relations.from[i] ?? 0) - first;
    const to = (relations.to[i] ?? 0) - first;
    if (from < 0 || from >= count) continue;
    const kind = relations.kind[i] ?? 'other';
    const ends = partOf.get(kind) ?? new Set();
    partOf.set(kind, ends.add(from).add(to));
    if (kind === 'dependsOn' && roots.has(from)) direct.add(to);
    if (relations.rawKind[i] === 'hasDistributionArtifact') add(delivered, from, to);
    if (relations.rawKind[i] === 'generates') add(madeFrom, from, to);
  }
  const inScope = (scope: Scope, number: number) =>
    scope === 'all' || roots.has(number) || (scope === 'root-and-direct' && direct.has(number));
  const completeness = groupBy(
    document.completeness.filter(
      ({ subject, facet }) => subject !== undefined && facet !== 'vulnerabilities',
    ),
    ({ subject }) => Number(subject),
  );
  return { roots, direct, delivered, madeFrom, completeness, partOf, inScope };
}
