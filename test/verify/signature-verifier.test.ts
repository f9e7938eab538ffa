import { ed25519, ed25519ph } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { type Bytes, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { ed25519Key, type PublicKey, readSpki } from '../../src/core/verify/public-key.ts';
import { portableVerifier, type Scheme } from '../../src/core/verify/signature-verifier.ts';
import { webCryptoVerifier } from '../../src/core/verify/web-crypto.ts';
import { keyPair } from '../fixtures/keys.ts';

const message = encodeUtf8('message');
const { subtle } = globalThis.crypto;
const verifiers = { portable: portableVerifier, platform: webCryptoVerifier(subtle) };

function key(read: ReturnType<typeof readSpki>): PublicKey {
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

describe.each(Object.entries(verifiers))('%s', (_, verifier) => {
  test.each(['P-256', 'P-384', 'P-521'] as const)(
    'ECDSA over %s, by message and by digest',
    async (curve) => {
      const pair = keyPair('x', curve);
      const algorithm = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512' }[curve] as 'sha256';
      const scheme: Scheme = { name: 'ecdsa', hash: algorithm };
      const signature = pair.sign(message);
      expect(await verifier.verify(pair.key, scheme, signature, message)).toBe(true);
      expect(verifier.verifyDigest(pair.key, scheme, signature, hash(algorithm, message))).toBe(true);
      expect(await verifier.verify(pair.key, scheme, signature, encodeUtf8('other'))).toBe(false);
      expect(await verifier.verify(keyPair('y', curve).key, scheme, signature, message)).toBe(false);
      expect(await verifier.verify(pair.key, { name: 'ed25519' }, signature, message)).toBe(false);
    },
  );

  test('Ed25519 over messages, Ed25519ph over digests, and neither for the other', async () => {
    const secret = hash('sha256', message);
    const pair = key(ed25519Key(ed25519.getPublicKey(secret)));
    const [plain, prehashed] = [ed25519.sign(message, secret), ed25519ph.sign(message, secret)];
    const digest = hash('sha512', message);
    expect(await verifier.verify(pair, { name: 'ed25519' }, plain, message)).toBe(true);
    expect(await verifier.verify(pair, { name: 'ed25519ph' }, prehashed, message)).toBe(true);
    expect(verifier.verifyDigest(pair, { name: 'ed25519ph' }, prehashed, digest)).toBe(true);
    expect(verifier.verifyDigest(pair, { name: 'ed25519ph' }, plain, digest)).toBe(false);
    expect(verifier.verifyDigest(pair, { name: 'ed25519' }, plain, digest)).toBe(false);
    expect(await verifier.verify(pair, { name: 'ed25519' }, prehashed, message)).toBe(false);
  });

  test.each(['RSASSA-PKCS1-v1_5', 'RSA-PSS'])('%s, by message and by digest', async (name) => {
    const pair = await subtle.generateKey(
      { name, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' },
      true,
      ['sign', 'verify'],
    );
    const signature = new Uint8Array(await subtle.sign({ name, saltLength: 32 }, pair.privateKey, message));
    const rsa = key(readSpki(new Uint8Array(await subtle.exportKey('spki', pair.publicKey))));
    const scheme: Scheme =
      name === 'RSA-PSS'
        ? { name: 'rsa-pss', hash: 'sha256', saltLength: 32 }
        : { name: 'rsa-pkcs1', hash: 'sha256' };
    const other: Scheme =
      name === 'RSA-PSS'
        ? { name: 'rsa-pkcs1', hash: 'sha256' }
        : { name: 'rsa-pss', hash: 'sha256', saltLength: 32 };
    expect(await verifier.verify(rsa, scheme, signature, message)).toBe(true);
    expect(verifier.verifyDigest(rsa, scheme, signature, hash('sha256', message))).toBe(true);
    expect(await verifier.verify(rsa, other, signature, message)).toBe(false);
    expect(
      await verifier.verify(
        rsa,
        scheme,
        signature.map((byte, i) => (i === 9 ? byte ^ 1 : byte)),
        message,
      ),
    ).toBe(false);
    expect(await verifier.verify(rsa, scheme, signature.slice(1), message)).toBe(false);

    const [whole, signed] = await signatureWithZero((text) =>
      subtle.sign({ name, saltLength: 32 }, pair.privateKey, text),
    );
    expect(await verifier.verify(rsa, scheme, whole, signed)).toBe(true);
    expect(await verifier.verify(rsa, scheme, whole.slice(1), signed), 'without its zero in front').toBe(
      false,
    );
  });
});

/** A signature whose first byte is zero, as one of 256 is, with what it is over. */
async function signatureWithZero(sign: (message: Bytes) => Promise<ArrayBuffer>): Promise<[Bytes, Bytes]> {
  for (let i = 0; ; i++) {
    const signed = encodeUtf8(`message ${i}`);
    const signature = new Uint8Array(await sign(signed));
    if (signature[0] === 0) return [signature, signed];
  }
}

describe('keys', () => {
  test('a point of small order is no key', () => {
    // The neutral element, and a point of order 8 (RFC 8032 §5.1 arithmetic).
    const small = [
      '0100000000000000000000000000000000000000000000000000000000000000',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    ];
    for (const hex of small) expect(ed25519Key(new Uint8Array(Buffer.from(hex, 'hex'))).ok).toBe(false);
  });

  test('a point that is not on its curve is no key', () => {
    const pair = keyPair('x');
    const spki = pair.key.spki.map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte)) as Bytes;
    expect(readSpki(spki).ok).toBe(false);
  });
});
