import type { Envelope } from '../attest/envelope.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import { aboutCheck, aboutStatement } from './about.ts';
import { check } from './check.ts';
import { checkForm } from './checks/form.ts';
import { checkStatement } from './checks/statement.ts';
import type { Expectations } from './expectations.ts';
import { judge } from './judge.ts';
import { verifyKeyedDsse, verifyKeyedMessage } from './keyed.ts';
import { materialOf } from './material.ts';
import { verifyMinisign } from './minisign.ts';
import type { VerifyOptions } from './options.ts';
import type { Outcome, Run } from './outcome.ts';
import type { AttestationResult } from './result.ts';
import type { SignatureVerifier } from './signature-verifier.ts';
import { verifySignify } from './signify.ts';
import { verifySigstore } from './sigstore.ts';
import { verifySshSignature } from './sshsig.ts';
import { platformVerifier } from './web-crypto.ts';
import { timeText } from './window.ts';

/**
 * Verifies one envelope. Never throws and never reads a clock: whatever goes wrong, the result is a verdict that is not
 * `verified`.
 */
export async function verifyAttestation(
  envelope: Envelope,
  options: VerifyOptions,
): Promise<AttestationResult> {
  return describeOutcome(envelope, await verifyEnvelope(envelope, options), options.expectations ?? {});
}

/** The part of a verification that expectations do not change: signature, time, trust, and what it is about. */
export async function verifyEnvelope(
  envelope: Envelope,
  options: Omit<VerifyOptions, 'expectations'>,
): Promise<Outcome> {
  try {
    return await verify(envelope, options);
  } catch (error) {
    return brokenOff(error);
  }
}

/** What became of an envelope, held against what is expected. Never throws either. */
export function describeOutcome(
  envelope: Envelope,
  outcome: Outcome,
  expectations: Expectations,
): AttestationResult {
  try {
    return describe(envelope, outcome, expectations);
  } catch (error) {
    return describe(envelope, brokenOff(error), {});
  }
}

function brokenOff(error: unknown): Outcome {
  const detail = `The verification broke off: ${error instanceof Error ? error.message : String(error)}`;
  return {
    verdict: 'unsupported',
    checks: [check('verifier.internal', 'fail', detail)],
    about: { check: aboutCheck([], [], false, []), about: [], unmatched: [] },
    signer: undefined,
    root: undefined,
    times: [],
    statement: undefined,
  };
}

async function verify(envelope: Envelope, options: Omit<VerifyOptions, 'expectations'>): Promise<Outcome> {
  return verifyContent({
    envelope,
    artifacts: options.artifacts,
    named: options.named ?? false,
    roots: options.roots,
    keys: options.keys,
    witnesses: options.witnesses ?? [],
    thresholds: {
      logs: options.thresholds?.logs ?? 1,
      certificateLogs: options.thresholds?.certificateLogs ?? 1,
    },
    now: options.now,
    limits: options.limits ?? DEFAULT_LIMITS,
    verifier: bounded(options.verifier ?? platformVerifier()),
  });
}

function describe(envelope: Envelope, outcome: Outcome, expectations: Expectations): AttestationResult {
  const { checks, ...judgement } = judge(envelope, outcome, expectations);
  const proven = outcome.times.map(({ source, time, by }) => ({ source, at: timeText(time), by }));
  const claimed = envelope.logEntries
    .filter(({ integratedTime }) => integratedTime > 0n)
    .map(({ integratedTime }) => timeText(Number(integratedTime) * 1000));
  return {
    carrier: envelope.carrier,
    record: envelope.record,
    mediaType: envelope.mediaType,
    predicateType: outcome.statement?.predicateType,
    verdict: outcome.verdict,
    about: outcome.about.about,
    unmatched: outcome.about.unmatched,
    signer: outcome.signer,
    trustRoot: outcome.root && {
      name: outcome.root.name,
      origin: outcome.root.origin,
      sha256: outcome.root.sha256,
      expires: outcome.root.expires,
    },
    time: { proven, claimed: claimed.filter((at) => !proven.some((known) => known.at === at)) },
    checks: [...outcome.checks, outcome.about.check, ...checks],
    statement: outcome.statement,
    ...judgement,
  };
}

/** More signatures than any honest attestation has, and few enough that a hostile one takes seconds at most. */
const MAX_SIGNATURES = 1000;

/** A verifier that breaks the verification off instead of checking signatures without end. */
function bounded(verifier: SignatureVerifier): SignatureVerifier {
  let count = 0;
  const counted = () => {
    if (++count > MAX_SIGNATURES)
      throw new Error(`more than ${MAX_SIGNATURES} signatures would have to be checked`);
  };
  return {
    verify: async (...parts) => {
      counted();
      return verifier.verify(...parts);
    },
    verifyDigest: (...parts) => {
      counted();
      return verifier.verifyDigest(...parts);
    },
  };
}

/** Which verification an envelope calls for: by what it holds, never by what its file is called. */
function verifyContent(run: Run): Promise<Outcome> | Outcome {
  const { content, key, rules } = run.envelope;
  switch (content?.form) {
    case 'minisign':
      return verifyMinisign(run, content);
    case 'signify':
      return verifySignify(run, content);
    case 'sshsig':
      return verifySshSignature(run, content);
    case 'statement':
      return unsigned(run, content.payload);
    case 'unsupported':
      return unread(run, `${content.what} signatures are recognized and cannot be checked yet.`, true);
    case 'dsse':
    case 'message':
      if (key.form !== 'none' || rules !== undefined) return verifySigstore(run);
      return content.form === 'dsse' ? verifyKeyedDsse(run, content.dsse) : verifyKeyedMessage(run, content);
    case undefined:
      return rules === undefined ? unread(run, 'Nothing in it can be read.', false) : verifySigstore(run);
  }
}

function unsigned(run: Run, payload: Uint8Array<ArrayBuffer>): Outcome {
  const dsse = { payloadType: 'application/vnd.in-toto+json', payload, signatures: [] };
  const statement = checkStatement(dsse, run.limits);
  const none = check('keyed.signature', 'absent', 'Nobody signed it: it is a claim.');
  return {
    verdict: statement.unsupported
      ? 'unsupported'
      : statement.statement === undefined
        ? 'failed'
        : 'unsigned',
    checks: [none, statement.check],
    about:
      statement.statement === undefined
        ? { check: aboutCheck([], run.artifacts, run.named, []), about: [], unmatched: [] }
        : aboutStatement(statement.statement, run.artifacts, run.named),
    signer: undefined,
    root: undefined,
    times: [],
    statement: statement.statement,
  };
}

function unread(run: Run, why: string, unsupported: boolean): Outcome {
  const form = checkForm(materialOf(run.envelope, run.verifier));
  const shown = form.check.status === 'fail' ? form.check : check('sigstore.form', 'skipped', why);
  return {
    verdict: unsupported || form.unread ? 'unsupported' : 'failed',
    checks: [shown],
    about: { check: aboutCheck([], run.artifacts, run.named, []), about: [], unmatched: [] },
    signer: undefined,
    root: undefined,
    times: [],
    statement: undefined,
  };
}
