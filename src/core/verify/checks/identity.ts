import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import { type FulcioClaim, ISSUER_V1, ISSUER_V2, readFulcioClaims } from '../fulcio-claims.ts';
import type { Material } from '../material.ts';
import type { GeneralName } from '../x509-names.ts';

/** Who signed, as the certificate says. */
export interface CertificateIdentity {
  readonly subject: GeneralName;
  /** The service that vouched for the subject; absent in certificates that Fulcio did not issue. */
  readonly issuer: string | undefined;
  readonly claims: readonly FulcioClaim[];
}

export interface IdentityResult {
  readonly check: Check;
  readonly identity: CertificateIdentity | undefined;
}

/** Whether the certificate names exactly one identity and one issuer, and which. */
export function checkIdentity({ leaf }: Material): IdentityResult {
  const id = 'sigstore.certificate.identity';
  if (leaf === undefined) {
    return { check: check(id, 'absent', 'There is no certificate that can be read.'), identity: undefined };
  }
  const claims = readFulcioClaims(leaf);
  const evidence = claims.map(({ name, value, oid }) => ({
    label: name,
    value: value ?? 'malformed',
    at: oid,
  }));
  const fail = (detail: string): IdentityResult => ({
    check: check(id, 'fail', detail, { evidence }),
    identity: undefined,
  });
  const malformed = claims.find(({ value }) => value === undefined);
  if (malformed !== undefined) return fail(`The extension "${malformed.name}" is malformed.`);
  const names = leaf.known.subjectAltName ?? [];
  const [subject, ...others] = names;
  if (subject === undefined) return fail('The certificate names no identity of a known kind.');
  if (others.length > 0 && claims.length > 0)
    return fail(`The certificate names ${names.length} identities, not one.`);
  const issuers = [ISSUER_V2, ISSUER_V1].flatMap(
    (oid) => claims.find((claim) => claim.oid === oid)?.value ?? [],
  );
  const [issuer] = issuers;
  if (new Set(issuers).size > 1) return fail('The two issuer extensions of the certificate differ.');
  if (claims.length > 0 && (issuer === undefined || issuer === ''))
    return fail('The certificate names no issuer of its identity.');
  const identity = { subject, issuer, claims };
  const shown = [{ label: 'Identity', value: subject.value, at: '2.5.29.17' }, ...evidence];
  if (issuer === undefined) {
    const detail = `The certificate names "${subject.value}", and nobody who vouched for it but its authority.`;
    return { check: check(id, 'absent', detail, { evidence: shown }), identity };
  }
  const detail = `Signed by ${subject.value}, vouched for by ${issuer}.`;
  return { check: check(id, 'pass', detail, { evidence: shown }), identity };
}
