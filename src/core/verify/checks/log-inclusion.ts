import type { LogEntry } from '../../attest/envelope.ts';
import { equalBytes, toHex } from '../../base/bytes.ts';
import type { Check, CheckStatus } from '../../model/check.ts';
import { check, worst } from '../check.ts';
import { readCheckpoint } from '../checkpoint.ts';
import type { Material } from '../material.ts';
import { leafHash, rootFromProof } from '../merkle.ts';

export interface InclusionResult {
  readonly check: Check;
  /** Entries that the proof leads to the root of a checkpoint (whose signature is another check). */
  readonly included: ReadonlySet<LogEntry>;
}

/** Whether each inclusion proof leads from the entry to the root and size that its checkpoint states. */
export function checkInclusion(material: Material): InclusionResult {
  const { logEntries, rules } = material.envelope;
  // Before 0.2 a promise alone was enough.
  const proven = logEntries.filter(({ proof }) => proof !== undefined || rules !== '0.1');
  const included = new Set<LogEntry>();
  const judged = proven.map((entry) => {
    const result = judge(entry);
    if (result.status === 'pass') included.add(entry);
    return { ...result, entry };
  });
  const id = 'sigstore.tlog.inclusion';
  if (judged.length === 0) return { check: check(id, 'absent', 'There is no inclusion proof.'), included };
  const status = worst(judged.map((result) => result.status));
  const evidence = judged.flatMap(({ entry, detail }) => [
    { label: 'Proof', value: detail, at: `${entry.pointer}/inclusionProof` },
    { label: 'Leaf hash', value: entry.body === undefined ? '' : toHex(leafHash(entry.body)) },
  ]);
  const detail = judged.find((result) => result.status === status)?.detail ?? '';
  return { check: check(id, status, detail, { against: 'the checkpoint of the log', evidence }), included };
}

function judge(entry: LogEntry): { readonly status: CheckStatus; readonly detail: string } {
  const { proof, body } = entry;
  if (proof === undefined) return { status: 'fail', detail: 'The entry has no inclusion proof.' };
  if (body === undefined) return { status: 'fail', detail: 'The entry has no body.' };
  // Rekor v2 has no index but that of the tree; under v1 the promise covers the other one.
  if (isRekorV2(entry) && entry.logIndex !== proof.logIndex) {
    const detail = `The entry calls itself ${entry.logIndex}; the proof is of entry ${proof.logIndex}.`;
    return { status: 'fail', detail };
  }
  const root = rootFromProof(leafHash(body), proof.logIndex, proof.treeSize, proof.hashes);
  if (root === undefined) {
    return {
      status: 'fail',
      detail: `The proof has not the hashes that index ${proof.logIndex} of ${proof.treeSize} needs.`,
    };
  }
  if (proof.rootHash === undefined || !equalBytes(root, proof.rootHash)) {
    return { status: 'fail', detail: 'The proof leads to another root than the one it states.' };
  }
  if (proof.checkpoint === undefined) {
    return { status: 'absent', detail: 'The proof leads to a root that no checkpoint vouches for.' };
  }
  const checkpoint = readCheckpoint(proof.checkpoint);
  if (!checkpoint.ok)
    return { status: 'absent', detail: 'The checkpoint cannot be read, so no root is vouched for.' };
  const { treeSize, rootHash } = checkpoint.value;
  if (treeSize !== proof.treeSize || !equalBytes(root, rootHash)) {
    return { status: 'fail', detail: 'The checkpoint is of another tree than the proof.' };
  }
  return { status: 'pass', detail: `Entry ${proof.logIndex} is in the tree of ${treeSize} entries.` };
}

/** Whether an entry says that it is of Rekor v2; that its body says so too is another check. */
export function isRekorV2({ kind, version }: LogEntry): boolean {
  return version === '0.0.2' && kind !== 'intoto';
}
