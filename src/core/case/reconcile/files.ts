import { normalizePath } from '../../base/names.ts';
import type { TreeEntry } from '../../image/tree.ts';
import type { CaseModel, CaseTree } from '../model.ts';
import { statedDigests } from './side.ts';
import type { ReconciledFile } from './types.ts';

/**
 * Holds the files a document names against the files of the artifact. Where the document's paths are those of the
 * artifact, a file that is there and has other bytes disagrees, wherever else its bytes lie; a document that has no file
 * at its place counts its paths from elsewhere, and the bytes alone tell. `unnamed` counts the files that it does not name.
 */
export function reconcileFiles(
  model: CaseModel,
  tree: CaseTree,
  claimedAt: readonly number[],
): { readonly files: readonly ReconciledFile[]; readonly unnamed: number | undefined } {
  if (claimedAt.length === 0) return { files: [], unnamed: undefined };
  const bySha256 = new Map<string, TreeEntry>();
  let regular = 0;
  for (const entry of tree.squashed.entries()) {
    if (entry.type !== 'f' && entry.type !== 'h') continue;
    regular++;
    if (entry.sha256 !== undefined && !bySha256.has(entry.sha256)) bySha256.set(entry.sha256, entry);
  }
  const claims = claimedAt.map((at) => claimOf(model, tree, at));
  const inPlace = claims.some(holds);
  const named = new Set<string>();
  const files = claims.map((claim): ReconciledFile => {
    const { at, path, digests, entry, found } = claim;
    const row = { claimedAt: at, path, claimed: digests.find((one) => one !== found) ?? found, found };
    if (holds(claim)) {
      named.add(path);
      return { ...row, state: 'matched', join: 'digest' };
    }
    const [claimed = '', ...others] = digests;
    const moved = others.length > 0 ? undefined : bySha256.get(claimed.slice('sha256:'.length));
    if (moved !== undefined && (found === '' || !inPlace)) {
      named.add(moved.path);
      return { ...row, path: moved.path, found: claimed, state: 'matched', join: 'digest' };
    }
    if (entry === undefined) return { ...row, claimed, state: 'only-claimed', join: undefined };
    named.add(path);
    const state = digests.length === 0 || found === '' ? 'matched' : 'disagrees';
    return { ...row, claimed: digests.length === 0 ? '' : row.claimed, state, join: 'name' };
  });
  return { files, unnamed: Math.max(0, regular - named.size) };
}

interface Claim {
  readonly at: number;
  readonly path: string;
  /** `sha256:HEX`, distinct; more than one contradict each other. */
  readonly digests: readonly string[];
  readonly entry: TreeEntry | undefined;
  /** Measured, `sha256:HEX`; empty where there is no such file, or it was not hashed. */
  readonly found: string;
}

function claimOf(model: CaseModel, tree: CaseTree, at: number): Claim {
  const place = model.occurrences[at];
  const path = normalizePath(model.components[place?.component ?? -1]?.name ?? '');
  const digests = (place === undefined ? [] : statedDigests(place)).filter((one) =>
    /^sha256:[0-9a-f]{64}$/.test(one),
  );
  const entry = tree.squashed.get(path);
  const found = entry?.sha256 === undefined ? '' : `sha256:${entry.sha256}`;
  return { at, path, digests: [...new Set(digests)], entry, found };
}

/** Whether the file at the path has the bytes claimed, and no others are claimed beside them. */
function holds({ digests, found }: Claim): boolean {
  return found !== '' && digests.length === 1 && digests[0] === found;
}
