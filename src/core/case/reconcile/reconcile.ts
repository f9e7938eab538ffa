import type { CaseDocument, CaseModel, Component, Occurrence, TreeId } from '../model.ts';
import { type Described, describedBy, wholesOf } from './describes.ts';
import { compared } from './differences.ts';
import { reconcileFiles } from './files.ts';
import { identityOf } from './identity.ts';
import { type Pair, pairSides } from './pair.ts';
import { foundIn, type Item, itemsOf } from './side.ts';
import type { ReconcileCounts, ReconciledRow, ReconciledState, Reconciliation } from './types.ts';

const kept = new WeakMap<CaseModel, readonly Reconciliation[]>();

/**
 * Holds every document that states components against every artifact of the case that it describes. Worked out once
 * per model; equal cases give equal answers, in whatever order they were dropped.
 */
export function reconcile(model: CaseModel): readonly Reconciliation[] {
  let known = kept.get(model);
  if (known === undefined) {
    known = model.documents.flatMap((document) =>
      describedBy(model, document).flatMap((described) => reconcileWith(model, document, described) ?? []),
    );
    kept.set(model, known);
  }
  return known;
}

/** One document held against one artifact; `undefined` for a document that states no components. */
export function reconcileWith(
  model: CaseModel,
  document: CaseDocument,
  { tree, by, otherDigests }: Described,
): Reconciliation | undefined {
  const { claimed, claimedFiles } = claimsOf(model, document);
  const roots = wholesOf(model, document);
  if ([...claimed, ...claimedFiles].every((at) => roots.has(refOf(model, at)))) return undefined;
  const rows = rowsOf(model, claimed, roots, foundIn(model, tree), packageDigests(model));
  const { files, unnamed } = reconcileFiles(model, tree, claimedFiles);
  return {
    document: document.source,
    artifact: tree.source,
    tree: tree.id,
    by,
    otherDigests,
    complete: tree.complete,
    documentComplete: document.partlyRead !== true,
    counts: countsOf(rows),
    rows,
    files,
    unnamedFiles: unnamed,
  };
}

/** Occurrences that a document states: components, and files that are no package. */
export function claimsOf(
  model: CaseModel,
  document: CaseDocument,
): { claimed: number[]; claimedFiles: number[] } {
  const claimed: number[] = [];
  const claimedFiles: number[] = [];
  const { first, count } = document.occurrences;
  for (let at = first; at < first + count; at++) {
    const component = model.components[model.occurrences[at]?.component ?? -1];
    if (component?.type === 'service') continue;
    (component?.type === 'file' && component.purl === undefined ? claimedFiles : claimed).push(at);
  }
  return { claimed, claimedFiles };
}

function refOf(model: CaseModel, at: number): string {
  return model.occurrences[at]?.ref ?? '';
}

const PACKAGE_ARCHIVE = /\.(?:jar|war|ear|par|whl|egg|gem|nupkg|crate|deb|rpm|apk|vsix|tgz)$/i;

/**
 * Of a component that is an archive: the digest of that file, measured. An archive that was opened speaks for the one
 * package in it; of several, none is the whole file.
 */
export function packageDigests(model: CaseModel): (place: Occurrence) => string[] {
  let known = digestsOf.get(model);
  if (known === undefined) {
    known = measuredDigests(model);
    digestsOf.set(model, known);
  }
  return known;
}

const digestsOf = new WeakMap<CaseModel, (place: Occurrence) => string[]>();

function measuredDigests(model: CaseModel): (place: Occurrence) => string[] {
  const trees = new Map(model.trees.map((tree) => [tree.id, tree]));
  const sources = new Map(model.sources.map((source) => [source.id, source]));
  const places = new Map<TreeId, number>();
  for (const { tree, state } of model.occurrences)
    if (state === 'present') places.set(tree, (places.get(tree) ?? 0) + 1);
  return ({ tree, path, state }) => {
    if (state !== 'present') return [];
    const own = trees.get(tree);
    const archive = own?.image === undefined ? sources.get(own?.source ?? '') : undefined;
    const opened = archive !== undefined && places.get(tree) === 1 && PACKAGE_ARCHIVE.test(archive.name);
    const sha256 = PACKAGE_ARCHIVE.test(path)
      ? own?.squashed.get(path)?.sha256
      : opened
        ? archive.digests.sha256
        : undefined;
    return sha256 === undefined ? [] : [`sha256:${sha256}`];
  };
}

function rowsOf(
  model: CaseModel,
  claimed: readonly number[],
  roots: ReadonlySet<string>,
  found: readonly number[],
  digestsOf: (place: Occurrence) => string[],
): ReconciledRow[] {
  const { here, elsewhere } = standing(model, found);
  const claims = itemsOf(model, claimed);
  const pairs = pairSides(claims, itemsOf(model, here, digestsOf));
  const isRoot = ({ at }: Item) => at.every((index) => roots.has(refOf(model, index)));
  const onlyClaimed = pairs.flatMap(({ left, right }) =>
    left !== undefined && right === undefined && !isRoot(left) ? [left] : [],
  );
  const rows = pairs.flatMap((pair) =>
    pair.left !== undefined && pair.right !== undefined ? [bothRow(model, pair)] : [],
  );
  for (const pair of pairSides(onlyClaimed, itemsOf(model, elsewhere))) {
    if (pair.left === undefined) continue;
    rows.push(
      pair.right === undefined || pair.loose ? row(pair.left, undefined, {}) : elsewhereRow(model, pair),
    );
  }
  const covered = coveredBy(model, claims, pairs);
  for (const { left, right } of pairs) {
    if (left === undefined && right !== undefined)
      rows.push(row(undefined, right, { state: covered(right) ? 'covered' : 'only-found' }));
  }
  return sorted(model, rows);
}

/**
 * What is there, and what is elsewhere: removed by a later layer, or only named by a lockfile. A lockfile counts as
 * what is there where nothing of its kind is installed, as in a folder of sources.
 */
function standing(model: CaseModel, found: readonly number[]): { here: number[]; elsewhere: number[] } {
  const kind = (at: number) => identityOf(componentOf(model, at)).type ?? '';
  const state = (at: number) => model.occurrences[at]?.state;
  const installed = new Set(found.filter((at) => state(at) === 'present').map(kind));
  const here: number[] = [];
  const elsewhere: number[] = [];
  for (const at of found) {
    const counts = state(at) === 'present' || (state(at) === 'stated' && !installed.has(kind(at)));
    (counts ? here : elsewhere).push(at);
  }
  return { here, elsewhere };
}

function componentOf(model: CaseModel, at: number): Component {
  const component = model.components[model.occurrences[at]?.component ?? -1];
  if (component === undefined) throw new Error(`no component of occurrence ${at}`);
  return component;
}

function bothRow(model: CaseModel, pair: Pair): ReconciledRow {
  const { differences, notes } = compared(model, pair);
  const state = differences.length > 0 ? 'disagrees' : 'matched';
  return row(pair.left, pair.right, { state, join: pair.join, differences, notes });
}

/** Claimed and not there, but known to the artifact: taken away again, or asked for and not installed. */
function elsewhereRow(model: CaseModel, pair: Pair): ReconciledRow {
  const removed = pair.right?.at.some((at) => model.occurrences[at]?.state === 'removed') === true;
  return removed
    ? row(pair.left, pair.right, { state: 'only-claimed', join: pair.join, notes: ['removed'] })
    : { ...bothRow(model, pair), notes: ['locked'] };
}

function row(left: Item | undefined, right: Item | undefined, parts: Partial<ReconciledRow>): ReconciledRow {
  return {
    state: 'only-claimed',
    join: undefined,
    claimed: left?.components ?? [],
    found: right?.components ?? [],
    claimedAt: left?.at ?? [],
    foundAt: right?.at ?? [],
    differences: [],
    notes: [],
    ...parts,
  };
}

const SYSTEM_TYPES = new Set(['deb', 'rpm', 'apk', 'alpm']);

/** Whether something that is not claimed is spoken for by something that is. */
function coveredBy(
  model: CaseModel,
  claims: readonly Item[],
  pairs: readonly Pair[],
): (item: Item) => boolean {
  const claimedAt = new Set(
    pairs.flatMap(({ left, right }) => (left === undefined ? [] : (right?.at ?? []))),
  );
  const systemClaimed = claims.some(({ identity }) => SYSTEM_TYPES.has(identity.type ?? ''));
  return ({ at, components }) => {
    const owned = at.every((index) => {
      const owner = model.occurrences[index]?.ownedBy;
      return owner !== undefined && claimedAt.has(owner);
    });
    // An operating system is no package: who lists its packages speaks of it.
    const system = components.every((one) => model.components[one]?.type === 'operating-system');
    return owned || (system && systemClaimed);
  };
}

function sorted(model: CaseModel, rows: readonly ReconciledRow[]): ReconciledRow[] {
  const keyed = rows.map((one) => {
    const component = model.components[one.claimed[0] ?? one.found[0] ?? -1];
    return { one, key: `${component?.name.toLowerCase() ?? ''}\0${component?.key ?? ''}\0${one.state}` };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one);
}

function countsOf(rows: readonly ReconciledRow[]): ReconcileCounts {
  const of = (state: ReconciledState) => rows.filter((one) => one.state === state).length;
  return {
    matched: of('matched'),
    weaker: rows.filter(({ state, join }) => state === 'matched' && join !== 'digest').length,
    disagrees: of('disagrees'),
    onlyClaimed: of('only-claimed'),
    onlyFound: of('only-found'),
    covered: of('covered'),
  };
}
