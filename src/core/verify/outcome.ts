import type { Envelope } from '../attest/envelope.ts';
import type { Statement } from '../attest/statement.ts';
import type { Limits } from '../base/limits.ts';
import type { Check, Verdict } from '../model/check.ts';
import type { AboutResult } from './about.ts';
import type { VerifiedTime } from './checks/time.ts';
import type { Artifact, Witness } from './options.ts';
import type { SignatureVerifier } from './signature-verifier.ts';
import type { Signer } from './signer.ts';
import type { TrustedKey, TrustRoot } from './trust-root.ts';

/** One verification: an envelope and everything it is held against, with nothing left open. */
export interface Run {
  readonly envelope: Envelope;
  readonly artifacts: readonly Artifact[];
  readonly named: boolean;
  readonly roots: readonly TrustRoot[];
  readonly keys: readonly TrustedKey[];
  readonly witnesses: readonly Witness[];
  readonly thresholds: { readonly logs: number; readonly certificateLogs: number };
  readonly now: number | undefined;
  readonly limits: Limits;
  readonly verifier: SignatureVerifier;
}

/** What a verification found, before expectations are compared. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  readonly about: AboutResult;
  readonly signer: Signer | undefined;
  readonly root: TrustRoot | undefined;
  readonly times: readonly VerifiedTime[];
  readonly statement: Statement | undefined;
}
