import { RealPaths } from '../catalog/ownership.ts';
import { catalogers } from '../catalog/registry.ts';
import type { SourceId } from '../model/source.ts';
import type { CaseModel, CaseSource, CaseTree, Occurrence, PackageRecord } from './model.ts';

type Placed = Pick<Occurrence, 'state' | 'layer' | 'layersOf' | 'removedIn' | 'ownedBy'>;

type Held = Pick<CaseModel, 'occurrences' | 'records'>;

/**
 * Occurrences and records with what the place of an archive says of the packages in it: the layer that brought the file
 * they lie in, the layer that removed it, and the package that it belongs to. A jar within a removed archive is removed.
 */
export function placeNested(
  sources: readonly CaseSource[],
  trees: readonly CaseTree[],
  { occurrences, records }: Held,
): Held {
  const nested = new Set(sources.filter(({ parent }) => parent !== undefined).map(({ id }) => id));
  if (!occurrences.some((one) => one.state !== 'stated' && nested.has(one.source)))
    return { occurrences, records };
  const places = new Places(sources, trees, { occurrences, records });
  const placed = occurrences.map((one) => {
    if (one.state === 'stated' || !nested.has(one.source)) return one;
    const place = places.of(one.source);
    return place === undefined ? one : { ...one, ...place, ownedBy: one.ownedBy ?? place.ownedBy };
  });
  return {
    occurrences: placed,
    records: records.filter(({ occurrence }) => placed[occurrence]?.state !== 'removed'),
  };
}

/** A source of a tree, with its place among the layers. */
interface Holder {
  readonly tree: CaseTree;
  readonly layer: number;
}

class Places {
  readonly #sources: ReadonlyMap<SourceId, CaseSource>;
  readonly #holders = new Map<SourceId, Holder[]>();
  readonly #known = new Map<SourceId, Placed | undefined>();
  readonly #held: Held;
  readonly #owners = new Map<string, ReadonlyMap<string, number>>();

  constructor(sources: readonly CaseSource[], trees: readonly CaseTree[], held: Held) {
    this.#sources = new Map(sources.map((source) => [source.id, source]));
    this.#held = held;
    for (const tree of trees) {
      for (const [layer, { source }] of tree.layers.entries()) {
        // A layer that is not in the file stands there under the image's own source.
        if (tree.image !== undefined && source === tree.source) continue;
        const known = this.#holders.get(source) ?? [];
        known.push({ tree, layer });
        this.#holders.set(source, known);
      }
    }
  }

  /** Where a source lies: in the file system that a package manager keeps, however many archives lie between. */
  of(id: SourceId): Placed | undefined {
    if (this.#known.has(id)) return this.#known.get(id);
    const place = this.#place(id);
    this.#known.set(id, place);
    return place;
  }

  #place(id: SourceId): Placed | undefined {
    const source = this.#sources.get(id);
    const parent = source?.parent === undefined ? undefined : this.#sources.get(source.parent);
    if (source === undefined || parent === undefined) return undefined;
    const outer = this.of(parent.id);
    if (outer !== undefined) return outer;
    if (!source.path.startsWith(`${parent.path}!/`)) return undefined;
    const path = source.path.slice(parent.path.length + 2);
    const here = (this.#holders.get(parent.id) ?? []).flatMap((holder) => this.#in(holder, path) ?? []);
    // Images of one file may share a layer: what one of them still has is there.
    return here.find(({ state }) => state === 'present') ?? here[0];
  }

  #in({ tree, layer }: Holder, path: string): Placed | undefined {
    const ownedBy = this.#ownersIn(tree).get(path);
    if (tree.image === undefined)
      return ownedBy === undefined
        ? undefined
        : { state: 'present', layer: undefined, removedIn: undefined, ownedBy };
    const fate = tree.squashed.fate(path, layer);
    if (fate === undefined) return undefined;
    const present = fate.state === 'present';
    return {
      state: present ? 'present' : 'removed',
      layersOf: tree.id,
      layer,
      removedIn: present ? undefined : fate.by,
      ownedBy: present ? ownedBy : undefined,
    };
  }

  /** Files of a tree that packages of its system claim, by where their paths lead. */
  #ownersIn(tree: CaseTree): ReadonlyMap<string, number> {
    const known = this.#owners.get(tree.id);
    if (known !== undefined) return known;
    const real = new RealPaths(tree.squashed);
    const owners = new Map<string, number>();
    for (const record of this.#held.records) {
      if (!this.#isOfSystem(record, tree)) continue;
      for (const path of record.paths) owners.set(real.of(path), record.occurrence);
    }
    this.#owners.set(tree.id, owners);
    return owners;
  }

  #isOfSystem({ occurrence }: PackageRecord, tree: CaseTree): boolean {
    const owner = this.#held.occurrences[occurrence];
    return owner?.tree === tree.id && catalogers.get(owner.cataloger)?.ownsSystem === true;
  }
}
