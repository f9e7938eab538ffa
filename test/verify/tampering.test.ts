import { describe, expect, test } from 'vitest';
import { readCarrier } from '../../src/core/attest/read-carrier.ts';
import { fromBase64, toBase64 } from '../../src/core/base/base64.ts';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import type { AttestationResult } from '../../src/core/verify/result.ts';
import { artifactOf } from '../fixtures/attestation.ts';
import {
  ARTIFACT,
  type Json,
  makeBundle,
  makeLeaf,
  makeStatement,
  trustedRoots,
} from '../fixtures/sigstore.ts';

const roots = trustedRoots();

async function verify(bundle: Json): Promise<AttestationResult | undefined> {
  const read = readCarrier({ name: 'x.sigstore.json', bytes: encodeUtf8(JSON.stringify(bundle)) });
  const [envelope] = read.ok ? read.value.envelopes : [];
  return (
    envelope &&
    verifyAttestation(envelope, { artifacts: [artifactOf(ARTIFACT)], named: true, roots, keys: [] })
  );
}

/** Every member and element of a document, as the steps that lead to it. */
function* places(value: Json, path: (string | number)[] = []): Generator<(string | number)[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    yield [...path, key];
    yield* places(value[key], [...path, key]);
  }
}

function at(bundle: Json, path: readonly (string | number)[]): Json {
  return path.reduce((value, key) => value[key], bundle);
}

/** What a reader is shown. Without it, two results would be the same to a person. */
function claims(result: AttestationResult): unknown {
  const { verdict, about, signer, time, statement, trustRoot } = result;
  return { verdict, about, signer, time: time.proven, statement, trustRoot };
}

const BUNDLES: Record<string, () => Json> = {
  'envelope in Rekor v1': () => makeBundle(),
  'message in Rekor v1': () => makeBundle({ content: 'message' }),
  'envelope in Rekor v2': () => makeBundle({ rekor: 2 }),
};

/** Members a bundle can lose and still be verified, with the same claims: nobody signs them and nothing reads them. */
const SPARE = [/^messageSignature\/messageDigest$/, /^dsseEnvelope\/signatures\/0\/keyid$/];

describe.each(Object.entries(BUNDLES))('%s', (_, make) => {
  test('loses any of its members: not verified, or with the same claims', async () => {
    const whole = await verify(make());
    expect(whole?.verdict).toBe('verified');
    const still: string[] = [];
    for (const path of places(make())) {
      const bundle = make();
      const parent = at(bundle, path.slice(0, -1));
      const key = path[path.length - 1] ?? '';
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      const result = await verify(bundle);
      if (result?.verdict !== 'verified') continue;
      still.push(path.join('/'));
      expect(claims(result), path.join('/')).toEqual(whole && claims(whole));
    }
    expect(still.filter((path) => !SPARE.some((spare) => spare.test(path)))).toEqual([]);
  });

  test('any of its members turned into something else: a result, and not verified', async () => {
    for (const path of places(make())) {
      for (const value of [null, -1, 1e30, '', 'x', [], { toString: 1 }]) {
        const bundle = make();
        at(bundle, path.slice(0, -1))[path[path.length - 1] ?? ''] = value;
        const result = await verify(bundle);
        expect(
          result?.checks.some(({ id }) => id === 'verifier.internal'),
          path.join('/'),
        ).not.toBe(true);
        if (result?.verdict !== 'verified') continue;
        expect(
          SPARE.some((spare) => spare.test(path.join('/'))),
          `${path.join('/')} = ${JSON.stringify(value)}`,
        ).toBe(true);
      }
    }
  });

  test('a bit flipped in anything that is base64: never verified', async () => {
    const still: string[] = [];
    for (const path of places(make())) {
      const text: unknown = at(make(), path);
      const bytes = typeof text === 'string' && text.length >= 12 ? fromBase64(text) : undefined;
      if (bytes === undefined) continue;
      // A stride that is prime to the sizes: with the three bundles every kind of field is hit all over.
      for (let i = 0; i < bytes.length; i += bytes.length > 120 ? 17 : 3) {
        const flipped = Uint8Array.from(bytes, (byte, index) => (index === i ? byte ^ (1 << (i % 8)) : byte));
        const bundle = make();
        at(bundle, path.slice(0, -1))[path[path.length - 1] ?? ''] = toBase64(flipped);
        const result = await verify(bundle);
        if (result?.verdict === 'verified') still.push(`${path.join('/')}[${i}]`);
      }
    }
    expect(still).toEqual([]);
  });

  test('a character changed in the checkpoint: never verified', async () => {
    const path = ['verificationMaterial', 'tlogEntries', 0, 'inclusionProof', 'checkpoint'];
    const note: string = at(make(), path).envelope;
    for (let i = 0; i < note.length; i += 2) {
      const bundle = make();
      const other = note[i] === 'A' ? 'B' : 'A';
      at(bundle, path).envelope = note.slice(0, i) + other + note.slice(i + 1);
      const result = await verify(bundle);
      expect(result?.verdict, `character ${i} of the checkpoint`).not.toBe('verified');
    }
  });
});

test('any part put in from another good bundle by the same signer: never verified', async () => {
  const pairs: [() => Json, () => Json][] = [
    [
      () => makeBundle(),
      () => makeBundle({ statement: makeStatement(encodeUtf8('other')), leaf: makeLeaf({ serial: 78 }) }),
    ],
    [
      () => makeBundle({ rekor: 2 }),
      () => makeBundle({ rekor: 2, statement: makeStatement(encodeUtf8('other')) }),
    ],
    [() => makeBundle(), () => makeBundle({ rekor: 2 })],
  ];
  const still: string[] = [];
  for (const [one, other] of pairs) {
    expect((await verify(other()))?.verdict).toBe('verified');
    for (const path of places(one())) {
      const bundle = one();
      const parent = at(bundle, path.slice(0, -1));
      const key = path[path.length - 1] ?? '';
      const from = path.slice(0, -1).reduce<Json>((value, step) => value?.[step], other());
      if (from?.[key] === undefined || JSON.stringify(parent[key]) === JSON.stringify(from[key])) continue;
      parent[key] = from[key];
      const result = await verify(bundle);
      if (result?.verdict === 'verified') still.push(path.join('/'));
    }
  }
  // The same envelope logged in the other Rekor is the other bundle, whole and good.
  expect(still.filter((path) => path !== 'verificationMaterial')).toEqual([]);
});
