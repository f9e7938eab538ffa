/**
 * RSA signature verification over a digest (RFC 8017 §8.1.2, §8.2.2) with public values only.
 *
 * It exists because `crypto.subtle` is absent on plain http hosts, cannot verify over a digest of bytes that are
 * elsewhere, and the library for the other curves has no RSA. It never sees a secret, so it need not be constant-time.
 */
import { type Bytes, concatBytes, equalBytes, toHex } from '../base/bytes.ts';
import { TAG } from './der.ts';
import { encodeDer, encodeOid } from './der-write.ts';
import { HASH_LENGTH, type Hash, hash } from './hash.ts';
import type { PublicKey } from './public-key.ts';

type RsaKey = Extract<PublicKey, { readonly kind: 'rsa' }>;

const DIGEST_OID: Readonly<Record<Hash, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

/** RSASSA-PKCS1-v1_5: the one right encoding is built and compared whole; nothing in the signature is parsed. */
export function verifyPkcs1(
  key: RsaKey,
  algorithm: Hash,
  signature: Uint8Array,
  digest: Uint8Array,
): boolean {
  const encoded = recover(key, signature);
  if (encoded === undefined || digest.length !== HASH_LENGTH[algorithm]) return false;
  const info = encodeDer(
    TAG.sequence,
    encodeDer(TAG.sequence, encodeOid(DIGEST_OID[algorithm]), encodeDer(TAG.null)),
    encodeDer(TAG.octetString, digest),
  );
  const filling = key.modulus.length - info.length - 3;
  if (filling < 8) return false;
  const expected = concatBytes([
    Uint8Array.of(0, 1),
    new Uint8Array(filling).fill(0xff),
    Uint8Array.of(0),
    info,
  ]);
  return equalBytes(encoded, expected);
}

/** RSASSA-PSS with MGF1 over the same hash and a salt of known length (EMSA-PSS-VERIFY, §9.1.2). */
export function verifyPss(
  key: RsaKey,
  algorithm: Hash,
  saltLength: number,
  signature: Uint8Array,
  digest: Uint8Array,
): boolean {
  const recovered = recover(key, signature);
  const size = HASH_LENGTH[algorithm];
  if (recovered === undefined || digest.length !== size) return false;
  const bits = key.bits - 1;
  const length = Math.ceil(bits / 8);
  const encoded = recovered.subarray(recovered.length - length);
  if (recovered.subarray(0, recovered.length - length).some((byte) => byte !== 0)) return false;
  if (length < size + saltLength + 2 || encoded[length - 1] !== 0xbc) return false;
  const masked = encoded.subarray(0, length - size - 1);
  const seed = encoded.subarray(length - size - 1, length - 1);
  const unused = 8 * length - bits;
  if ((masked[0] ?? 0) >> (8 - unused) !== 0) return false;
  const block = mask(algorithm, seed, masked.length).map((byte, index) => byte ^ (masked[index] ?? 0));
  block[0] = (block[0] ?? 0) & (0xff >> unused);
  const one = masked.length - saltLength - 1;
  if (block.subarray(0, one).some((byte) => byte !== 0) || block[one] !== 1) return false;
  const again = hash(algorithm, concatBytes([new Uint8Array(8), digest, block.subarray(one + 1)]));
  return equalBytes(again, seed);
}

/** signature^e mod n as bytes of the modulus' length (RSAVP1, §5.2.2); `undefined` when out of range. */
function recover(key: RsaKey, signature: Uint8Array): Bytes | undefined {
  if (signature.length !== key.modulus.length) return undefined;
  const modulus = BigInt(`0x${toHex(key.modulus)}`);
  let base = BigInt(`0x${toHex(signature)}`);
  if (base >= modulus) return undefined;
  let result = 1n;
  for (let rest = BigInt(`0x${toHex(key.exponent)}`); rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  const out = new Uint8Array(key.modulus.length);
  for (let i = out.length - 1, rest = result; i >= 0; i--, rest >>= 8n) out[i] = Number(rest & 0xffn);
  return out;
}

/** MGF1 (RFC 8017 B.2.1). */
function mask(algorithm: Hash, seed: Uint8Array, length: number): Bytes {
  const parts: Bytes[] = [];
  for (let i = 0; i * HASH_LENGTH[algorithm] < length; i++) {
    const counter = Uint8Array.of(i >>> 24, (i >>> 16) & 255, (i >>> 8) & 255, i & 255);
    parts.push(hash(algorithm, concatBytes([seed, counter])));
  }
  return concatBytes(parts).slice(0, length);
}
