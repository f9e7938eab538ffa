import { groupBy } from '../../base/group.ts';
import { isSystemType } from './identity.ts';
import { type Item, merged } from './side.ts';
import type { JoinedBy } from './types.ts';

/** The same thing on both sides, or something that only one side has. */
export interface Pair {
  readonly left: Item | undefined;
  readonly right: Item | undefined;
  readonly join: JoinedBy | undefined;
  /** Joined without regard to the version, since nothing of the same version was left. */
  readonly loose: boolean;
}

/**
 * Joins two sides: by digest first, then by package URL, then by name and version; what is left of one package on both
 * sides is one thing in another version. Depends on the sides alone, not on the order of their items.
 */
export function pairSides(left: readonly Item[], right: readonly Item[]): Pair[] {
  const pairs: Pair[] = [];
  const rest: Rest = { left: new Set(left), right: new Set(right) };
  const join = (by: JoinedBy, loose: boolean) => (lefts: readonly Item[], rights: readonly Item[]) => {
    for (const one of lefts) rest.left.delete(one);
    for (const one of rights) rest.right.delete(one);
    pairs.push({ left: merged(lefts), right: merged(rights), join: by, loose });
  };
  byDigest(rest, join('digest', false));
  const exact = ({ identity }: Item) =>
    identity.package === undefined ? [] : [`${identity.package}\0${identity.version}`];
  const sameBuild: Fits = (a, b) => sameEpoch(a, b) && sameArchitecture(a, b);
  byKey(rest, exact, sameBuild, join('purl', false));
  const named = ({ identity }: Item) =>
    identity.version === '' ? [] : identity.names.map((name) => `${name}\0${identity.version}`);
  const alike: Fits = (a, b) => sameKind(a, b) && sameBuild(a, b) && sameNamespace(a, b);
  byKey(rest, named, alike, join('name', false));
  byKey(rest, ({ identity }) => identity.package ?? [], always, join('purl', true), inTurn);
  const akin: Fits = (a, b) => oneUntyped(a, b) && sameNamespace(a, b);
  byKey(rest, ({ identity }) => identity.names, akin, join('name', true), inTurn);
  for (const one of rest.left) pairs.push({ left: one, right: undefined, join: undefined, loose: false });
  for (const one of rest.right) pairs.push({ left: undefined, right: one, join: undefined, loose: false });
  return pairs;
}

interface Rest {
  readonly left: Set<Item>;
  readonly right: Set<Item>;
}

type Fits = (left: Item, right: Item) => boolean;
type Join = (left: readonly Item[], right: readonly Item[]) => void;

/** So many things with one digest, or one loose name, are looked at; more are no help, and would cost their square. */
const MOST_ALIKE = 256;

/** Of several with the same bytes, the one that is also called the same. */
function byDigest(rest: Rest, join: Join): void {
  const pairs = [...rest.right].flatMap((item) => [...item.digests].map((digest) => ({ digest, item })));
  const byDigest = groupBy(pairs, ({ digest }) => digest);
  if (byDigest.size === 0) return;
  for (const item of rest.left) {
    const same = [...item.digests]
      .flatMap((digest) => byDigest.get(digest)?.slice(0, MOST_ALIKE) ?? [])
      .flatMap(({ item: other }) => (rest.right.has(other) ? [other] : []));
    const best = same.sort((a, b) => likeness(item, b) - likeness(item, a) || (a.key < b.key ? -1 : 1))[0];
    if (best !== undefined) join([item], [best]);
  }
}

function likeness(a: Item, b: Item): number {
  if (a.key === b.key) return 3;
  const samePackage = a.identity.package === b.identity.package ? 1 : 0;
  return samePackage + (a.identity.version === b.identity.version ? 1 : 0);
}

/** Joins items that share a key and fits; architectures that one side does not state stand together. */
function byKey(
  rest: Rest,
  keysOf: (item: Item) => string | readonly string[],
  fits: Fits,
  join: Join,
  among: (left: readonly Item[], right: readonly Item[], join: Join) => void = byArchitecture,
): void {
  const keyed = (items: Iterable<Item>) =>
    groupBy(
      [...items].flatMap((item) => [keysOf(item)].flat().map((key) => ({ key, item }))),
      ({ key }) => key,
    );
  const right = keyed(rest.right);
  for (const [key, ofLeft] of keyed(rest.left)) {
    const others = (right.get(key) ?? []).map(({ item }) => item).filter((item) => rest.right.has(item));
    const tried = others.slice(0, MOST_ALIKE);
    const lefts = ofLeft
      .map(({ item }) => item)
      .filter((item) => rest.left.has(item) && tried.some((other) => fits(item, other)));
    const found = lefts.slice(0, MOST_ALIKE);
    const rights = others.filter((other) => found.some((item) => fits(item, other)));
    if (lefts.length > 0 && rights.length > 0) among(lefts, rights, join);
  }
}

function byArchitecture(left: readonly Item[], right: readonly Item[], join: Join): void {
  if ([...left, ...right].some(({ identity }) => identity.arch === undefined)) {
    join(left, right);
    return;
  }
  const byArch = groupBy(right, ({ identity }) => identity.arch);
  for (const [arch, lefts] of groupBy(left, ({ identity }) => identity.arch)) {
    const rights = byArch.get(arch);
    if (rights !== undefined) join(lefts, rights);
  }
}

/** Several versions of one package on both sides, paired in order: the same architecture first. */
function inTurn(left: readonly Item[], right: readonly Item[], join: Join): void {
  const byArch = groupBy(right, ({ identity }) => identity.arch);
  const taken = new Set<Item>();
  const waiting: Item[] = [];
  for (const [arch, lefts] of groupBy(left, ({ identity }) => identity.arch)) {
    const rights = byArch.get(arch) ?? [];
    lefts.forEach((one, i) => {
      const other = rights[i];
      if (other === undefined) waiting.push(one);
      else {
        taken.add(other);
        join([one], [other]);
      }
    });
  }
  const open = right.filter((other) => !taken.has(other));
  waiting.forEach((one, i) => {
    const other = open[i];
    if (other !== undefined) join([one], [other]);
  });
}

const always = () => true;

/** Tools leave epochs out; where both state one, it counts. */
function sameEpoch({ identity: a }: Item, { identity: b }: Item): boolean {
  return a.epoch === '' || b.epoch === '' || a.epoch === b.epoch;
}

/** Tools leave architectures out too; where both state one, it counts. */
function sameArchitecture({ identity: a }: Item, { identity: b }: Item): boolean {
  return a.arch === undefined || b.arch === undefined || a.arch === b.arch;
}

/** Kinds of packages whose namespace tools guess, or leave out. */
const GUESSED = new Set(['maven', 'conan', 'oci', 'docker', 'generic']);

/**
 * Two packages of different kinds are not the same for having one name, nor are two of one kind that are called otherwise:
 * `@scope/name` is not `name`. Only case may differ, where the kind does not tell by it.
 */
function sameKind({ identity: a }: Item, { identity: b }: Item): boolean {
  if (a.type === undefined || b.type === undefined || a.type === 'generic' || b.type === 'generic')
    return true;
  if (a.type !== b.type) return false;
  if (GUESSED.has(a.type) || a.package === b.package) return true;
  return a.type !== 'npm' && a.package?.toLowerCase() === b.package?.toLowerCase();
}

/** A namespace that one side states must be that of the other, unless that one has no place for it. */
function sameNamespace({ identity: a }: Item, { identity: b }: Item): boolean {
  const [left = '', right = ''] = [a.names[0], b.names[0]];
  if (left === right || (a.type === b.type && GUESSED.has(a.type ?? ''))) return true;
  if (left.includes('/') === right.includes('/')) return false;
  const { type } = left.includes('/') ? b : a;
  return type === undefined || GUESSED.has(type) || isSystemType(type);
}

function oneUntyped(a: Item, b: Item): boolean {
  return a.identity.type === undefined || b.identity.type === undefined;
}
