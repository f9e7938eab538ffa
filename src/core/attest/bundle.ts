import { type Bytes, toHex } from '../base/bytes.ts';
import type { DigestAlgorithm } from '../base/digest.ts';
import { type Limits, limitFault } from '../base/limits.ts';
import { type Fault, fault } from '../base/result.ts';
import { readDsse } from './dsse.ts';
import type { BundleRules, Content, Envelope, KeyMaterial } from './envelope.ts';
import { JsonFields } from './json-fields.ts';
import { readLogEntries, tooMany } from './log-entry.ts';

/** Media types of a bundle (sigstore_bundle.proto, "Notes on versioning"), exactly as written there. */
export const BUNDLE_MEDIA_TYPES: ReadonlyMap<string, BundleRules> = new Map([
  ['application/vnd.dev.sigstore.bundle+json;version=0.1', '0.1'],
  ['application/vnd.dev.sigstore.bundle+json;version=0.2', '0.2'],
  ['application/vnd.dev.sigstore.bundle+json;version=0.3', '0.3'],
  ['application/vnd.dev.sigstore.bundle.v0.3+json', '0.3'],
]);

/**
 * Reads a Sigstore bundle (sigstore_bundle.proto) from JSON. Never fails: what is wrong is among the faults, and what is
 * right is read.
 *
 * Faults: `attest.malformed` with the JSON pointer, `attest.media-type`, `limit.*`.
 */
export function readBundle(value: unknown, carrier: string, record: number, limits: Limits): Envelope {
  const faults: Fault[] = [];
  const fields = JsonFields.of(value, '', faults);
  const mediaType = fields?.text('mediaType') ?? '';
  const rules = BUNDLE_MEDIA_TYPES.get(mediaType);
  if (fields?.has('mediaType') && rules === undefined) {
    faults.push(
      fault('attest.media-type', 'error', `The bundle's media type "${mediaType}" is not known.`, {
        entry: '/mediaType',
      }),
    );
  }
  const material = fields?.object('verificationMaterial');
  return {
    carrier,
    mediaType,
    record,
    rules: rules ?? '0.3',
    key: readKeyMaterial(material, limits),
    content: fields === undefined ? undefined : readContent(fields, limits),
    logEntries: readLogEntries(material, 'tlogEntries', rules ?? '0.3', limits),
    timestamps: readTimestamps(material, limits),
    faults,
  };
}

function readKeyMaterial(material: JsonFields | undefined, limits: Limits): KeyMaterial {
  const none: KeyMaterial = { form: 'none' };
  if (material === undefined) return none;
  const stated = ['publicKey', 'x509CertificateChain', 'certificate'].filter((name) => material.has(name));
  if (stated.length !== 1) {
    material.refuse(
      stated.length === 0
        ? 'holds no certificate, chain or public key hint'
        : `holds ${stated.join(' and ')}: only one may be there`,
    );
    return none;
  }
  const hint = material.optionalObject('publicKey');
  if (hint !== undefined) return { form: 'hint', hint: hint.optionalText('hint') ?? '' };
  const leaf = material.optionalObject('certificate');
  if (leaf !== undefined) {
    const bytes = leaf.bytes('rawBytes');
    return bytes === undefined ? none : { form: 'certificates', certificates: [bytes], field: 'certificate' };
  }
  return readChain(material.optionalObject('x509CertificateChain'), limits) ?? none;
}

function readChain(chain: JsonFields | undefined, limits: Limits): KeyMaterial | undefined {
  if (chain === undefined) return undefined;
  const count = chain.list('certificates').length;
  if (count === 0) return chain.refuse('holds no certificate', 'certificates');
  if (count > limits.certificateChain) {
    return chain.note(
      limitFault('certificateChain', limits, `The chain has ${count} certificates.`, {
        entry: chain.pointer,
        kept: 'nothing',
      }),
    );
  }
  const certificates: Bytes[] = [];
  for (const item of chain.objects('certificates')) {
    const bytes = item.bytes('rawBytes');
    if (bytes !== undefined) certificates.push(bytes);
  }
  return certificates.length === 0
    ? undefined
    : { form: 'certificates', certificates, field: 'x509CertificateChain' };
}

const DIGESTS: Readonly<Record<string, { algorithm: DigestAlgorithm; length: number } | undefined>> = {
  SHA2_256: { algorithm: 'sha256', length: 32 },
  SHA2_384: { algorithm: 'sha384', length: 48 },
  SHA2_512: { algorithm: 'sha512', length: 64 },
};

function readContent(fields: JsonFields, limits: Limits): Content | undefined {
  const message = fields.optionalObject('messageSignature');
  const dsse = fields.optionalObject('dsseEnvelope');
  if (message !== undefined && dsse !== undefined) {
    return fields.refuse('holds messageSignature and dsseEnvelope: only one may be there');
  }
  if (message !== undefined) {
    const signature = message.bytes('signature');
    const digest = readMessageDigest(message.optionalObject('messageDigest'));
    return signature === undefined ? undefined : { form: 'message', signature, digest, payload: undefined };
  }
  if (dsse === undefined) return fields.refuse('holds neither messageSignature nor dsseEnvelope');
  const read = readDsse(dsse, limits, ['standard']);
  if (read === undefined) return undefined;
  if (read.signatures.length !== 1) {
    dsse.refuse(`holds ${read.signatures.length} readable signatures: a bundle holds one`, 'signatures');
  }
  return { form: 'dsse', dsse: read };
}

function readMessageDigest(
  fields: JsonFields | undefined,
): { algorithm: DigestAlgorithm; hex: ReturnType<typeof toHex> } | undefined {
  if (fields === undefined) return undefined;
  const name = fields.text('algorithm');
  const bytes = fields.bytes('digest');
  if (name === undefined || bytes === undefined) return undefined;
  const known = Object.hasOwn(DIGESTS, name) ? DIGESTS[name] : undefined;
  if (known === undefined)
    return fields.refuse(`is "${name}", which is not one of ${Object.keys(DIGESTS).join(', ')}`, 'algorithm');
  if (bytes.length !== known.length) return fields.refuse('has the wrong length for its algorithm', 'digest');
  return { algorithm: known.algorithm, hex: toHex(bytes) };
}

function readTimestamps(material: JsonFields | undefined, limits: Limits): Bytes[] {
  const data = material?.optionalObject('timestampVerificationData');
  if (data === undefined || tooMany(data, 'rfc3161Timestamps', 'timestamps', limits)) return [];
  const found: Bytes[] = [];
  for (const item of data.objects('rfc3161Timestamps')) {
    const bytes = item.bytes('signedTimestamp');
    if (bytes !== undefined) found.push(bytes);
  }
  return found;
}
