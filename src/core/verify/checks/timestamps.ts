import { type Bytes, equalBytes } from '../../base/bytes.ts';
import type { Check, Evidence } from '../../model/check.ts';
import { type CertificateAuthority, findPaths, pathFaultAt, titleOf } from '../certificate-path.ts';
import { check } from '../check.ts';
import { hash } from '../hash.ts';
import type { Rooted } from '../material.ts';
import { readTimestampResponse, type TimestampToken } from '../rfc3161.ts';
import type { SignatureVerifier } from '../signature-verifier.ts';
import { timeText } from '../window.ts';
import type { Certificate } from '../x509.ts';
import { PURPOSE } from '../x509-extensions.ts';
import type { VerifiedTime } from './time.ts';

export interface TimestampsResult {
  readonly check: Check;
  readonly times: readonly VerifiedTime[];
}

type Stamp =
  | { readonly status: 'pass'; readonly time: number; readonly by: string }
  /** By an authority that the root does not list. */
  | { readonly status: 'foreign'; readonly why: string }
  | { readonly status: 'fail'; readonly why: string };

/** Verifies each timestamp over the signature's bytes with the authorities of the root. */
export async function checkTimestamps(material: Rooted): Promise<TimestampsResult> {
  const { envelope, root, signature, verifier } = material;
  const authorities = root?.timestampAuthorities ?? [];
  const stamps: Stamp[] = [];
  for (const bytes of envelope.timestamps) {
    const token = readTimestampResponse(bytes);
    if (!token.ok) stamps.push({ status: 'fail', why: token.error.message });
    else if (signature === undefined)
      stamps.push({ status: 'fail', why: 'The signature it should be over cannot be read.' });
    else stamps.push(await judge(token.value, signature, authorities, verifier));
  }
  return summarize(stamps, root === undefined);
}

/** One timestamp token, over the bytes it should stamp. */
export async function judge(
  token: TimestampToken,
  signature: Bytes,
  authorities: readonly CertificateAuthority[],
  verifier: SignatureVerifier,
): Promise<Stamp> {
  if (!equalBytes(hash(token.imprint.algorithm, signature), token.imprint.digest)) {
    return { status: 'fail', why: 'The timestamp is over something else than this signature.' };
  }
  let foreign = true;
  let why = 'no authority of the root signed it';
  for (const authority of authorities) {
    for (const certificate of signersOf(authority, token)) {
      if (!isSigner(token, certificate)) continue;
      const search = await findPaths(
        certificate,
        token.certificates,
        [authority],
        PURPOSE.timeStamping,
        verifier,
      );
      if (search.paths.length === 0) continue;
      foreign = false;
      const { scheme } = token;
      if (!(await verifier.verify(certificate.key, scheme, token.signature, token.signedAttributes))) {
        why = `the signature is not by ${titleOf(certificate)}`;
        continue;
      }
      const faults = search.paths.map((path) => pathFaultAt(path, token.time));
      const fault = signerFault(token, certificate) ?? (faults.includes(undefined) ? undefined : faults[0]);
      if (fault === undefined) return { status: 'pass', time: token.time, by: titleOf(certificate) };
      why = fault;
    }
  }
  const sentence = `The timestamp of ${timeText(token.time)} was refused: ${why}.`;
  return foreign ? { status: 'foreign', why: sentence } : { status: 'fail', why: sentence };
}

/** The authority's signing certificate as the root lists it; only where it lists none, those the token brings. */
function signersOf(authority: CertificateAuthority, token: TimestampToken): readonly Certificate[] {
  const listed = authority.certificates.filter(({ known }) => known.basicConstraints?.ca !== true);
  return listed.length > 0 ? listed : token.certificates;
}

function isSigner(token: TimestampToken, certificate: Certificate): boolean {
  if (token.signer.by === 'keyId') {
    const { subjectKeyId } = certificate.known;
    return subjectKeyId !== undefined && equalBytes(subjectKeyId, token.signer.keyId);
  }
  return equalBytes(certificate.issuer, token.signer.issuer) && certificate.serial === token.signer.serial;
}

/** RFC 3161 §2.3: for time stamping and nothing else, critically so. RFC 5816: the certificate the token means. */
function signerFault(token: TimestampToken, certificate: Certificate): string | undefined {
  const { extendedKeyUsage, extendedKeyUsageCritical } = certificate.known;
  if (
    extendedKeyUsage?.length !== 1 ||
    extendedKeyUsage[0] !== PURPOSE.timeStamping ||
    !extendedKeyUsageCritical
  ) {
    return `${titleOf(certificate)} is not for time stamping alone`;
  }
  const stated = token.certificateHash;
  if (stated !== undefined && !equalBytes(hash(stated.algorithm, certificate.der), stated.digest)) {
    return 'it names another certificate as its signer';
  }
  return undefined;
}

function summarize(stamps: readonly Stamp[], rootless: boolean): TimestampsResult {
  const times: VerifiedTime[] = [];
  const evidence: Evidence[] = [];
  for (const [index, stamp] of stamps.entries()) {
    const value = stamp.status === 'pass' ? `${timeText(stamp.time)} by ${stamp.by}` : stamp.why;
    evidence.push({
      label: `Timestamp ${index + 1}`,
      value,
      at: `/verificationMaterial/timestampVerificationData/rfc3161Timestamps/${index}`,
    });
    if (stamp.status === 'pass') times.push({ source: 'rfc3161', time: stamp.time, by: stamp.by });
  }
  const failed = stamps.find((stamp) => stamp.status === 'fail');
  const foreign = stamps.filter((stamp) => stamp.status === 'foreign').length;
  const id = 'sigstore.time.rfc3161';
  if (stamps.length === 0) return { check: check(id, 'absent', 'There is no timestamp.'), times };
  if (failed !== undefined) return { check: check(id, 'fail', failed.why, { evidence }), times };
  if (times.length === 0) {
    const detail = rootless
      ? 'No accepted root says which timestamp authorities to believe.'
      : `None of the ${stamps.length} timestamps is by an authority of the root.`;
    return { check: check(id, 'absent', detail, { evidence }), times };
  }
  const against = [...new Set(times.map(({ by }) => by))].join(', ');
  const others = foreign === 0 ? '' : ` ${foreign} more are by authorities the root does not list.`;
  const detail = `${times.length} of ${stamps.length} timestamps hold.${others}`;
  return { check: check(id, 'pass', detail, { against, evidence }), times };
}
