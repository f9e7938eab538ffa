import type { LogEntry } from '../../attest/envelope.ts';
import { equalBytes, toHex } from '../../base/bytes.ts';
import type { Check, CheckStatus, Evidence } from '../../model/check.ts';
import { check, worst } from '../check.ts';
import {
  type Checkpoint,
  isByLog,
  noteKeyId,
  originsOf,
  readCheckpoint,
  readCosignature,
} from '../checkpoint.ts';
import type { Rooted } from '../material.ts';
import type { Witness } from '../options.ts';
import type { SignatureVerifier } from '../signature-verifier.ts';
import { type SignedNote, signedText } from '../signed-note.ts';
import type { TransparencyLog } from '../trust-root.ts';
import { timeText, within } from '../window.ts';
import { isRekorV2 } from './log-inclusion.ts';
import { logsOf, unknownLog } from './log-promise.ts';
import type { VerifiedTime } from './time.ts';

export interface CheckpointsResult {
  readonly check: Check;
  /** Entries whose checkpoint their log signed. */
  readonly vouched: ReadonlySet<LogEntry>;
}

interface Judged {
  readonly status: CheckStatus;
  readonly detail: string;
  readonly evidence: readonly Evidence[];
  readonly log?: TransparencyLog;
}

/** Verifies the log's signature on each checkpoint, and lists who else signed it. */
export async function checkCheckpoints(
  material: Rooted,
  times: readonly VerifiedTime[],
  witnesses: readonly Witness[],
): Promise<CheckpointsResult> {
  const vouched = new Set<LogEntry>();
  const judged: Judged[] = [];
  for (const entry of material.envelope.logEntries) {
    if (entry.proof === undefined) continue;
    const result = await judge(entry, material, times, witnesses);
    judged.push(result);
    if (result.status === 'pass') vouched.add(entry);
  }
  const id = 'sigstore.tlog.checkpoint';
  if (judged.length === 0) return { check: check(id, 'absent', 'No entry has a checkpoint.'), vouched };
  const status = worst(judged.map((result) => result.status));
  const detail = judged.find((result) => result.status === status)?.detail ?? '';
  const against = judged.flatMap(({ log }) => log?.baseUrl ?? []).join(', ');
  const evidence = judged.flatMap((result) => result.evidence);
  return { check: check(id, status, detail, { against, evidence }), vouched };
}

async function judge(
  entry: LogEntry,
  material: Rooted,
  times: readonly VerifiedTime[],
  witnesses: readonly Witness[],
): Promise<Judged> {
  const text = entry.proof?.checkpoint;
  if (text === undefined)
    return { status: 'absent', detail: 'The inclusion proof has no checkpoint.', evidence: [] };
  const read = readCheckpoint(text);
  if (!read.ok) return { status: 'fail', detail: read.error.message, evidence: [] };
  const checkpoint = read.value;
  const evidence: Evidence[] = [
    { label: 'Origin', value: checkpoint.origin, at: `${entry.pointer}/inclusionProof/checkpoint` },
    { label: 'Tree size', value: String(checkpoint.treeSize) },
    { label: 'Root hash', value: toHex(checkpoint.rootHash) },
  ];
  const logs = logsOf(entry, material);
  if (logs.length === 0) return { ...unknownLog(material, entry.logId ?? new Uint8Array(0)), evidence };
  for (const log of logs) {
    const signed = await signedBy(log, checkpoint, entry, material.verifier);
    if (signed === undefined) continue;
    if (signed !== '') return { status: 'fail', detail: signed, evidence };
    const outside = times.find(({ time }) => !within(log.validFor, time));
    if (outside !== undefined) {
      const detail = `${timeText(outside.time)} is outside the time in which the root trusts the key of ${log.baseUrl}.`;
      return { status: 'fail', detail, evidence };
    }
    evidence.push(
      ...(await listCosignatures(checkpoint.note, log, checkpoint, witnesses, material.verifier)),
    );
    return {
      status: 'pass',
      detail: `${log.baseUrl} signed the root of its tree of ${checkpoint.treeSize} entries.`,
      evidence,
      log,
    };
  }
  return { status: 'fail', detail: 'No signature of the checkpoint is by the log of this entry.', evidence };
}

/** `undefined` when no line is by this log, empty when its signature holds, else what is wrong. */
async function signedBy(
  log: TransparencyLog,
  checkpoint: Checkpoint,
  entry: LogEntry,
  verifier: SignatureVerifier,
): Promise<string | undefined> {
  const lines = checkpoint.note.signatures.filter((line) => isByLog(line, checkpoint, log));
  if (lines.length === 0) return undefined;
  // Checkpoints of Rekor v2 are named after the host of the log; those of v1 may have any name.
  if (isRekorV2(entry) && !originsOf(log.baseUrl).includes(checkpoint.origin)) {
    return `The checkpoint is of "${checkpoint.origin}", not of ${log.baseUrl}.`;
  }
  const message = signedText(checkpoint.note);
  let wrong = 0;
  for (const line of lines) {
    if (!(await verifier.verify(log.key, log.scheme, line.signature, message))) wrong++;
  }
  return wrong === 0 ? '' : `The signature of ${log.baseUrl} on the checkpoint does not hold.`;
}

async function listCosignatures(
  note: SignedNote,
  log: TransparencyLog,
  checkpoint: Checkpoint,
  witnesses: readonly Witness[],
  verifier: SignatureVerifier,
): Promise<Evidence[]> {
  const found: Evidence[] = [];
  for (const line of note.signatures) {
    if (isByLog(line, checkpoint, log)) continue;
    const witness = witnesses.find(
      ({ name, key }) => name === line.name && equalBytes(noteKeyId(name, key, 4), line.keyId),
    );
    const cosignature = witness === undefined ? undefined : readCosignature(line, note);
    const holds =
      witness !== undefined &&
      cosignature !== undefined &&
      (await verifier.verify(witness.key, { name: 'ed25519' }, cosignature.signature, cosignature.message));
    const verdict =
      witness === undefined
        ? 'its key is not known, so it counts for nothing'
        : holds
          ? `holds; seen at ${timeText(Number(cosignature?.seconds ?? 0n) * 1000)}`
          : 'does not hold';
    found.push({ label: `Cosignature of ${line.name}`, value: verdict });
  }
  return found;
}
