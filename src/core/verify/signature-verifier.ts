import { eddsa } from '@noble/curves/abstract/edwards.js';
import { ed448 } from '@noble/curves/ed448.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, encodeUtf8 } from '../base/bytes.ts';
import { asP1363, derToP1363 } from './ecdsa-signature.ts';
import { type Hash, hash } from './hash.ts';
import type { PublicKey } from './public-key.ts';
import { verifyPkcs1, verifyPss } from './rsa.ts';

/** How a signature is made. ECDSA signatures are DER unless `encoding` says that r and s may, or must, stand side by side. */
export type Scheme =
  | { readonly name: 'ecdsa'; readonly hash: Hash; readonly encoding?: 'der-or-p1363' | 'p1363' }
  | { readonly name: 'ed25519' }
  | { readonly name: 'ed25519ph' }
  | { readonly name: 'ed448' }
  | { readonly name: 'rsa-pkcs1'; readonly hash: Hash }
  | { readonly name: 'rsa-pss'; readonly hash: Hash; readonly saltLength: number };

/** Verifies signatures. Nothing in a signature, key or scheme makes it throw: what does not fit is not valid. */
export interface SignatureVerifier {
  /** Over a message in memory. */
  verify(key: PublicKey, scheme: Scheme, signature: Uint8Array, message: Uint8Array): Promise<boolean>;
  /** Over the digest of a message that is elsewhere. Plain Ed25519 and Ed448 have no such form and are never valid. */
  verifyDigest(key: PublicKey, scheme: Scheme, signature: Uint8Array, digest: Uint8Array): boolean;
}

const CURVE = { 'P-256': p256, 'P-384': p384, 'P-521': p521 };

// RFC 8032 §5.1, Ed25519ph with an empty context: dom2(1, ""). The library hashes the message itself; here its digest is
// all there is, so the domain is given and no prehash.
const DOMAIN = concatBytes([encodeUtf8('SigEd25519 no Ed25519 collisions'), Uint8Array.of(1, 0)]);
const ed25519OfDigest = eddsa(ed25519.Point, sha512, {
  domain: (data: Uint8Array) => concatBytes([DOMAIN, data]),
});

/** Works everywhere, also where `crypto.subtle` is absent. */
export const portableVerifier: SignatureVerifier = {
  verify: async (key, scheme, signature, message) => verifyPortably(key, scheme, signature, message),
  verifyDigest,
};

/** Over a message in memory, at once. */
export function verifyPortably(
  key: PublicKey,
  scheme: Scheme,
  signature: Uint8Array,
  message: Uint8Array,
): boolean {
  if (scheme.name === 'ed25519') {
    if (key.kind !== 'ed25519' || signature.length !== 64) return false;
    return quietly(() => ed25519.verify(signature, message, key.point, { zip215: false }));
  }
  if (scheme.name === 'ed448') {
    if (key.kind !== 'ed448' || signature.length !== 114) return false;
    return quietly(() => ed448.verify(signature, message, key.point, { zip215: false }));
  }
  return verifyDigest(
    key,
    scheme,
    signature,
    hash(scheme.name === 'ed25519ph' ? 'sha512' : scheme.hash, message),
  );
}

function verifyDigest(key: PublicKey, scheme: Scheme, signature: Uint8Array, digest: Uint8Array): boolean {
  switch (scheme.name) {
    case 'ecdsa': {
      const compact = compactSignature(key, scheme, signature);
      if (key.kind !== 'ec' || compact === undefined) return false;
      return quietly(() =>
        CURVE[key.curve].verify(compact, digest, key.point, { prehash: false, lowS: false }),
      );
    }
    case 'ed25519ph':
      if (key.kind !== 'ed25519' || signature.length !== 64 || digest.length !== 64) return false;
      return quietly(() => ed25519OfDigest.verify(signature, digest, key.point, { zip215: false }));
    case 'rsa-pkcs1':
      return key.kind === 'rsa' && verifyPkcs1(key, scheme.hash, signature, digest);
    case 'rsa-pss':
      return key.kind === 'rsa' && verifyPss(key, scheme.hash, scheme.saltLength, signature, digest);
    case 'ed25519':
    case 'ed448':
      return false;
  }
}

/** r and s side by side, from whichever encoding the scheme allows. */
export function compactSignature(
  key: PublicKey,
  scheme: Extract<Scheme, { readonly name: 'ecdsa' }>,
  signature: Uint8Array,
) {
  if (key.kind !== 'ec') return undefined;
  if (scheme.encoding === 'p1363') return asP1363(signature, key.curve);
  const compact = derToP1363(signature, key.curve);
  return compact ?? (scheme.encoding === 'der-or-p1363' ? asP1363(signature, key.curve) : undefined);
}

/** The library throws for values out of range; here that is a signature that is not valid. */
function quietly(run: () => boolean): boolean {
  try {
    return run();
  } catch {
    return false;
  }
}
