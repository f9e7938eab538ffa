import type { Message } from '../attest/envelope.ts';
import type { Statement } from '../attest/statement.ts';
import type { Check } from '../model/check.ts';
import { type AboutResult, aboutCheck, aboutMessage, aboutStatement } from './about.ts';
import type { CheckId } from './check-texts.ts';
import { checkChain } from './checks/chain.ts';
import { checkEntryBodies, recordedDigests } from './checks/entry-body.ts';
import { checkForm } from './checks/form.ts';
import { type CertificateIdentity, checkIdentity } from './checks/identity.ts';
import { checkCheckpoints } from './checks/log-checkpoint.ts';
import { checkEntries } from './checks/log-entries.ts';
import { checkInclusion } from './checks/log-inclusion.ts';
import { checkPromises } from './checks/log-promise.ts';
import { checkScts } from './checks/scts.ts';
import { candidatesFor, checkSignature } from './checks/signature.ts';
import { checkStatement } from './checks/statement.ts';
import { checkTime } from './checks/time.ts';
import { checkTimestamps } from './checks/timestamps.ts';
import { checkUsage } from './checks/usage.ts';
import { checkKey, keysFor } from './managed-key.ts';
import { isFulcioCertificate, type Material, materialOf, type Rooted } from './material.ts';
import type { Artifact } from './options.ts';
import type { Outcome, Run } from './outcome.ts';
import { checkRoot, rootsFor } from './pick-root.ts';
import { keyTitle } from './public-key.ts';
import type { Signer } from './signer.ts';
import type { TrustedKey, TrustRoot } from './trust-root.ts';
import { decide } from './verdict.ts';
import { timeText } from './window.ts';

/**
 * Verifies a signature with a certificate, or with a key and log entries, as the Sigstore client specification §4 has it.
 * All checks run that can; none stops the others. Each of the roots that fit is tried alone.
 */
export async function verifySigstore(run: Run): Promise<Outcome> {
  const material = materialOf(run.envelope, run.verifier);
  const [first, ...others] = rootsFor(material, run.roots);
  const outcome = await verifyUnder(first, material, run);
  for (const root of others) {
    if (outcome.verdict === 'verified') break;
    const other = await verifyUnder(root, material, run);
    if (other.verdict === 'verified') return other;
  }
  return outcome;
}

async function verifyUnder(root: TrustRoot | undefined, material: Material, run: Run): Promise<Outcome> {
  const rooted: Rooted = { ...material, root };
  const { envelope } = material;
  const message = envelope.content?.form === 'message' ? envelope.content : undefined;
  const dsse = envelope.content?.form === 'dsse' ? envelope.content.dsse : undefined;

  // The bundle, and what it is held against.
  const form = checkForm(material);

  // §4.2 Establishing a time for the signature.
  const stamps = await checkTimestamps(rooted);
  const promises = await checkPromises(rooted);
  const times = [...stamps.times, ...promises.times].sort((a, b) => a.time - b.time);
  const time = checkTime(times, envelope.logEntries);

  // §4.3 Certificate.
  const { chain, time: valid, path } = await checkChain(rooted, times);
  const usage = checkUsage(material);
  const scts = await checkScts(rooted, path, run.thresholds.certificateLogs);
  const { check: identity, identity: named } = checkIdentity(material);

  // §4.5 Signature verification: before §4.4, which compares with the file it was computed over.
  const hints = message === undefined ? [] : digestHints(message, material);
  const candidates = candidatesFor(hints, run.artifacts, run.named);
  const signing = await signedWith(material, run, candidates);
  const statement = dsse === undefined ? undefined : checkStatement(dsse, run.limits);

  // §4.4 Transparency log entry.
  const artifact = signing.over ?? (candidates.artifacts.length === 1 ? candidates.artifacts[0] : undefined);
  const body = checkEntryBodies(material, signing.key?.key, artifact);
  const inclusion = checkInclusion(material);
  const checkpoints = await checkCheckpoints(rooted, times, run.witnesses);
  const vouched = { kept: promises.kept, included: inclusion.included, vouched: checkpoints.vouched };
  const entries = checkEntries(rooted, vouched, run.thresholds.logs);

  const byKey = envelope.key.form !== 'certificates';
  const hint = envelope.key.form === 'hint' ? envelope.key.hint : '';
  const log = [entries, body, promises.check, inclusion.check, checkpoints.check];
  const own = byKey ? [checkKey(signing.key, hint, run.keys, times)] : [chain, valid, usage, scts, identity];
  const checks: Check[] = [
    checkRoot(root, run.roots, byKey, run.now),
    form.check,
    stamps.check,
    time,
    ...own,
    ...log,
    signing.check,
    ...(statement === undefined ? [] : [statement.check]),
  ];
  const verdict = decide({
    checks,
    required: requiredOf(rooted, byKey, dsse !== undefined, identity),
    known: byKey ? signing.key !== undefined : root !== undefined,
    unread: form.unread,
    unsupported: statement?.unsupported === true,
    needsTime: !byKey || signing.key?.validFor !== undefined,
  });
  return {
    verdict,
    checks,
    about: about(run, message, signing.over, statement?.statement),
    signer: byKey ? keySigner(signing.key) : certificateSigner(rooted, named),
    root: byKey && signing.key?.validFor === undefined && envelope.logEntries.length === 0 ? undefined : root,
    times,
    statement: statement?.statement,
  };
}

/** Which checks must pass: the root says whether it asks for logs; the content, whether there must be a statement. */
function requiredOf(material: Rooted, byKey: boolean, isDsse: boolean, identity: Check): CheckId[] {
  const { root, leaf, envelope } = material;
  const required: CheckId[] = ['sigstore.form', 'sigstore.signature'];
  if (isDsse) required.push('statement.form');
  if (byKey) {
    required.push('sigstore.key');
    if (root !== undefined && envelope.logEntries.length > 0 && root.logs.length > 0) {
      required.push('sigstore.tlog.entries', 'sigstore.tlog.body');
    }
    return required;
  }
  required.push(
    'sigstore.root',
    'sigstore.time',
    'sigstore.certificate.chain',
    'sigstore.certificate.time',
    'sigstore.certificate.usage',
  );
  const logs = root === undefined || root.logs.length > 0;
  const ctLogs = root === undefined || root.ctLogs.length > 0;
  // A private authority without logs may issue certificates that name no issuer; nobody can then be expected by one.
  const fulcio = leaf === undefined || isFulcioCertificate(leaf);
  if (fulcio || logs || ctLogs || identity.status !== 'absent')
    required.push('sigstore.certificate.identity');
  if (ctLogs) required.push('sigstore.certificate.sct');
  if (logs) required.push('sigstore.tlog.entries', 'sigstore.tlog.body');
  return required;
}

function digestHints(message: Message, material: Material) {
  return message.digest === undefined ? recordedDigests(material) : [message.digest];
}

interface Signing extends Awaited<ReturnType<typeof checkSignature>> {
  /** The accepted key that made it, or that it names; absent for certificates. */
  readonly key: TrustedKey | undefined;
}

/** The signature under the certificate's key, or under the accepted keys that may speak for it. */
async function signedWith(
  material: Material,
  run: Run,
  candidates: ReturnType<typeof candidatesFor>,
): Promise<Signing> {
  const { key: held } = run.envelope;
  if (held.form !== 'hint') {
    const result = await checkSignature(material, material.leaf?.key, undefined, candidates, run.limits);
    return { ...result, key: undefined };
  }
  const keys = keysFor(held.hint, run.keys);
  let wrong: Signing | undefined;
  for (const key of keys.all) {
    const result = await checkSignature(material, key.key, key.scheme, candidates, run.limits);
    if (result.check.status === 'pass') return { ...result, key };
    if (keys.meant.includes(key)) wrong ??= { ...result, key };
  }
  if (wrong !== undefined) return wrong;
  const none = await checkSignature(material, undefined, undefined, candidates, run.limits);
  return { ...none, key: undefined };
}

function about(
  run: Run,
  message: Message | undefined,
  over: Artifact | undefined,
  statement: Statement | undefined,
): AboutResult {
  if (message !== undefined) return aboutMessage(message, over, run.artifacts, run.named);
  if (statement !== undefined) return aboutStatement(statement, run.artifacts, run.named);
  return { check: aboutCheck([], run.artifacts, run.named, []), about: [], unmatched: [] };
}

function certificateSigner(
  { leaf }: Material,
  identity: CertificateIdentity | undefined,
): Signer | undefined {
  if (leaf === undefined) return undefined;
  return {
    kind: 'certificate',
    identity: identity?.subject.value,
    identityKind: identity?.subject.kind,
    issuer: identity?.issuer,
    claims: identity?.claims ?? [],
    certificateSha256: leaf.sha256,
    keySha256: leaf.key.sha256,
    keyTitle: keyTitle(leaf.key),
    notBefore: timeText(leaf.notBefore),
    notAfter: timeText(leaf.notAfter),
  };
}

export function keySigner(key: TrustedKey | undefined): Signer | undefined {
  if (key === undefined) return undefined;
  return {
    kind: 'key',
    name: key.name,
    origin: key.origin,
    keyId: key.keyId,
    keySha256: key.key.sha256,
    keyTitle: keyTitle(key.key),
  };
}
