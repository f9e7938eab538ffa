import { equalBytes } from '../base/bytes.ts';
import type { SignatureVerifier } from './signature-verifier.ts';
import { timeText, type Window, windowText, within } from './window.ts';
import { type Certificate, isSelfIssued, validAt } from './x509.ts';
import { KEY_USAGE } from './x509-extensions.ts';

/** A certificate authority the user accepts, with the certificates it is made of. */
export interface CertificateAuthority {
  /** As listed: issuing certificates and the root. */
  readonly certificates: readonly Certificate[];
  /** Where a path may end. */
  readonly anchors: readonly Certificate[];
  readonly validFor: Window;
  readonly uri: string;
}

/** Leaf first, anchor last; each signed by the next. Time is not yet judged. */
export interface CertificatePath {
  readonly certificates: readonly Certificate[];
  readonly authority: CertificateAuthority;
}

export interface PathSearch {
  readonly paths: readonly CertificatePath[];
  /** Why certificates that could have continued the path do not. */
  readonly refused: readonly string[];
}

const MAX_PATH = 8;
const MAX_SIGNATURES = 64;
const ANY_PURPOSE = '2.5.29.37.0';

/**
 * Finds the paths from a leaf to an accepted authority (RFC 5280 §6.1, as far as code signing and time stamping need it):
 * names chain by their bytes, key identifiers agree, each issuer is a CA that may sign certificates for this purpose
 * within its path length, no critical extension is unknown, and each signature holds. Certificates from outside may stand
 * in between; they never end a path.
 *
 * Time is left to {@link pathFaultAt}.
 */
export async function findPaths(
  leaf: Certificate,
  outside: readonly Certificate[],
  authorities: readonly CertificateAuthority[],
  purpose: string,
  verifier: SignatureVerifier,
): Promise<PathSearch> {
  const search = new Search(outside, purpose, verifier);
  for (const authority of authorities) await search.extend([leaf], authority);
  return { paths: search.paths, refused: [...new Set(search.refused)] };
}

/** Why a path does not hold at a time: the authority's window, and every certificate in it (client-spec §4.3). */
export function pathFaultAt(path: CertificatePath, time: number): string | undefined {
  if (!within(path.authority.validFor, time)) {
    return `${timeText(time)} is outside the time in which the root trusts this authority (${windowText(path.authority.validFor)})`;
  }
  const late = path.certificates.find((certificate) => !validAt(certificate, time));
  if (late === undefined) return undefined;
  return `${timeText(time)} is outside the validity of ${titleOf(late)} (${timeText(late.notBefore)} to ${timeText(late.notAfter)})`;
}

/** The time in which a whole path is valid; `undefined` when there is none. */
export function pathWindow(path: CertificatePath): Window | undefined {
  const ends = path.certificates.map((certificate) => certificate.notAfter);
  const from = Math.max(path.authority.validFor.from, ...path.certificates.map(({ notBefore }) => notBefore));
  const to = Math.min(path.authority.validFor.to ?? Number.POSITIVE_INFINITY, ...ends);
  return from <= to ? { from, to } : undefined;
}

export function titleOf(certificate: Certificate): string {
  return certificate.subjectText === '' ? 'the signing certificate' : `"${certificate.subjectText}"`;
}

class Search {
  readonly paths: CertificatePath[] = [];
  readonly refused: string[] = [];
  #signatures = 0;
  readonly #outside: readonly Certificate[];
  readonly #purpose: string;
  readonly #verifier: SignatureVerifier;

  constructor(outside: readonly Certificate[], purpose: string, verifier: SignatureVerifier) {
    this.#outside = outside;
    this.#purpose = purpose;
    this.#verifier = verifier;
  }

  async extend(path: readonly Certificate[], authority: CertificateAuthority): Promise<void> {
    const last = path[path.length - 1];
    if (last === undefined) return;
    if (last.known.unprocessed.length > 0) {
      this.#refuse(last, `has an extension that cannot be honored (${last.known.unprocessed.join(', ')})`);
      return;
    }
    if (authority.anchors.some((anchor) => anchor.sha256 === last.sha256)) {
      this.paths.push({ certificates: path, authority });
      return;
    }
    if (path.length >= MAX_PATH) return;
    for (const issuer of [...authority.certificates, ...this.#outside]) {
      if (!names(last, issuer) || path.some(({ sha256 }) => sha256 === issuer.sha256)) continue;
      const why = issuerFault(issuer, path, this.#purpose);
      if (why !== undefined) this.#refuse(issuer, why);
      else if (await this.#signed(last, issuer)) await this.extend([...path, issuer], authority);
      else this.#refuse(last, `is not signed by ${titleOf(issuer)}`);
    }
  }

  async #signed(certificate: Certificate, issuer: Certificate): Promise<boolean> {
    const known = SIGNED.get(certificate)?.get(issuer);
    if (known !== undefined) return known;
    if (++this.#signatures > MAX_SIGNATURES) return false;
    const { scheme, signature, tbs } = certificate;
    const holds = await this.#verifier.verify(issuer.key, scheme, signature, tbs);
    const of = SIGNED.get(certificate) ?? new WeakMap<Certificate, boolean>();
    SIGNED.set(certificate, of.set(issuer, holds));
    return holds;
  }

  #refuse(certificate: Certificate, why: string): void {
    this.refused.push(`${titleOf(certificate)} ${why}`);
  }
}

/** The certificates of an accepted root are the same objects for every bundle: their signatures are checked once. */
const SIGNED = new WeakMap<Certificate, WeakMap<Certificate, boolean>>();

/** Whether `issuer` may be the one that `certificate` names as its issuer. */
export function names(certificate: Certificate, issuer: Certificate): boolean {
  if (!equalBytes(certificate.issuer, issuer.subject)) return false;
  const wanted = certificate.known.authorityKeyId;
  const has = issuer.known.subjectKeyId;
  return wanted === undefined || has === undefined || equalBytes(wanted, has);
}

function issuerFault(
  issuer: Certificate,
  below: readonly Certificate[],
  purpose: string,
): string | undefined {
  const { basicConstraints, keyUsage, extendedKeyUsage } = issuer.known;
  if (basicConstraints?.ca !== true) return 'is not a certificate authority';
  // RFC 5280 §4.2.1.9: self-issued certificates do not count, nor does the leaf.
  const between = below.slice(1).filter((certificate) => !isSelfIssued(certificate)).length;
  if (basicConstraints.pathLength !== undefined && between > basicConstraints.pathLength) {
    return `allows only ${basicConstraints.pathLength} authorities below it`;
  }
  if (keyUsage !== undefined && !keyUsage.has(KEY_USAGE.keyCertSign)) return 'may not sign certificates';
  if (
    extendedKeyUsage !== undefined &&
    !extendedKeyUsage.some((oid) => oid === purpose || oid === ANY_PURPOSE)
  ) {
    return 'may not issue certificates for this purpose';
  }
  return undefined;
}
