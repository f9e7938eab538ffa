import { describe, expect, test } from 'vitest';
import { encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { shippedExpiry, shippedKeys, shippedRoots } from '../../src/core/verify/shipped-trust.ts';
import { readTrustedKeys } from '../../src/core/verify/trusted-key.ts';
import { readTrustRoots } from '../../src/core/verify/trusted-root.ts';
import { timeText } from '../../src/core/verify/window.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { type Json, KEYS, pem, trustedRootJson } from '../fixtures/sigstore.ts';

const read = (value: unknown) => {
  const bytes = encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value));
  return readTrustRoots(bytes, { name: 'root.json', origin: 'given' });
};
const why = (value: unknown): string => {
  const found = read(value);
  return found.ok ? 'read' : found.error.message;
};
const changed = (change: (root: Json) => void): Json => {
  const root = trustedRootJson() as Json;
  change(root);
  return root;
};

describe('trusted roots', () => {
  test('carry their name, origin and the digest of their file', () => {
    const text = JSON.stringify(trustedRootJson());
    const found = read(text);
    expect(found.ok && found.value).toMatchObject([
      { name: 'root.json', origin: 'given', sha256: toHex(hash('sha256', encodeUtf8(text))), unused: [] },
    ]);
  });

  test('several as JSON Lines are several roots, none of which lends to another', () => {
    const line = JSON.stringify(trustedRootJson());
    const found = read(`${line}\n${line}\n`);
    expect(found.ok && found.value.map(({ name }) => name)).toEqual([
      'root.json, root 1',
      'root.json, root 2',
    ]);
  });

  const refused: [string, unknown, string][] = [
    [
      'a window without start',
      changed((root) => delete root.tlogs[0].publicKey.validFor.start),
      '/tlogs/0/publicKey/validFor/start is missing.',
    ],
    [
      'no window',
      changed((root) => delete root.ctlogs[0].publicKey.validFor),
      '/ctlogs/0/publicKey/validFor is missing.',
    ],
    [
      'a start that is no time',
      changed((root) => (root.certificateAuthorities[0].validFor.start = '2024-02-30T00:00:00Z')),
      '/certificateAuthorities/0/validFor/start is not an RFC 3339 time.',
    ],
    [
      'an authority without certificate',
      changed((root) => (root.timestampAuthorities[0].certChain.certificates = [])),
      '/timestampAuthorities/0/certChain/certificates holds no certificate.',
    ],
    [
      'a key of another kind',
      changed((root) => (root.tlogs[0].publicKey.keyDetails = 'PKIX_ED25519')),
      '/tlogs/0/publicKey cannot be read: The key is not what its details "PKIX_ED25519" say.',
    ],
    [
      'another media type',
      changed((root) => (root.mediaType = 'x')),
      '/mediaType is "x", which is no trusted root that is known.',
    ],
    [
      'another hash of the log',
      changed((root) => (root.tlogs[0].hashAlgorithm = 'SHA2_512')),
      '/tlogs/0/hashAlgorithm is not SHA2_256.',
    ],
  ];
  test.each(refused)('%s: refused whole', (_, value, sentence) => {
    expect(why(value)).toBe(`The trusted root was refused: ${sentence}`);
  });

  test('one line of many malformed: all refused', () => {
    const line = JSON.stringify(trustedRootJson());
    expect(why(`${line}\n{"mediaType":"x"}\n`)).toContain('refused');
    expect(why(line.replace('"tlogs":', '"tlogs":[],"tlogs":'))).toBe(
      'The trusted root has the key "tlogs" twice.',
    );
  });

  test('a key of the future is left out and named; the rest is good', () => {
    const found = read(changed((root) => (root.tlogs[1].publicKey.keyDetails = 'ML_DSA_65')));
    expect(found.ok && found.value[0]?.logs).toHaveLength(1);
    expect(found.ok && found.value[0]?.unused).toEqual([
      'The log https://log.rekor2.test is not used: The key details "ML_DSA_65" are not supported.',
    ]);
  });

  test('certificates as PEM are a private authority: no logs, no timestamp authority', () => {
    const rawBytes = (trustedRootJson() as Json).certificateAuthorities[0].certChain.certificates[1].rawBytes;
    const found = read(`about it\n${pem(Uint8Array.from(atob(rawBytes), (c) => c.charCodeAt(0)))}`);
    expect(found.ok && found.value).toMatchObject([
      { logs: [], ctLogs: [], timestampAuthorities: [], authorities: [{}] },
    ]);
    expect(why('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')).toContain('not');
  });
});

describe('what ships', () => {
  test('the public-good root with its logs, authorities and expiry, and npm keys', () => {
    expect(shippedRoots().map(({ name, origin }) => [name, origin])).toEqual([
      ['Sigstore public good', 'shipped'],
    ]);
    const [root] = shippedRoots();
    expect(root?.logs.map(({ baseUrl }) => baseUrl)).toEqual([
      'https://rekor.sigstore.dev',
      'https://log2025-1.rekor.sigstore.dev',
    ]);
    expect(root?.authorities).toHaveLength(2);
    expect(root?.timestampAuthorities).toHaveLength(1);
    expect(root?.unused).toEqual([]);
    expect(shippedExpiry()).toBe('2027-04-22T19:27:31Z');
    expect(
      shippedKeys().map(
        ({ keyId, usage, validFor }) =>
          `${keyId?.slice(0, 11)} ${usage} ${validFor && timeText(validFor.from)}`,
      ),
    ).toEqual([
      'SHA256:jl3b npm:signatures 1999-01-01T00:00:00Z',
      'SHA256:jl3b npm:attestations 2022-12-01T00:00:00Z',
      'SHA256:DhQ8 npm:signatures 2025-01-13T00:00:00Z',
      'SHA256:DhQ8 npm:attestations 2025-01-13T00:00:00Z',
    ]);
  });
});

describeCorpus('roots of others', () => {
  test.each(['public-good.json', 'staging.json', 'staging-with-python-tsa.json', 'github.json'])(
    '%s',
    (name) => {
      const found = readTrustRoots(corpusBytes('sigstore', 'roots', name), { name, origin: 'given' });
      expect(found.ok && found.value[0]?.unused).toEqual([]);
    },
  );

  test('the root that ships is the one of the corpus', () => {
    const bytes = corpusBytes('sigstore', 'roots', 'public-good.json');
    const found = readTrustRoots(bytes, { name: 'x', origin: 'given' });
    const parts = (root: unknown) =>
      JSON.stringify(root, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(found.ok && parts(found.value[0]?.authorities)).toBe(parts(shippedRoots()[0]?.authorities));
    expect(found.ok && parts(found.value[0]?.logs)).toBe(parts(shippedRoots()[0]?.logs));
  });
});

describe('public keys', () => {
  const keys = (text: string, keyId?: string) => {
    const found = readTrustedKeys(encodeUtf8(text), {
      name: 'keys',
      origin: 'given',
      ...(keyId === undefined ? {} : { keyId }),
    });
    return found.ok ? found.value : found.error.message;
  };
  const spki = pem(KEYS.signer.key.spki, 'PUBLIC KEY');

  test('PEM, several, with text around them', () => {
    const found = keys(`first\n${spki}then\n${pem(KEYS.tsa.key.spki, 'PUBLIC KEY')}`);
    expect(Array.isArray(found) && found.map(({ key }) => key.sha256)).toEqual([
      KEYS.signer.key.sha256,
      KEYS.tsa.key.sha256,
    ]);
  });

  test('with KEYID= for that id alone', () => {
    expect(keys(spki, 'the id')).toMatchObject([{ keyId: 'the id' }]);
  });

  test('JWK of each type, alone and in a set', async () => {
    const { key } = KEYS.signer;
    const { subtle } = globalThis.crypto;
    const imported = await subtle.importKey('spki', key.spki, { name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'verify',
    ]);
    const ec = await subtle.exportKey('jwk', imported);
    const rsaPair = await subtle.generateKey(
      {
        name: 'RSASSA-PKCS1-v1_5',
        modulusLength: 2048,
        publicExponent: Uint8Array.of(1, 0, 1),
        hash: 'SHA-256',
      },
      true,
      ['sign', 'verify'],
    );
    const rsa = await subtle.exportKey('jwk', rsaPair.publicKey);
    const okp = {
      kty: 'OKP',
      crv: 'Ed25519',
      x: Buffer.from(KEYS.rekor2.key.kind === 'ed25519' ? KEYS.rekor2.key.point : []).toString('base64url'),
    };
    const found = keys(JSON.stringify({ keys: [ec, rsa, okp] }));
    expect(Array.isArray(found) && found.map((item) => item.key.kind)).toEqual(['ec', 'rsa', 'ed25519']);
    expect(keys(JSON.stringify(ec))).toMatchObject([{ key: { sha256: key.sha256 } }]);
    expect(keys(JSON.stringify({ ...ec, d: 'AA' }))).toBe(
      'The key file was refused: the JWK holds a private key.',
    );
    expect(keys(JSON.stringify({ kty: 'oct', k: 'AA' }))).toBe(
      'The key file was refused: the JWK type "oct" is not supported.',
    );
  });

  test.each([
    [
      `${spki}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`,
      'The key file was refused: "PRIVATE KEY" in line 5 is no public key.',
    ],
    [
      spki.replace('-----END', 'AAAA\n-----END'),
      'The PEM block "PUBLIC KEY" that starts at line 1 does not hold base64.',
    ],
    ['no key', 'The key file was refused: a line holds no public key of a known format.'],
    ['', 'The key file was refused: it holds no public key.'],
    ['{"keys":[]}', 'The key file was refused: it holds no public key.'],
  ])('%j is refused whole', (text, sentence) => {
    expect(keys(text)).toBe(sentence);
  });
});
