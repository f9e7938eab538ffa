import { type Bytes, decodeUtf8 } from '../base/bytes.ts';
import { fault } from '../base/result.ts';
import type { Envelope } from './envelope.ts';
import { readPem } from './pem.ts';

/**
 * A bare signature together with the certificate that lies beside it (`FILE.sig` and `FILE.pem` of cosign). Nothing in
 * it tells when it was made.
 */
export function withCertificate(envelope: Envelope, certificate: Bytes): Envelope {
  const pem = readPem(decodeUtf8(certificate) ?? '');
  const certificates = pem.blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ der }) => der);
  const broken = fault('attest.malformed', 'error', 'The certificate beside the signature cannot be read.');
  return {
    ...envelope,
    key: certificates.length === 0 ? { form: 'none' } : { form: 'certificates', certificates, field: 'pem' },
    faults: [
      ...envelope.faults,
      ...pem.faults,
      ...(certificates.length === 0 && pem.faults.length === 0 ? [broken] : []),
    ],
  };
}
