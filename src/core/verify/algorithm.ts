import type { Der } from './der.ts';
import { TAG } from './der.ts';
import { DerFields, oidText, smallInteger } from './der-values.ts';
import type { Hash } from './hash.ts';
import type { PublicKey } from './public-key.ts';
import type { Scheme } from './signature-verifier.ts';

const HASH_OID: Readonly<Record<string, Hash>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Algorithms whose identifier alone says everything; parameters are absent, or NULL for RSA (RFC 4055, 5758, 8410). */
const SIMPLE: Readonly<Record<string, Scheme>> = {
  '1.2.840.10045.4.3.2': { name: 'ecdsa', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { name: 'ecdsa', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { name: 'ecdsa', hash: 'sha512' },
  '1.2.840.113549.1.1.11': { name: 'rsa-pkcs1', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { name: 'rsa-pkcs1', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { name: 'rsa-pkcs1', hash: 'sha512' },
  '1.3.101.112': { name: 'ed25519' },
};
const PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';

/** Names that CMS signers use for the key alone; the hash is the digest algorithm beside it (RFC 5652 §10.1.2). */
const KEY_ALONE: Readonly<Record<string, 'ecdsa' | 'rsa-pkcs1'>> = {
  '1.2.840.10045.2.1': 'ecdsa',
  '1.2.840.113549.1.1.1': 'rsa-pkcs1',
};

/** Hash of an AlgorithmIdentifier; SHA-1, MD5 and all unknown are `undefined`. */
export function hashOf(algorithm: Der | undefined): Hash | undefined {
  const fields = new DerFields(algorithm);
  const oid = oidText(fields.next(TAG.oid));
  return plainParameters(fields.rest()) ? HASH_OID[oid] : undefined;
}

/** Scheme of an AlgorithmIdentifier; `undefined` when it is none of ours (SHA-1 and MD5 are not). */
export function schemeOf(algorithm: Der | undefined, digest?: Hash): Scheme | undefined {
  const fields = new DerFields(algorithm);
  const oid = oidText(fields.next(TAG.oid));
  const parameters = fields.rest();
  if (oid === PSS) return pssScheme(parameters[0]);
  if (!plainParameters(parameters)) return undefined;
  const alone = digest === undefined ? undefined : KEY_ALONE[oid];
  return alone === undefined || digest === undefined ? SIMPLE[oid] : { name: alone, hash: digest };
}

function plainParameters(parameters: readonly Der[]): boolean {
  return parameters.length === 0 || (parameters.length === 1 && parameters[0]?.tag === TAG.null);
}

/** RSASSA-PSS-params (RFC 4055 §3.1) with MGF1 over the same hash; SHA-1, the default, is not taken. */
function pssScheme(parameters: Der | undefined): Scheme | undefined {
  const fields = new DerFields(parameters);
  const digest = hashOf(fields.next(0xa0)?.children[0]);
  const generator = new DerFields(fields.next(0xa1)?.children[0]);
  const saltLength = smallInteger(fields.next(0xa2)?.children[0]);
  fields.optional(0xa3);
  const same = oidText(generator.next(TAG.oid)) === MGF1 && hashOf(generator.next()) === digest;
  if (!fields.complete || digest === undefined || saltLength === undefined || !same) return undefined;
  return { name: 'rsa-pss', hash: digest, saltLength };
}

/**
 * The scheme Sigstore signs with under a key of this type (architecture-docs, algorithm-registry.md): the hash follows
 * the key. Ed25519 signs messages as they are; only a hashedrekord uses Ed25519ph.
 */
export function registryScheme(key: PublicKey): Scheme {
  switch (key.kind) {
    case 'ec':
      return { name: 'ecdsa', hash: CURVE_HASH[key.curve] };
    case 'ed25519':
    case 'ed448':
      return { name: key.kind };
    case 'rsa':
      return { name: 'rsa-pkcs1', hash: 'sha256' };
  }
}

const CURVE_HASH = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512' } as const;
