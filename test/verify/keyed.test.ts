import { describe, expect, test } from 'vitest';
import { preAuthEncoding } from '../../src/core/attest/dsse.ts';
import { toBase64 } from '../../src/core/base/base64.ts';
import { encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import { derToP1363 } from '../../src/core/verify/ecdsa-signature.ts';
import type { VerifyOptions } from '../../src/core/verify/options.ts';
import type { TrustedKey } from '../../src/core/verify/trust-root.ts';
import { readTrustedKeys } from '../../src/core/verify/trusted-key.ts';
import { artifactOf, carried } from '../fixtures/attestation.ts';
import { type KeyPair, keyPair } from '../fixtures/keys.ts';
import {
  ARTIFACT,
  type Json,
  KEYS,
  makeBundle,
  makeStatement,
  pem,
  SIGNED_AT,
  trustedRoots,
} from '../fixtures/sigstore.ts';

const stranger = keyPair('stranger');

function accepted(pair: KeyPair, keyId?: string, validFor?: TrustedKey['validFor']): TrustedKey {
  const read = readTrustedKeys(encodeUtf8(pem(pair.key.spki, 'PUBLIC KEY')), {
    name: 'key',
    origin: 'given',
    ...(keyId === undefined ? {} : { keyId }),
  });
  const [key] = read.ok ? read.value : [];
  if (key === undefined) throw new Error('no key');
  return validFor === undefined ? key : { ...key, validFor };
}

async function verify(value: unknown, keys: readonly TrustedKey[], options: Partial<VerifyOptions> = {}) {
  const [envelope] = carried(encodeUtf8(JSON.stringify(value))).envelopes;
  if (envelope === undefined) throw new Error('no envelope');
  return verifyAttestation(envelope, {
    artifacts: [artifactOf(ARTIFACT)],
    named: true,
    roots: trustedRoots(),
    keys,
    expectations: { key: true },
    ...options,
  });
}

/** A bundle by a key of the user's own: no certificate, no log. */
function keyedBundle(pair: KeyPair, hint: string): Json {
  const bundle = makeBundle({ signer: pair });
  return { ...bundle, verificationMaterial: { publicKey: { hint }, tlogEntries: [] } };
}

function dsse(signers: readonly (readonly [string, Uint8Array])[]): Json {
  return {
    payloadType: 'application/vnd.in-toto+json',
    payload: toBase64(encodeUtf8(JSON.stringify(makeStatement()))),
    signatures: signers.map(([keyid, sig]) => ({ keyid, sig: toBase64(sig) })),
  };
}

const message = preAuthEncoding('application/vnd.in-toto+json', encodeUtf8(JSON.stringify(makeStatement())));

describe('a bundle signed with a key', () => {
  const { signer } = KEYS;
  const id = toBase64(Buffer.from(signer.key.sha256, 'hex'));

  test.each(['', id, signer.key.sha256, 'any other hint'])(
    'hint %j: the accepted key that fits is found among others',
    async (hint) => {
      const result = await verify(keyedBundle(signer, hint), [accepted(stranger), accepted(signer)]);
      expect(result.verdict).toBe('verified');
      expect(result.signer).toMatchObject({ kind: 'key', keySha256: signer.key.sha256 });
      expect(result.trustRoot).toBeUndefined();
    },
  );

  test('a key for another id does not speak for it', async () => {
    expect((await verify(keyedBundle(signer, 'a'), [accepted(signer, 'b')])).verdict).toBe('unknown-root');
    expect((await verify(keyedBundle(signer, 'a'), [accepted(signer, 'a')])).verdict).toBe('verified');
  });

  test('without a key nobody known signed; with the key it names, another signature is wrong', async () => {
    expect((await verify(keyedBundle(signer, id), [])).verdict).toBe('unknown-root');
    expect((await verify(keyedBundle(stranger, id), [accepted(signer)])).verdict).toBe('failed');
    expect((await verify(keyedBundle(stranger, ''), [accepted(signer)])).verdict).toBe('failed');
    expect((await verify(keyedBundle(stranger, 'somebody else'), [accepted(signer)])).verdict).toBe(
      'unknown-root',
    );
  });

  test('a key with a window needs a proven time within it', async () => {
    const window = { from: SIGNED_AT - 1000, to: SIGNED_AT + 1000 };
    expect((await verify(keyedBundle(signer, ''), [accepted(signer, undefined, window)])).verdict).toBe(
      'undated',
    );
    const stamped = keyedBundle(signer, '');
    const with2 = makeBundle({ signer, rekor: 2 });
    stamped.verificationMaterial.timestampVerificationData =
      with2.verificationMaterial.timestampVerificationData;
    expect((await verify(stamped, [accepted(signer, undefined, window)])).verdict).toBe('verified');
    const over = { from: SIGNED_AT - 2000, to: SIGNED_AT - 1000 };
    expect((await verify(stamped, [accepted(signer, undefined, over)])).verdict).toBe('failed');
  });

  test('the hash follows the key', async () => {
    for (const kind of ['P-256', 'P-384', 'P-521', 'Ed25519'] as const) {
      const pair = keyPair(`signer ${kind}`, kind);
      expect((await verify(keyedBundle(pair, ''), [accepted(pair)])).verdict, kind).toBe('verified');
    }
  });
});

describe('an envelope with several signatures', () => {
  const [a, b] = [keyPair('a'), keyPair('b')];

  test('needs one by an accepted key, and counts keys, not signatures', async () => {
    const envelope = dsse([
      ['x', stranger.sign(message)],
      ['a', a.sign(message)],
      ['a2', a.sign(message)],
      ['b', b.sign(message)],
    ]);
    const result = await verify(envelope, [accepted(a), accepted(b)]);
    expect(result.verdict).toBe('verified');
    expect(result.checks.find(({ id }) => id === 'keyed.signature')?.detail).toBe(
      'Of 4 signatures, 2 accepted keys made at least one.',
    );
  });

  test('r and s side by side are read where the format leaves the encoding open', async () => {
    const plain = derToP1363(a.sign(message), 'P-256') ?? new Uint8Array(0);
    expect((await verify(dsse([['', plain]]), [accepted(a)])).verdict).toBe('verified');
    const bundle = keyedBundle(a, '');
    bundle.dsseEnvelope.signatures[0].sig = toBase64(plain);
    expect((await verify(bundle, [accepted(a)])).verdict).toBe('failed');
  });

  test('32 signatures are read, 33 are too many', async () => {
    const many = (count: number) =>
      dsse(
        Array.from(
          { length: count },
          (_, i) => [String(i), i === 0 ? a.sign(message) : stranger.sign(message)] as const,
        ),
      );
    expect((await verify(many(32), [accepted(a)])).verdict).toBe('verified');
    const result = await verify(many(33), [accepted(a)]);
    expect(result.verdict).toBe('unsupported');
    expect(result.checks[0]?.detail).toContain('The limit "attestation-items" (32) was reached');
  });
});

test("an attacker's kit that agrees with itself proves nothing to somebody who accepted none of it", async () => {
  // Artifact, bundle, trusted root and key all come from one hand; without being accepted they are files like any other.
  for (const bundle of [makeBundle(), makeBundle({ rekor: 2 }), keyedBundle(KEYS.signer, '')]) {
    const result = await verify(bundle, [], { roots: [], expectations: {} });
    expect(result.verdict).toBe('unknown-root');
    expect(result.expected).toBe('none-stated');
    expect(result.trustRoot).toBeUndefined();
  }
  expect(toHex(ARTIFACT).length).toBeGreaterThan(0);
});
