import type { Limits } from '../base/limits.ts';
import { limitFault } from '../base/limits.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { FactOf, Found } from '../model/reading.ts';
import type { SourceId } from '../model/source.ts';
import { statedCount, statedIdentity } from '../model/stated.ts';
import type {
  CaseDocument,
  CaseModel,
  CaseObservation,
  CaseTree,
  Component,
  Occurrence,
  PackageRecord,
  TreeId,
} from './model.ts';
import { RelationBuilder } from './relations.ts';
import type { ResolvedTree } from './resolve.ts';
import { StatedOccurrence } from './stated-occurrence.ts';

export type Joined = Pick<
  CaseModel,
  'components' | 'occurrences' | 'relations' | 'records' | 'observations'
> & {
  readonly diagnostics: readonly Diagnostic[];
  /** Which occurrences a document states. */
  readonly stated: ReadonlyMap<SourceId, CaseDocument['occurrences']>;
  /** Trees of which a limit left out components or relations, and what is to be said of that. */
  readonly cut: ReadonlyMap<TreeId, string>;
};

type Identity = Omit<Component, 'occurrences'> & { readonly occurrences: number[] };

type Named = Pick<Found, 'type' | 'name'> & {
  readonly version?: string | undefined;
  readonly purl?: string | undefined;
};

/** Identity of a component: its canonical purl, or type, name and version where none can be made. */
export function componentKey(found: Named): string {
  return found.purl ?? `${found.type}|${found.name}|${found.version ?? ''}`;
}

/** Whether a tree brings the same to the join as another: a document of which more became known states what it stated. */
export function joinsAlike(one: ResolvedTree, other: ResolvedTree | undefined): boolean {
  if (other === undefined || one === other) return one === other;
  const [a, b] = [one.tree, other.tree];
  return (
    one.stated === other.stated &&
    [one, other].every(
      ({ tree, cataloged, observed }) => tree.image === undefined && cataloged.length + observed.length === 0,
    ) &&
    a.id === b.id &&
    a.source === b.source &&
    a.name === b.name
  );
}

/** Joins what the trees of a case hold: one component per identity, one occurrence per place. */
export function joinTrees(trees: readonly ResolvedTree[], limits: Limits): Joined {
  const occurrences: Occurrence[] = [];
  const identities = new Identities();
  const edges = new RelationBuilder(limits.graphEdges);
  const observations: CaseObservation[] = [];
  const records: PackageRecord[] = [];
  const diagnostics: Diagnostic[] = [];
  const stated = new Map<SourceId, CaseDocument['occurrences']>();
  const cut = new Map<TreeId, string>();
  const notKept = ({ id, source }: CaseTree, limit: 'graphNodes' | 'graphEdges', what: string) => {
    const found = limitFault(limit, limits, `Not all ${what} were kept.`, { kept: 'before' });
    cut.set(id, found.message);
    diagnostics.push(...diagnose(source, [found]));
  };

  for (const resolved of trees) {
    const { tree } = resolved;
    const { refused } = edges;
    const refs = new Map<string, number>();
    for (const { cataloger, reading } of resolved.cataloged) {
      const facts = groupFacts(reading.facts);
      for (const found of reading.found) {
        if (occurrences.length >= limits.graphNodes) {
          notKept(tree, 'graphNodes', 'components');
          break;
        }
        const index = occurrences.length;
        const component = identities.join(found, index, true);
        refs.set(found.ref, index);
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
    if (resolved.stated !== undefined) {
      const { columns, reader } = resolved.stated;
      const first = occurrences.length;
      const of = { tree, reader, path: tree.name.slice(tree.name.lastIndexOf('/') + 1) };
      const count = Math.min(statedCount(columns), limits.graphNodes - first);
      for (let i = 0; i < count; i++) {
        const component = identities.join(statedIdentity(columns, i), first + i, false);
        occurrences.push(new StatedOccurrence(component, of, columns, i));
      }
      stated.set(tree.source, { first, count });
      edges.addStated(columns, first, count);
      if (count < statedCount(columns)) notKept(tree, 'graphNodes', 'components');
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
    if (edges.refused > refused) notKept(tree, 'graphEdges', 'relations');
  }
  return {
    components: identities.components(),
    occurrences,
    relations: edges.columns(),
    records,
    observations,
    diagnostics,
    stated,
    cut,
  };
}

/** One component per identity, with the occurrences that have it. */
class Identities {
  readonly #known: Identity[] = [];
  /** By component: whether a reader of artifacts named it, not documents alone. */
  readonly #found: boolean[] = [];
  readonly #byKey = new Map<string, number>();

  /** Number of the component that an occurrence is of. `found`: in an artifact; what a document states is not. */
  join(named: Named, occurrence: number, found: boolean): number {
    const key = componentKey(named);
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      const identity = sameIdentity(this.#known[known], named, Number(found) - Number(this.#found[known]));
      this.#known[known] = identity;
      this.#found[known] ||= found;
      identity.occurrences.push(occurrence);
      return known;
    }
    const { type, name, version, purl } = named;
    this.#byKey.set(key, this.#known.length);
    this.#found.push(found);
    return this.#known.push({ key, type, name, version, purl, occurrences: [occurrence] }) - 1;
  }

  components(): Component[] {
    return this.#known;
  }
}

/**
 * Sources may differ on the type, and beside one package URL on name and version. What was found in an artifact counts
 * before what a document says (`rank`: above 0 where the new one was found and the known ones were stated); else which one
 * counts must not depend on who came first.
 */
function sameIdentity(known: Identity | undefined, named: Named, rank: number): Identity {
  if (known === undefined) throw new Error('no component');
  const { type, name, version } = named;
  if (known.type === type && known.name === name && known.version === version) return known;
  const merged = known.type === 'library' || type === 'library' ? 'library' : lesser(known.type, type);
  if (rank < 0) return { ...known, type: merged };
  if (rank > 0) return { ...known, type: merged, name, version: version ?? known.version };
  const oneVersion =
    known.version === undefined || version === undefined
      ? (known.version ?? version)
      : lesser(known.version, version);
  return { ...known, type: merged, name: lesser(known.name, name), version: oneVersion };
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
