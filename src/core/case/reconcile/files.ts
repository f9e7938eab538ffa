import { normalizePath } from '../../base/names.ts';
import type { TreeEntry } from '../../image/tree.ts';
import type { CaseModel, CaseTree } from '../model.ts';
import { statedDigests } from './side.ts';
import type { ReconciledFile } from './types.ts';

/**
 * Holds the files a document names against the files of the artifact: the bytes first, wherever they lie, then the
 * path. `unnamed` counts the files that it does not name.
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
  const named = new Set<string>();
  const files = claimedAt.map((at): ReconciledFile => {
    const place = model.occurrences[at];
    const name = model.components[place?.component ?? -1]?.name ?? '';
    const path = normalizePath(name);
    const entry = tree.squashed.get(path);
    const claimed =
      place === undefined ? undefined : statedDigests(place).find((one) => /^sha256:[0-9a-f]{64}$/.test(one));
    const found = entry?.sha256 === undefined ? '' : `sha256:${entry.sha256}`;
    const row = { claimedAt: at, path, claimed: claimed ?? '', found };
    if (claimed !== undefined && claimed === found) {
      named.add(path);
      return { ...row, state: 'matched', join: 'digest' };
    }
    const moved = claimed === undefined ? undefined : bySha256.get(claimed.slice(7));
    if (moved !== undefined) {
      named.add(moved.path);
      return { ...row, path: moved.path, found: claimed ?? '', state: 'matched', join: 'digest' };
    }
    if (entry === undefined) return { ...row, state: 'only-claimed', join: undefined };
    named.add(path);
    const state = claimed === undefined || found === '' ? 'matched' : 'disagrees';
    return { ...row, state, join: 'name' };
  });
  return { files, unnamed: Math.max(0, regular - named.size) };
}
