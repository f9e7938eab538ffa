import type { Check } from '../model/check.ts';
import { check } from './check.ts';
import type { BuilderRow } from './level/types.ts';
import { matchesPattern } from './pattern.ts';
import type { ProvenanceExpectations } from './policy/types.ts';
import type { Signer } from './signer.ts';

/** Whom the user expects to have signed (DESIGN §8). */
export interface Expectations {
  /** Identity in the certificate, all of it. */
  readonly identity?: string;
  /** Issuer in the certificate, all of it. */
  readonly issuer?: string;
  /** Identity and issuer are patterns ({@link matchesPattern}), which the user asked for. */
  readonly wildcards?: boolean;
  /** The keys the user gave are whom they expect. */
  readonly key?: boolean;
  /** SHA-256 (hexadecimal) of the one key that is expected. */
  readonly keySha256?: string;
  /** Any signer will do, as far as nothing else is stated. */
  readonly anySigner?: boolean;
  /** What provenance and verification summaries should say. */
  readonly provenance?: ProvenanceExpectations;
  /** Builders of the user's own, before the table that ships. */
  readonly builders?: readonly BuilderRow[];
}

export type Expected = 'met' | 'unmet' | 'none-stated';

export interface ExpectedResult {
  readonly expected: Expected;
  readonly check: Check;
}

/**
 * Compares the signer with what is expected. A certificate needs identity and issuer, a key needs the key: one half, or
 * the other kind, states nothing. What is stated and does not agree is unmet, also when any signer would do.
 */
export function compareSigner(signer: Signer | undefined, expectations: Expectations): ExpectedResult {
  const id = 'expected.signer';
  const stated = statedText(expectations);
  const say = (expected: Expected, detail: string): ExpectedResult => ({
    expected,
    check: check(id, expected === 'met' ? 'pass' : expected === 'unmet' ? 'fail' : 'skipped', detail, {
      against: stated,
    }),
  });
  const nothing = stated === '';
  if (signer === undefined) {
    return nothing
      ? say('none-stated', 'Nobody is expected.')
      : say('unmet', 'Nobody is known to have signed.');
  }
  const wrong =
    signer.kind === 'certificate' ? wrongIdentity(signer, expectations) : wrongKey(signer, expectations);
  if (wrong !== undefined) return say('unmet', wrong);
  if (isWhole(signer, expectations)) return say('met', 'The signer is the one you expect.');
  if (expectations.anySigner === true) return say('met', 'You said that any signer will do.');
  return say(
    'none-stated',
    nothing
      ? 'You have not said whom you expect.'
      : 'You have said half of whom you expect: a certificate needs identity and issuer, a key the key.',
  );
}

function isWhole(signer: Signer, { identity, issuer, key, keySha256 }: Expectations): boolean {
  if (signer.kind === 'certificate') return identity !== undefined && issuer !== undefined;
  return key === true || keySha256 !== undefined;
}

function wrongIdentity(
  signer: Extract<Signer, { readonly kind: 'certificate' }>,
  expectations: Expectations,
): string | undefined {
  const { identity, issuer, key, keySha256, wildcards } = expectations;
  const agrees = (wanted: string, found: string | undefined): boolean =>
    found !== undefined && (wildcards === true ? matchesPattern(wanted, found) : wanted === found);
  const onlyKey = identity === undefined && issuer === undefined && (key === true || keySha256 !== undefined);
  if (onlyKey) return 'A key is expected to sign; a certificate did.';
  // One half alone is nobody expected: it is compared only where it decides (with any signer allowed, or whole).
  const decides = expectations.anySigner === true || (identity !== undefined && issuer !== undefined);
  if (!decides) return undefined;
  if (identity !== undefined && !agrees(identity, signer.identity)) {
    return `Signed by ${signer.identity ?? 'nobody that is named'}; you expect ${identity}.`;
  }
  if (issuer !== undefined && !agrees(issuer, signer.issuer)) {
    return `Vouched for by ${signer.issuer ?? 'nobody that is named'}; you expect ${issuer}.`;
  }
  return undefined;
}

function wrongKey(
  signer: Extract<Signer, { readonly kind: 'key' }>,
  { identity, issuer, key, keySha256 }: Expectations,
): string | undefined {
  if (keySha256 !== undefined) {
    return keySha256.toLowerCase() === signer.keySha256
      ? undefined
      : `Signed by the key ${signer.keySha256}; you expect ${keySha256}.`;
  }
  if (key === true)
    return signer.origin === 'given' ? undefined : 'Signed by a key that ships with Loupe; you gave another.';
  if (identity !== undefined && issuer !== undefined) return 'A certificate is expected to sign; a key did.';
  return undefined;
}

function statedText({ identity, issuer, key, keySha256 }: Expectations): string {
  return [
    identity === undefined ? '' : `identity ${identity}`,
    issuer === undefined ? '' : `issuer ${issuer}`,
    keySha256 !== undefined ? `key sha256:${keySha256}` : key === true ? 'the key you gave' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
