import type { Check, CheckStatus, Verdict } from '../model/check.ts';
import type { CheckId } from './check-texts.ts';

/** What a verdict is decided on. A check that is not here decides nothing. */
export interface Decision {
  /** All checks that ran, but those of `about` and `expected`. */
  readonly checks: readonly Check[];
  /** Checks that must pass, each. */
  readonly required: readonly CheckId[];
  /** An authority or key that is accepted speaks for the signature. */
  readonly known: boolean;
  /** It is of a version that is not known, or a limit was hit: under which rules it would be wrong, nobody can say. */
  readonly unread: boolean;
  /** What is signed is nothing Loupe can read. The signature is judged all the same. */
  readonly unsupported: boolean;
  /** A proven time is needed: for certificates, and keys with a window. */
  readonly needsTime: boolean;
}

/**
 * The policy over checks (DESIGN §5). In this order: what cannot be read is `unsupported`; what is wrong is `failed`; what
 * is signed and cannot be read or computed is `unsupported`; what nobody accepted speaks for is `unknown-root`; what
 * nobody timed is `undated`; and only what passed every check that is required is `verified`. What falls through is not.
 */
export function decide({ checks, required, known, unread, unsupported, needsTime }: Decision): Verdict {
  const status = (id: CheckId): CheckStatus => checks.find((found) => found.id === id)?.status ?? 'absent';
  if (unread) return 'unsupported';
  if (checks.some((found) => found.status === 'fail')) return 'failed';
  if (unsupported) return 'unsupported';
  if (!known) return 'unknown-root';
  if (required.some((id) => SIGNATURES.includes(id) && status(id) === 'absent')) return 'unsupported';
  if (needsTime && status('sigstore.time') !== 'pass') return 'undated';
  return required.length > 0 && required.every((id) => status(id) === 'pass') ? 'verified' : 'failed';
}

const SIGNATURES: readonly CheckId[] = [
  'sigstore.signature',
  'keyed.signature',
  'minisign.signature',
  'signify.signature',
  'sshsig.signature',
];
