import { groupBy } from '../../base/group.ts';
import type { FactOf } from '../../model/reading.ts';
import type { CaseModel } from '../model.ts';
import { StatedOccurrence } from '../stated-occurrence.ts';
import { saidBeside } from './identity.ts';
import { licensesOf } from './license-sets.ts';
import type { Pair } from './pair.ts';
import type { Item } from './side.ts';
import type { Difference, ReconciledNote } from './types.ts';

/** What a pair disagrees on, and what may be said beside it. */
export function compared(
  model: CaseModel,
  { left, right, loose }: Pair,
): { readonly differences: readonly Difference[]; readonly notes: readonly ReconciledNote[] } {
  if (left === undefined || right === undefined) return { differences: [], notes: [] };
  const differences: Difference[] = [];
  const notes: ReconciledNote[] = [];
  const differ = (field: Difference['field'], claimed: string, found: string) => {
    differences.push({ field, claimed, found });
  };
  const a = left.identity;
  const b = right.identity;
  const said = [full(model, left), full(model, right)] as const;
  if (!a.names.some((name) => b.names.includes(name))) differ('name', ...names(model, left, right));
  if (a.version === '' || b.version === '') {
    if (a.version !== b.version) notes.push('no-version');
  } else if (isSystem(model, right) && startsAlike(a.version, b.version)) {
    // os-release says `12` where tools write the point release.
  } else if (a.version !== b.version || (loose && a.epoch !== b.epoch)) differ('version', ...said);
  else if (loose && a.arch !== b.arch) differ('architecture', a.arch ?? '', b.arch ?? '');
  else if (a.epoch !== b.epoch && a.epoch !== '0' && b.epoch !== '0') notes.push('no-epoch');
  if (differences.length === 0) differences.push(...besidePurl(model, left, right));
  const bytes = differences.length === 0 ? hashes(left, right) : undefined;
  if (bytes !== undefined) differ('hash', ...bytes);
  const licenses = differences.length === 0 ? licensing(model, left, right) : undefined;
  if (licenses !== undefined) differ('license', ...licenses);
  return { differences, notes };
}

/** What a document says beside a package URL that the two have in common, and says otherwise. */
function besidePurl(model: CaseModel, left: Item, right: Item): Difference[] {
  const { package: named, type, names: known, version } = left.identity;
  if (named === undefined || type === 'oci' || type === 'docker') return [];
  const others = wordsOf(model, right).map((one) => saidBeside(type, one));
  for (const one of wordsOf(model, left)) {
    const said = saidBeside(type, one);
    const isName = (name: string) => known.includes(name) || others.some(({ names }) => names.includes(name));
    if (said.names.length > 0 && !said.names.some(isName))
      return [{ field: 'name', claimed: one.name, found: names(model, left, right)[1] }];
    const isVersion = said.version === version || others.some((other) => other.version === said.version);
    if (said.version !== '' && version !== '' && !isVersion)
      return [{ field: 'version', claimed: one.version ?? '', found: full(model, right) }];
  }
  return [];
}

function wordsOf(model: CaseModel, { at }: Item) {
  return at.flatMap((index) => {
    const place = model.occurrences[index];
    return place instanceof StatedOccurrence ? [place.said] : [];
  });
}

function isSystem(model: CaseModel, { components }: Item): boolean {
  return components.every((one) => model.components[one]?.type === 'operating-system');
}

function startsAlike(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** The version as the side writes it, with its epoch. */
function full(model: CaseModel, item: Item): string {
  const { epoch, version } = item.identity;
  const own = model.components[item.components[0] ?? -1]?.version;
  return own ?? (epoch === '' ? version : `${epoch}:${version}`);
}

function names(model: CaseModel, left: Item, right: Item): [string, string] {
  const name = (item: Item) => model.components[item.components[0] ?? -1]?.name ?? '';
  return [name(left), name(right)];
}

function factsOf(model: CaseModel, item: Item): FactOf[] {
  return item.at.flatMap((index) => model.occurrences[index]?.facts ?? []);
}

/**
 * Two sides disagree on the bytes where a place of one has digests, and none of them is on the other side, which has some
 * of the same algorithm: one place that is right does not speak for the others.
 */
function hashes(left: Item, right: Item): [string, string] | undefined {
  const claimed = unlike(left, right);
  if (claimed !== undefined) return claimed;
  const found = unlike(right, left);
  return found && [found[1], found[0]];
}

/** A digest of a place that agrees with nothing of the other side, and what that has in its stead. */
function unlike({ digestsAt }: Item, { digests }: Item): [string, string] | undefined {
  const algorithm = (digest: string) => digest.slice(0, digest.indexOf(':'));
  const others = groupBy([...digests].sort(), algorithm);
  for (const own of digestsAt) {
    if (own.some((digest) => digests.has(digest))) continue;
    for (const digest of [...own].sort()) {
      const other = others.get(algorithm(digest))?.[0];
      if (other !== undefined) return [digest, other];
    }
  }
  return undefined;
}

/** A license that was found and is not claimed. That more is claimed than was found is no disagreement. */
export function licensing(model: CaseModel, left: Item, right: Item): [string, string] | undefined {
  const claimed = licensesOf(factsOf(model, left));
  const found = licensesOf(factsOf(model, right));
  if (claimed.size === 0 || [...found].every((name) => claimed.has(name))) return undefined;
  return [said(model, left), said(model, right)];
}

function said(model: CaseModel, item: Item): string {
  const values = factsOf(model, item).flatMap(({ field, role, value }) =>
    field === 'license' && role !== 'file' && typeof value === 'string' ? [value] : [],
  );
  return [...new Set(values)].sort().join('; ');
}
