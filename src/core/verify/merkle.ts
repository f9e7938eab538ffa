import { type Bytes, concatBytes } from '../base/bytes.ts';
import { hash } from './hash.ts';

/** Hash of a leaf (RFC 6962 §2.1). */
export function leafHash(leaf: Uint8Array): Bytes {
  return hash('sha256', concatBytes([Uint8Array.of(0), leaf]));
}

function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  return hash('sha256', concatBytes([Uint8Array.of(1), left, right]));
}

/**
 * Root that an inclusion proof leads to (RFC 9162 §2.1.3.2, the same tree as RFC 6962 §2.1.1).
 *
 * @returns `undefined` when the proof has not exactly the hashes that this index and tree size need.
 */
export function rootFromProof(
  leaf: Uint8Array,
  index: bigint,
  treeSize: bigint,
  hashes: readonly Uint8Array[],
): Uint8Array | undefined {
  if (index < 0n || index >= treeSize) return undefined;
  let node = index;
  let last = treeSize - 1n;
  let root = leaf;
  for (const sibling of hashes) {
    if (last === 0n || sibling.length !== 32) return undefined;
    if ((node & 1n) === 1n || node === last) {
      root = nodeHash(sibling, root);
      // The right border of the tree: levels without a right sibling are skipped.
      while ((node & 1n) === 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else root = nodeHash(root, sibling);
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n ? root : undefined;
}
