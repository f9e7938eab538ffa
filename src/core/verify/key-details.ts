import type { Bytes } from '../base/bytes.ts';
import { err, fault, ok, type Result } from '../base/result.ts';
import type { Hash } from './hash.ts';
import { HASH_LENGTH } from './hash.ts';
import { type Curve, type PublicKey, readSpki, rsaKeyPkcs1 } from './public-key.ts';
import type { Scheme } from './signature-verifier.ts';

/** `keyDetails` of a trusted root or log entry (sigstore_common.proto, PublicKeyDetails): encoding and algorithm in one. */
export function readDetailedKey(details: string, bytes: Bytes): Result<{ key: PublicKey; scheme: Scheme }> {
  const known = DETAILS.find(({ pattern }) => pattern.test(details));
  if (known === undefined)
    return err(fault('key.algorithm', 'warning', `The key details "${details}" are not supported.`));
  const read = details.startsWith('PKCS1_') ? rsaKeyPkcs1(bytes) : readSpki(bytes);
  if (!read.ok) return read;
  const key = read.value;
  const fits =
    key.kind === known.kind &&
    (known.curve === undefined || (key.kind === 'ec' && key.curve === known.curve));
  if (!fits) return err(fault('key.value', 'error', `The key is not what its details "${details}" say.`));
  return ok({ key, scheme: known.scheme });
}

const ecdsa = (pattern: RegExp, curve: Curve, hash: Hash) =>
  ({ pattern, kind: 'ec', curve, scheme: { name: 'ecdsa', hash } }) as const;

const DETAILS: readonly {
  readonly pattern: RegExp;
  readonly kind: PublicKey['kind'];
  readonly curve?: Curve;
  readonly scheme: Scheme;
}[] = [
  ecdsa(/^PKIX_ECDSA_P256_SHA_256$/, 'P-256', 'sha256'),
  ecdsa(/^PKIX_ECDSA_P384_SHA_384$/, 'P-384', 'sha384'),
  ecdsa(/^PKIX_ECDSA_P521_SHA_512$/, 'P-521', 'sha512'),
  { pattern: /^PKIX_ED25519$/, kind: 'ed25519', scheme: { name: 'ed25519' } },
  { pattern: /^PKIX_ED25519_PH$/, kind: 'ed25519', scheme: { name: 'ed25519ph' } },
  {
    pattern: /^PK(?:IX|CS1)_RSA_PKCS1V(?:5|15_(?:2048|3072|4096)_SHA256)$/,
    kind: 'rsa',
    scheme: { name: 'rsa-pkcs1', hash: 'sha256' },
  },
  {
    pattern: /^PK(?:IX|CS1)_RSA_PSS(?:_(?:2048|3072|4096)_SHA256)?$/,
    kind: 'rsa',
    scheme: { name: 'rsa-pss', hash: 'sha256', saltLength: HASH_LENGTH.sha256 },
  },
];
