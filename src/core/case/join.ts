import type { Limits } from '../base/limits.ts';
import { limitFault } from '../base/limits.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { FactOf, Found, RelationOf } from '../model/reading.ts';
import type { CaseModel, CaseObservation, Component, Occurrence, PackageRecord, Relations } from './model.ts';
import type { ResolvedTree } from './resolve.ts';

type Joined = Pick<CaseModel, 'components' | 'occurrences' | 'relations' | 'records' | 'observations'> & {
  readonly diagnostics: readonly Diagnostic[];
};

type Identity = Omit<Component, 'occurrences'>;

/** Identity of a component: its canonical purl, or type, name and version where none can be made. */
export function componentKey(found: Pick<Found, 'purl' | 'type' | 'name' | 'version'>): string {
  return found.purl ?? `${found.type}|${found.name}|${found.version ?? ''}`;
}

/** Joins what the trees of a case hold: one component per identity, one occurrence per place. */
export function joinTrees(trees: readonly ResolvedTree[], limits: Limits): Joined {
  const occurrences: Occurrence[] = [];
  const components: Identity[] = [];
  const places: number[][] = [];
  const byKey = new Map<string, number>();
  const edges = new Edges(limits.graphEdges);
  const observations: CaseObservation[] = [];
  const records: PackageRecord[] = [];
  const diagnostics: Diagnostic[] = [];

  for (const resolved of trees) {
    const { tree } = resolved;
    const refs = new Map<string, number>();
    for (const { cataloger, reading } of resolved.cataloged) {
      const facts = groupFacts(reading.facts);
      for (const found of reading.found) {
        if (occurrences.length >= limits.graphNodes) {
          diagnostics.push(
            ...diagnose(tree.source, [limitFault('graphNodes', limits, 'Not all components were kept.')]),
          );
          break;
        }
        const key = componentKey(found);
        let component = byKey.get(key);
        if (component === undefined) {
          component = components.length;
          byKey.set(key, component);
          const { type, name, version, purl } = found;
          components.push({ key, type, name, version, purl });
          places.push([]);
        } else components[component] = sameIdentity(components[component], found);
        const index = occurrences.length;
        refs.set(found.ref, index);
        places[component]?.push(index);
        occurrences.push({
          component,
          ref: found.ref,
          tree: tree.id,
          source: tree.source,
          path: found.place.path,
          state: found.place.state,
          layer: tree.image === undefined ? undefined : found.place.layer,
          removedIn: found.place.removedIn,
          pointer: found.place.pointer,
          how: found.how,
          ownedBy: undefined,
          cataloger,
          facts: facts.get(found.ref) ?? [],
        });
      }
    }
    for (const { layer, subject, ...seen } of resolved.observed) {
      observations.push({
        ...seen,
        tree: tree.id,
        source: tree.source,
        layer: tree.image === undefined ? undefined : layer,
        occurrence: subject === undefined ? undefined : refs.get(subject),
      });
    }
    for (const { reading } of resolved.cataloged) {
      for (const found of reading.found) {
        const own = refs.get(found.ref);
        const owner = found.ownedBy === undefined ? undefined : refs.get(found.ownedBy);
        const place = own === undefined ? undefined : occurrences[own];
        if (own !== undefined && place !== undefined && owner !== undefined)
          occurrences[own] = { ...place, ownedBy: owner };
      }
      for (const { owner, ...record } of reading.owns) {
        const occurrence = refs.get(owner);
        if (occurrence !== undefined && occurrences[occurrence]?.state === 'present')
          records.push({ occurrence, ...record });
      }
      for (const relation of reading.relations) {
        const from = refs.get(relation.from);
        const to = refs.get(relation.to);
        if (from !== undefined && to !== undefined) edges.add(from, to, relation);
      }
    }
    if (edges.full) {
      diagnostics.push(
        ...diagnose(tree.source, [limitFault('graphEdges', limits, 'Not all relations were kept.')]),
      );
      break;
    }
  }
  return {
    components: components.map((component, i) => ({ ...component, occurrences: places[i] ?? [] })),
    occurrences,
    relations: edges.columns(),
    records,
    observations,
    diagnostics,
  };
}

/** Sources may differ on the type, or on the case of the name; which one counts must not depend on who came first. */
function sameIdentity(known: Identity | undefined, found: Found): Identity {
  if (known === undefined) throw new Error('no component');
  const type =
    known.type === 'library' || found.type === 'library' ? 'library' : lesser(known.type, found.type);
  return { ...known, type, name: lesser(known.name, found.name) };
}

function lesser<T extends string>(a: T, b: T): T {
  return a < b ? a : b;
}

function groupFacts(facts: readonly FactOf[]): Map<string, FactOf[]> {
  const out = new Map<string, FactOf[]>();
  for (const fact of facts) {
    const list = out.get(fact.subject);
    if (list === undefined) out.set(fact.subject, [fact]);
    else list.push(fact);
  }
  return out;
}

/** Collects relations by column, up to a limit. */
class Edges {
  readonly #limit: number;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #rows: RelationOf[] = [];
  full = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(from: number, to: number, relation: RelationOf): void {
    this.full ||= this.#from.length >= this.#limit;
    if (this.full) return;
    this.#from.push(from);
    this.#to.push(to);
    this.#rows.push(relation);
  }

  columns(): Relations {
    return {
      from: Uint32Array.from(this.#from),
      to: Uint32Array.from(this.#to),
      kind: this.#rows.map(({ kind }) => kind),
      scope: this.#rows.map(({ scope }) => scope),
      rawKind: this.#rows.map(({ rawKind }) => rawKind),
      how: this.#rows.map(({ how }) => how),
      asked: this.#rows.map(({ asked }) => asked),
    };
  }
}
