import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import type { Material } from '../material.ts';
import { KEY_USAGE, PURPOSE } from '../x509-extensions.ts';

/** Whether the certificate is an end entity's, for digital signatures and for signing code. */
export function checkUsage({ leaf }: Material): Check {
  const id = 'sigstore.certificate.usage';
  if (leaf === undefined) return check(id, 'absent', 'There is no certificate that can be read.');
  const { basicConstraints, keyUsage, extendedKeyUsage } = leaf.known;
  const evidence = [
    { label: 'Extended key usage', value: extendedKeyUsage?.join(', ') ?? 'not stated' },
    { label: 'Key usage', value: keyUsage === undefined ? 'not stated' : [...keyUsage].join(', ') },
    { label: 'Certificate authority', value: basicConstraints?.ca === true ? 'yes' : 'no' },
  ];
  if (basicConstraints?.ca === true) {
    return check(id, 'fail', 'The certificate is that of an authority, not of a signer.', { evidence });
  }
  if (extendedKeyUsage === undefined || !extendedKeyUsage.includes(PURPOSE.codeSigning)) {
    return check(id, 'fail', 'The certificate is not for signing code.', { evidence });
  }
  if (keyUsage !== undefined && !keyUsage.has(KEY_USAGE.digitalSignature)) {
    return check(id, 'fail', 'The key of the certificate is not for digital signatures.', { evidence });
  }
  if (keyUsage?.has(KEY_USAGE.keyCertSign) === true) {
    return check(id, 'fail', 'The key of the certificate may sign certificates.', { evidence });
  }
  return check(id, 'pass', 'The certificate is for signing code and issues no others.', { evidence });
}
