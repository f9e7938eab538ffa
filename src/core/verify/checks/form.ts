import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import { isFulcioCertificate, type Material } from '../material.ts';
import { isSelfIssued } from '../x509.ts';

export interface FormResult {
  readonly check: Check;
  /** Nothing is wrong but that Loupe does not know the version, or that a limit was hit. */
  readonly unread: boolean;
}

/** Whether the bundle is of a known version and holds what that version asks for. */
export function checkForm(material: Material): FormResult {
  const { envelope } = material;
  const faults = [
    ...envelope.faults.map(({ message }) => message),
    ...material.certificateFaults,
    ...chainFaults(material),
  ];
  const unread =
    faults.length > 0 &&
    envelope.faults.length === faults.length &&
    envelope.faults.every(({ code }) => code === 'attest.media-type' || code.startsWith('limit.'));
  const [first, ...others] = faults;
  const stated = envelope.mediaType === '' ? envelope.carrier : envelope.mediaType;
  const result = check(
    'sigstore.form',
    first === undefined ? 'pass' : 'fail',
    first === undefined
      ? 'Everything its version asks for is there, once.'
      : `${first}${others.length === 0 ? '' : ` ${others.length} more.`}`,
    {
      against: stated,
      evidence: [
        { label: 'Media type', value: envelope.mediaType, at: '/mediaType' },
        ...faults.slice(0, 16).map((value) => ({ label: 'Fault', value })),
      ],
    },
  );
  return { check: result, unread };
}

/** Which certificates may come with a signature (sigstore_bundle.proto, VerificationMaterial). */
function chainFaults({ envelope, leaf, outside }: Material): string[] {
  if (envelope.key.form !== 'certificates') return [];
  const faults: string[] = [];
  // Which field holds a Fulcio certificate goes with the version; private authorities may need a chain in any.
  if (leaf !== undefined && isFulcioCertificate(leaf)) {
    if (envelope.key.field === 'x509CertificateChain' && envelope.rules === '0.3') {
      faults.push('A 0.3 bundle signed with a Fulcio certificate holds that certificate alone, not a chain.');
    }
    if (envelope.key.field === 'certificate' && envelope.rules !== '0.3') {
      faults.push(`A ${envelope.rules} bundle signed with a Fulcio certificate holds a chain.`);
    }
  }
  // Old clients appended the whole chain; a root may close it and stand nowhere else.
  const certificates = leaf === undefined ? outside : [leaf, ...outside];
  const root = certificates.findIndex((certificate) => isSelfIssued(certificate));
  if (root >= 0 && root < certificates.length - 1) {
    faults.push(`The chain holds a root certificate at place ${root + 1} of ${certificates.length}.`);
  }
  return faults;
}
