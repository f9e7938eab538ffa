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
  /** The only thing wrong is that Loupe cannot read it, or was told not to read that much. */
  readonly unsupported: boolean;
  /** A proven time is needed: for certificates, and keys with a window. */
  readonly needsTime: boolean;
}

/** Not judged by itself: whether a form fault is only a version that is not known is for {@link Decision.unsupported}. */
const FORM: CheckId = 'sigstore.form';

/**
 * The policy over checks (DESIGN §5). In this order: what is wrong is `failed`; what nobody accepted speaks for is
 * `unknown-root`; what cannot be read or computed is `unsupported`; what nobody timed is `undated`; and only what passed
 * every check that is required is `verified`. Whatever falls through is not.
 */
export function decide({ checks, required, known, unsupported, needsTime }: Decision): Verdict {
  const status = (id: CheckId): CheckStatus => checks.find((found) => found.id === id)?.status ?? 'absent';
  const failed = checks.filter((found) => found.status === 'fail');
  if (failed.some(({ id }) => id !== FORM || !unsupported)) return 'failed';
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
