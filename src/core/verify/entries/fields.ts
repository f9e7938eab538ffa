import type { JsonFields } from '../../attest/json-fields.ts';
import { readPem } from '../../attest/pem.ts';
import { decodeUtf8, fromHex } from '../../base/bytes.ts';
import { HASH_LENGTH, type Hash } from '../hash.ts';
import type { EntryDigest, EntryVerifier } from './types.ts';

const HASHES: readonly Hash[] = ['sha256', 'sha384', 'sha512'];

/** Rekor v1: `{"algorithm": "sha256", "value": "HEX"}`. */
export function readHexHash(
  fields: JsonFields | undefined,
  over: EntryDigest['over'],
): EntryDigest | undefined {
  const stated = fields?.text('algorithm');
  const algorithm = HASHES.find((name) => name === stated);
  const digest = fromHex(fields?.text('value') ?? '');
  if (algorithm === undefined || digest?.length !== HASH_LENGTH[algorithm]) {
    return fields?.refuse('is no digest of a supported algorithm');
  }
  return { over, algorithm, digest };
}

const PROTO_HASHES: ReadonlyMap<string, Hash> = new Map([
  ['SHA2_256', 'sha256'],
  ['SHA2_384', 'sha384'],
  ['SHA2_512', 'sha512'],
]);

/** Rekor v2: `{"algorithm": "SHA2_256", "digest": "BASE64"}` (sigstore_common.proto, HashOutput). */
export function readProtoHash(
  fields: JsonFields | undefined,
  over: EntryDigest['over'],
): EntryDigest | undefined {
  const algorithm = PROTO_HASHES.get(fields?.text('algorithm') ?? '');
  const digest = fields?.bytes('digest');
  if (algorithm === undefined || digest?.length !== HASH_LENGTH[algorithm]) {
    return fields?.refuse('is no digest of a supported algorithm');
  }
  return { over, algorithm, digest };
}

/** Rekor v1: one PEM certificate or public key, in base64. */
export function readPemVerifier(fields: JsonFields | undefined, key: string): EntryVerifier | undefined {
  const bytes = fields?.bytes(key);
  const pem = bytes === undefined ? undefined : readPem(decodeUtf8(bytes) ?? '');
  const block = pem?.blocks[0];
  if (pem === undefined || block === undefined || pem.faults.length > 0 || pem.blocks.length > 1) {
    return fields?.refuse('is not one PEM certificate or public key', key);
  }
  if (block.label === 'CERTIFICATE') return { form: 'certificate', der: block.der };
  if (block.label === 'PUBLIC KEY') return { form: 'key', der: block.der };
  return fields?.refuse(`is a PEM block "${block.label}"`, key);
}

/** Rekor v2: `{"x509Certificate": {"rawBytes"}}` or `{"publicKey": {"rawBytes"}}` (rekor/v2/verifier.proto). */
export function readProtoVerifier(fields: JsonFields | undefined): EntryVerifier | undefined {
  const certificate = fields?.optionalObject('x509Certificate')?.bytes('rawBytes');
  const key = fields?.optionalObject('publicKey')?.bytes('rawBytes');
  if ((certificate === undefined) === (key === undefined))
    return fields?.refuse('is not one certificate or key');
  return certificate !== undefined
    ? { form: 'certificate', der: certificate }
    : key && { form: 'key', der: key };
}
