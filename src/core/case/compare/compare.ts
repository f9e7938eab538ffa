import type { CaseModel } from '../model.ts';
import { wholesOf } from '../reconcile/describes.ts';
import { compared, licensing } from '../reconcile/differences.ts';
import { type Pair, pairSides } from '../reconcile/pair.ts';
import { claimsOf, packageDigests } from '../reconcile/reconcile.ts';
import { foundIn, type Item, itemsOf } from '../reconcile/side.ts';
import { relationChanges } from './relation-changes.ts';
import type { Change, ComparedRow, Comparison, Side } from './types.ts';

/**
 * What is in one side and not in the other, and what both have and say differently. Swapping the sides swaps added and
 * removed, first and second, and nothing else.
 */
export function compare(model: CaseModel, first: Side, second: Side): Comparison {
  const pairs = pairSides(sideItems(model, first), sideItems(model, second));
  const relations = relationChanges(model, pairs);
  const isWhole = wholeIn(model, first, second);
  const rows = sorted(
    model,
    pairs.flatMap((pair, index) => (isWhole(pair) ? [] : [rowOf(model, pair, relations(index))])),
  );
  const counts = { added: 0, removed: 0, changed: 0, same: 0 };
  for (const { state } of rows) counts[state]++;
  return { rows, counts };
}

/**
 * What a document describes as a whole, held against an artifact, is that artifact and no part of it: neither added nor
 * removed where no component of the artifact is the same.
 */
function wholeIn(model: CaseModel, first: Side, second: Side): (pair: Pair) => boolean {
  const side = [first, second].find(({ kind }) => kind === 'document');
  if (side?.kind !== 'document' || first.kind === second.kind) return () => false;
  const document = model.documents.find(({ source }) => source === side.source);
  const wholes = document === undefined ? new Set<string>() : wholesOf(model, document);
  return ({ left, right }) => {
    const alone = left === undefined ? right : right === undefined ? left : undefined;
    const isWhole = (at: number): boolean => {
      const place = model.occurrences[at];
      return place?.source === side.source && wholes.has(place.ref);
    };
    return alone?.at.every(isWhole) === true;
  };
}

/** What a side holds: claims with what the document describes, or what is in the final tree of an artifact. */
export function sideItems(model: CaseModel, side: Side): Item[] {
  if (side.kind === 'document') {
    const document = model.documents.find(({ source }) => source === side.source);
    return document === undefined ? [] : itemsOf(model, claimsOf(model, document).claimed);
  }
  const tree = model.trees.find(({ id }) => id === side.tree);
  if (tree === undefined) return [];
  const found = foundIn(model, tree);
  const present = found.filter((at) => model.occurrences[at]?.state === 'present');
  // A folder of lockfiles has nothing installed: what they name is what it holds.
  return itemsOf(model, present.length > 0 ? present : found, packageDigests(model));
}

function rowOf(model: CaseModel, pair: Pair, relation: Change | undefined): ComparedRow {
  const { left, right, join } = pair;
  const row = { join, first: left?.components ?? [], second: right?.components ?? [] };
  if (left === undefined || right === undefined) {
    return { ...row, state: left === undefined ? 'added' : 'removed', changes: [] };
  }
  const fields = compared(model, pair).differences.map(
    ({ field, claimed, found }): Change => ({ field, first: claimed, second: found }),
  );
  const known = new Set(fields.map(({ field }) => field));
  const license = known.has('license') ? undefined : licenseChange(model, left, right);
  const changes = [...fields, ...(license ?? []), ...(relation === undefined ? [] : [relation])];
  return { ...row, state: changes.length > 0 ? 'changed' : 'same', changes };
}

/** Between two releases a license that is gone counts as much as one that is new. */
function licenseChange(model: CaseModel, left: Item, right: Item): Change[] | undefined {
  const gained = licensing(model, left, right);
  const lost = licensing(model, right, left);
  if (gained !== undefined) return [{ field: 'license', first: gained[0], second: gained[1] }];
  return lost === undefined ? undefined : [{ field: 'license', first: lost[1], second: lost[0] }];
}

const ORDER = { changed: 0, removed: 1, added: 2, same: 3 } as const;

function sorted(model: CaseModel, rows: readonly ComparedRow[]): ComparedRow[] {
  const keyed = rows.map((row) => {
    // The lesser of both names, so that a row stands at the same place when the sides are swapped.
    const keys = [...row.first, ...row.second].map((at) => {
      const component = model.components[at];
      return `${component?.name.toLowerCase() ?? ''}\0${component?.key ?? ''}`;
    });
    return { row, key: keys.sort()[0] ?? '' };
  });
  return keyed
    .sort((a, b) => ORDER[a.row.state] - ORDER[b.row.state] || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}
