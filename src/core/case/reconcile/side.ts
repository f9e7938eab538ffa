import { groupBy } from '../../base/group.ts';
import type { CaseModel, CaseTree, Occurrence, TreeId } from '../model.ts';
import { type Identity, identityKey, identityOf } from './identity.ts';

/** One thing of one side: everything there that has the same identity. */
export interface Item {
  readonly key: string;
  readonly identity: Identity;
  readonly components: readonly number[];
  /** Indices of {@link CaseModel.occurrences}. */
  readonly at: readonly number[];
  /** `alg:hex` of SHA-256 or stronger. */
  readonly digests: ReadonlySet<string>;
  /** The same by place, in the order of `at`. */
  readonly digestsAt: readonly (readonly string[])[];
}

/** Occurrences as items, sorted by identity. `digestsOf` adds what is known of one beside its facts. */
export function itemsOf(
  model: CaseModel,
  at: readonly number[],
  digestsOf: (place: Occurrence) => readonly string[] = () => [],
): Item[] {
  const identities = new Map<string, Identity>();
  const keyed = at.map((index) => {
    const number = model.occurrences[index]?.component ?? -1;
    const component = model.components[number];
    if (component === undefined) throw new Error(`no component ${number}`);
    const group = component.purl === undefined ? groupOf(model.occurrences[index]) : '';
    const known = `${number}\0${group}`;
    let identity = identities.get(known);
    if (identity === undefined) {
      const name = group === '' ? component.name : `${group}/${component.name}`;
      identity = identityOf({ ...component, name });
      identities.set(known, identity);
    }
    return { index, number, identity, key: identityKey(identity) };
  });
  const nameOf = (index: number) => model.components[index]?.key ?? '';
  const byComponentKey = (a: number, b: number) => (nameOf(a) < nameOf(b) ? -1 : 1);
  const items = [...groupBy(keyed, ({ key }) => key)].map(([key, places]): Item => {
    const [first] = places;
    if (first === undefined) throw new Error('an empty group');
    const digestsAt = places.map(({ index }) => {
      const place = model.occurrences[index];
      return place === undefined ? [] : [...statedDigests(place), ...digestsOf(place)].filter(isStrong);
    });
    return {
      key,
      identity: first.identity,
      components: [...new Set(places.map(({ number }) => number))].sort(byComponentKey),
      at: places.map(({ index }) => index),
      digests: new Set(digestsAt.flat()),
      digestsAt,
    };
  });
  return items.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** What a document says beside a name that is only unique within it; empty where it says nothing. */
function groupOf(place: Occurrence | undefined): string {
  const fact = place?.facts.find(({ field }) => field === 'group');
  return typeof fact?.value === 'string' ? fact.value : '';
}

/** Several items that stand together on one side of a row. */
export function merged(items: readonly Item[]): Item | undefined {
  const [first] = items;
  if (first === undefined || items.length === 1) return first;
  return {
    ...first,
    components: items.flatMap(({ components }) => components),
    at: items.flatMap(({ at }) => at),
    digests: new Set(items.flatMap(({ digests }) => [...digests])),
    digestsAt: items.flatMap(({ digestsAt }) => digestsAt),
  };
}

/** `alg:hex` from the facts of an occurrence that name the bytes of the component. */
export function statedDigests(place: Occurrence): string[] {
  return place.facts.flatMap(({ field, value }) =>
    (field === 'hash' || field === 'integrity') && typeof value === 'string' ? [foldDigest(value)] : [],
  );
}

/** `SHA-256:AB` and `sha256:ab` are one digest. */
export function foldDigest(text: string): string {
  return text.toLowerCase().replace(/^sha-(?=\d+:)/, 'sha');
}

const STRONG =
  /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}|sha3-(?:256|384|512):[0-9a-f]+)$/;

/** SHA-256 or stronger, of the right length: what may join (DESIGN §1). */
export function isStrong(digest: string): boolean {
  return STRONG.test(digest);
}

/** Trees that belong to an artifact: its own, and those of the archives inside it. */
export function treesWithin(model: CaseModel, tree: CaseTree): ReadonlySet<TreeId> {
  const parents = new Map(model.sources.map(({ id, parent }) => [id, parent]));
  const tops = new Set(
    tree.image === undefined ? [tree.source] : tree.image.layers.flatMap((layer) => layer?.source ?? []),
  );
  const within = (source: string): boolean => {
    for (let at: string | undefined = source; at !== undefined; at = parents.get(at))
      if (tops.has(at)) return true;
    return false;
  };
  return new Set([tree.id, ...model.trees.filter(({ source }) => within(source)).map(({ id }) => id)]);
}

/** Everything found in an artifact: what documents inside it state is a claim, and stays out. */
export function foundIn(model: CaseModel, tree: CaseTree): number[] {
  const trees = treesWithin(model, tree);
  const documents = new Set(model.documents.map(({ source }) => source));
  return model.occurrences.flatMap((place, index) =>
    trees.has(place.tree) && !(place.state === 'stated' && documents.has(place.source)) ? [index] : [],
  );
}
