import type { Bytes } from '../base/bytes.ts';
import { type Limits, limitFault } from '../base/limits.ts';
import type { BundleRules, InclusionProof, LogEntry } from './envelope.ts';
import type { JsonFields } from './json-fields.ts';

/** Reads a list of log entries and holds each to what its bundle version asks of it. */
export function readLogEntries(
  fields: JsonFields | undefined,
  key: string,
  rules: BundleRules,
  limits: Limits,
): LogEntry[] {
  if (fields === undefined || tooMany(fields, key, 'log entries', limits)) return [];
  return fields.objects(key).map((item) => {
    const entry = readLogEntry(item, limits);
    // sigstore_rekor.proto: the promise is required for 0.1; the proof, with its checkpoint, from 0.2 on.
    if (rules === '0.1' && entry.promise === undefined) {
      item.refuse('has no inclusion promise, which a 0.1 bundle needs', 'inclusionPromise');
    }
    if (rules !== '0.1' && entry.proof === undefined) {
      item.refuse('has no inclusion proof that can be read', 'inclusionProof');
    }
    if (rules !== '0.1' && entry.proof !== undefined && entry.proof.checkpoint === undefined) {
      item.refuse('has an inclusion proof without a checkpoint', 'inclusionProof');
    }
    return entry;
  });
}

/** Notes a list longer than one attestation may have. */
export function tooMany(fields: JsonFields, key: string, what: string, limits: Limits): boolean {
  const count = fields.list(key).length;
  if (count <= limits.attestationItems) return false;
  fields.note(
    limitFault('attestationItems', limits, `The attestation has ${count} ${what}.`, {
      entry: fields.at(key),
      kept: 'nothing',
    }),
  );
  return true;
}

/** A TransparencyLogEntry (sigstore_rekor.proto) in proto3 JSON. */
function readLogEntry(fields: JsonFields, limits: Limits): LogEntry {
  const kindVersion = fields.object('kindVersion');
  return {
    pointer: fields.pointer,
    logIndex: fields.natural('logIndex'),
    logId: fields.object('logId')?.bytes('keyId'),
    kind: kindVersion?.nonEmpty('kind') ?? '',
    version: kindVersion?.nonEmpty('version') ?? '',
    integratedTime: fields.natural('integratedTime'),
    promise: fields.optionalObject('inclusionPromise')?.bytes('signedEntryTimestamp'),
    proof: readProof(fields.optionalObject('inclusionProof'), limits),
    body: fields.bytes('canonicalizedBody'),
  };
}

function readProof(fields: JsonFields | undefined, limits: Limits): InclusionProof | undefined {
  if (fields === undefined) return undefined;
  const stated = fields.list('hashes');
  if (stated.length > limits.inclusionProofHashes) {
    return fields.note(
      limitFault('inclusionProofHashes', limits, `The inclusion proof has ${stated.length} hashes.`, {
        entry: fields.pointer,
        kept: 'nothing',
      }),
    );
  }
  const hashes: Bytes[] = [];
  for (const index of stated.keys()) {
    const hash = fields.element('hashes', index);
    if (hash !== undefined) hashes.push(hash);
  }
  return {
    logIndex: fields.natural('logIndex'),
    treeSize: fields.natural('treeSize'),
    rootHash: fields.bytes('rootHash'),
    hashes,
    checkpoint: fields.optionalObject('checkpoint')?.text('envelope'),
  };
}
