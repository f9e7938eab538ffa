import { readBundle } from '../bundle.ts';
import { isRecord } from '../json-fields.ts';
import type { JsonCarrier } from './types.ts';

/** `.sigstore.json`, `.sigstore`, `model.sig`. */
export const sigstoreBundle: JsonCarrier = {
  id: 'sigstore-bundle',
  title: 'Sigstore bundle',
  spec: 'sigstore/protobuf-specs, sigstore_bundle.proto',
  recognizes: isBundle,
  read: ({ value, record }, limits) => [readBundle(value, 'sigstore-bundle', record, limits)],
};

/** Also when it is broken: what looks like a bundle is judged as one. */
export function isBundle(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const mediaType = value.mediaType;
  return (
    (typeof mediaType === 'string' && mediaType.startsWith('application/vnd.dev.sigstore.bundle')) ||
    Object.hasOwn(value, 'verificationMaterial') ||
    Object.hasOwn(value, 'messageSignature') ||
    Object.hasOwn(value, 'dsseEnvelope')
  );
}
