import { preAuthEncoding } from '../attest/dsse.ts';
import type { Envelope } from '../attest/envelope.ts';
import type { Bytes } from '../base/bytes.ts';
import { isFulcioExtension } from './fulcio-claims.ts';
import type { SignatureVerifier } from './signature-verifier.ts';
import type { TrustRoot } from './trust-root.ts';
import { type Certificate, readCertificate } from './x509.ts';

/** An envelope under verification: what its parts are, read once, and what it is held against. */
export interface Material {
  readonly envelope: Envelope;
  /** The signing certificate. */
  readonly leaf: Certificate | undefined;
  /** The other certificates that came with it. */
  readonly outside: readonly Certificate[];
  /** What is wrong with its certificates, with their place. */
  readonly certificateFaults: readonly string[];
  /** The one signature of the bundle. */
  readonly signature: Bytes | undefined;
  /** The bytes it is over, when they are in the envelope. */
  readonly signed: Bytes | undefined;
  readonly verifier: SignatureVerifier;
}

/** {@link Material} held against one accepted root. */
export interface Rooted extends Material {
  readonly root: TrustRoot | undefined;
}

export function materialOf(envelope: Envelope, verifier: SignatureVerifier): Material {
  const faults: string[] = [];
  const certificates: (Certificate | undefined)[] = [];
  if (envelope.key.form === 'certificates') {
    for (const [index, der] of envelope.key.certificates.entries()) {
      const read = readCertificate(der);
      certificates.push(read.ok ? read.value : undefined);
      if (!read.ok)
        faults.push(`Certificate ${index + 1} of ${envelope.key.certificates.length}: ${read.error.message}`);
    }
  }
  const content = envelope.content;
  const dsse = content?.form === 'dsse' ? content.dsse : undefined;
  const message = content?.form === 'message' ? content : undefined;
  return {
    envelope,
    leaf: certificates[0],
    outside: certificates.slice(1).filter((certificate) => certificate !== undefined),
    certificateFaults: faults,
    signature: dsse?.signatures.length === 1 ? dsse.signatures[0]?.sig : message?.signature,
    signed: dsse === undefined ? message?.payload : preAuthEncoding(dsse.payloadType, dsse.payload),
    verifier,
  };
}

/** Whether a certificate is of the kind Fulcio issues: it has an extension of Fulcio's. */
export function isFulcioCertificate(certificate: Certificate): boolean {
  return certificate.extensions.some(({ oid }) => isFulcioExtension(oid));
}
