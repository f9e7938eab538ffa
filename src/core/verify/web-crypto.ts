import { copyBytes } from '../base/bytes.ts';
import { webCrypto } from '../base/digest.ts';
import type { PublicKey } from './public-key.ts';
import {
  compactSignature,
  portableVerifier,
  type Scheme,
  type SignatureVerifier,
} from './signature-verifier.ts';

const HASH_NAME = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;

/**
 * The platform's WebCrypto for signatures over messages in memory: the same verdict as {@link portableVerifier}, sooner.
 * Whatever the platform cannot do is done portably. Ed25519 always is: platforms differ in the equation they check.
 */
export function webCryptoVerifier(subtle: SubtleCrypto): SignatureVerifier {
  const imported = new Map<string, Promise<CryptoKey>>();
  return {
    verifyDigest: portableVerifier.verifyDigest,
    async verify(key, scheme, signature, message) {
      const plan = planOf(key, scheme, signature);
      if (plan === 'portable') return portableVerifier.verify(key, scheme, signature, message);
      if (plan === 'invalid') return false;
      try {
        const name = `${key.sha256} ${JSON.stringify(plan.import)}`;
        const cached =
          imported.get(name) ?? subtle.importKey('spki', key.spki, plan.import, false, ['verify']);
        // Enough for the pinned keys; a leaf key is used twice at most.
        if (imported.size >= 64) imported.clear();
        imported.set(name, cached);
        return await subtle.verify(plan.verify, await cached, copyBytes(plan.signature), copyBytes(message));
      } catch {
        return portableVerifier.verify(key, scheme, signature, message);
      }
    },
  };
}

/** {@link webCryptoVerifier} where the platform has WebCrypto, else {@link portableVerifier}. */
export function platformVerifier(): SignatureVerifier {
  const subtle = webCrypto();
  return subtle === undefined ? portableVerifier : webCryptoVerifier(subtle);
}

interface Plan {
  readonly import: EcKeyImportParams | RsaHashedImportParams;
  readonly verify: EcdsaParams | RsaPssParams | Algorithm;
  readonly signature: Uint8Array;
}

function planOf(key: PublicKey, scheme: Scheme, signature: Uint8Array): Plan | 'portable' | 'invalid' {
  switch (scheme.name) {
    case 'ecdsa': {
      if (key.kind !== 'ec') return 'invalid';
      const compact = compactSignature(key, scheme, signature);
      if (compact === undefined) return 'invalid';
      return {
        import: { name: 'ECDSA', namedCurve: key.curve },
        verify: { name: 'ECDSA', hash: HASH_NAME[scheme.hash] },
        signature: compact,
      };
    }
    case 'rsa-pkcs1':
      if (key.kind !== 'rsa' || !isAsLong(key, signature)) return 'invalid';
      return {
        import: { name: 'RSASSA-PKCS1-v1_5', hash: HASH_NAME[scheme.hash] },
        verify: { name: 'RSASSA-PKCS1-v1_5' },
        signature,
      };
    case 'rsa-pss':
      if (key.kind !== 'rsa' || !isAsLong(key, signature)) return 'invalid';
      return {
        import: { name: 'RSA-PSS', hash: HASH_NAME[scheme.hash] },
        verify: { name: 'RSA-PSS', saltLength: scheme.saltLength },
        signature,
      };
    default:
      return 'portable';
  }
}

/** RFC 8017 §8.1.2, §8.2.2, step 1. Node's WebCrypto takes a PSS signature without its zeros in front for the whole. */
function isAsLong(key: Extract<PublicKey, { readonly kind: 'rsa' }>, signature: Uint8Array): boolean {
  return signature.length === key.modulus.length;
}
