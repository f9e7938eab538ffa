import { p256 } from '@noble/curves/nist.js';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../src/core/base/base64.ts';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { leafHash } from '../../src/core/verify/merkle.ts';
import type { VerifyOptions } from '../../src/core/verify/options.ts';
import type { AttestationResult } from '../../src/core/verify/result.ts';
import { artifactByDigest, artifactOf, carried } from '../fixtures/attestation.ts';
import { keyPair } from '../fixtures/keys.ts';
import {
  ARTIFACT,
  type BundleOptions,
  IDENTITY,
  ISSUER,
  issuerCertificate,
  type Json,
  KEYS,
  leafExtensions,
  makeBundle,
  makeCheckpoint,
  makeEntry,
  makeLeaf,
  makePromise,
  makeStamp,
  makeStatement,
  SIGNED_AT,
  trustedRoots,
  tsaCertificate,
} from '../fixtures/sigstore.ts';
import {
  authorityKeyId,
  basicConstraints,
  extendedKeyUsage,
  fulcioRaw,
  keyUsage,
  subjectAltName,
  subjectKeyId,
} from '../fixtures/x509.ts';

const roots = trustedRoots();

async function verify(bundle: Json, options: Partial<VerifyOptions> = {}): Promise<AttestationResult> {
  const [envelope] = carried(encodeUtf8(JSON.stringify(bundle))).envelopes;
  if (envelope === undefined) throw new Error('no envelope');
  return verifyAttestation(envelope, {
    artifacts: [artifactOf(ARTIFACT)],
    named: true,
    roots,
    keys: [],
    expectations: { identity: IDENTITY, issuer: ISSUER },
    ...options,
  });
}

const notPassed = (result: AttestationResult): string[] =>
  result.checks.filter(({ status }) => status === 'fail' || status === 'absent').map(({ id }) => id);

const sentences = (result: AttestationResult): string =>
  result.checks.map(({ id, status, detail }) => `${id}: ${status}: ${detail}`).join('\n');

/** The entry of a bundle. */
const entry = (bundle: Json): Json => bundle.verificationMaterial.tlogEntries[0];

describe('good bundles', () => {
  const good: [string, BundleOptions][] = [
    ['envelope in Rekor v1', {}],
    ['message in Rekor v1', { content: 'message' }],
    ['envelope in Rekor v2', { rekor: 2 }],
    ['message in Rekor v2', { rekor: 2, content: 'message' }],
    ['envelope in Rekor v1 with a timestamp', { timestamp: undefined as never }],
  ];
  test.each(good)('%s', async (_, options) => {
    const result = await verify(makeBundle(options));
    expect(result.verdict, sentences(result)).toBe('verified');
    expect(result.expected).toBe('met');
    expect(result.about).toMatchObject([{ source: 'artifact' }]);
    expect(result.checks.some(({ status }) => status === 'fail')).toBe(false);
    expect(result.signer).toMatchObject({ kind: 'certificate', identity: IDENTITY, issuer: ISSUER });
    expect(result.time.proven[0]?.at).toBe('2024-05-01T12:00:00Z');
  });

  test('the sentence of each check reads as it should', async () => {
    const result = await verify(makeBundle());
    const details = result.checks.map(({ id, detail }) => `${id}: ${detail}`);
    expect(details).toEqual([
      'sigstore.root: The root "test root" (given and accepted by you) speaks of this signature.',
      'sigstore.form: Everything its version asks for is there, once.',
      'sigstore.time.rfc3161: There is no timestamp.',
      'sigstore.time: The signature existed at 2024-05-01T12:00:00Z.',
      'sigstore.certificate.chain: Issued by "CN=test issuer", issued by "CN=test root".',
      'sigstore.certificate.time: Every certificate of the path was valid at every proven time.',
      'sigstore.certificate.usage: The certificate is for signing code and issues no others.',
      "sigstore.certificate.sct: 1 of the root's logs promised to list the certificate.",
      `sigstore.certificate.identity: Signed by ${IDENTITY}, vouched for by ${ISSUER}.`,
      'sigstore.tlog.entries: One log vouches for it.',
      'sigstore.tlog.body: The entry (dsse/0.0.1) records this signature, this certificate and this digest.',
      'sigstore.tlog.set: https://rekor.test signed for 2024-05-01T12:00:00Z and index 4711.',
      'sigstore.tlog.inclusion: Entry 1 is in the tree of 2 entries.',
      'sigstore.tlog.checkpoint: https://rekor.test signed the root of its tree of 2 entries.',
      'sigstore.signature: The signature is over exactly the bytes in the envelope.',
      'statement.form: A statement of type https://slsa.dev/provenance/v1, about 1 subject.',
      'sigstore.artifact: It is about a file at hand, by digest.',
      'provenance.certificate: The certificate says nothing of what the statement says.',
      'expected.signer: The signer is the one you expect.',
    ]);
    for (const check of result.checks) {
      expect(check.explains.length).toBeGreaterThan(20);
      expect(check.limits.length).toBeGreaterThan(20);
    }
  });

  test('a signature without its file is not verified, and not wrong', async () => {
    const result = await verify(makeBundle({ content: 'message' }), { artifacts: [], named: false });
    expect(result.verdict, sentences(result)).toBe('unsupported');
    expect(result.checks.find(({ id }) => id === 'sigstore.signature')?.status).toBe('absent');
    const other = await verify(makeBundle({ content: 'message' }), {
      artifacts: [artifactOf(encodeUtf8('x'))],
      named: false,
    });
    expect(other.verdict, sentences(other)).toBe('unsupported');
    expect(other.unmatched).toHaveLength(1);
  });

  test('a bundle without a message digest is held against the file, or found by its log entry', async () => {
    const bundle = makeBundle({ content: 'message' });
    delete bundle.messageSignature.messageDigest;
    for (const artifacts of [[artifactOf(ARTIFACT)], [artifactByDigest(ARTIFACT)]]) {
      for (const named of [true, false]) {
        const result = await verify(bundle, { artifacts, named });
        expect(result.verdict, sentences(result)).toBe('verified');
        expect(result.about).toHaveLength(1);
      }
    }
  });

  test('a stamp by an authority of no accepted root is passed over; one that holds decides', async () => {
    const bundle = makeBundle({ rekor: 2 });
    const signature = Uint8Array.from(atob(bundle.dsseEnvelope.signatures[0].sig), (c) => c.charCodeAt(0));
    const foreign = makeStamp(signature, {
      signer: keyPair('stranger', 'P-384'),
      issuer: 'stranger',
      serial: 1,
    });
    bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps.push({
      signedTimestamp: toBase64(foreign),
    });
    const result = await verify(bundle);
    expect(result.verdict, sentences(result)).toBe('verified');
    expect(result.checks.find(({ id }) => id === 'sigstore.time.rfc3161')?.detail).toBe(
      '1 of 2 timestamps hold. 1 more are by authorities the root does not list.',
    );
  });

  test('a root without logs asks for none, but for a time', async () => {
    const bare = trustedRoots({ logs: false, ctLogs: false });
    const bundle = makeBundle({ rekor: 2, leaf: makeLeaf({ without: 'sct' }) });
    bundle.verificationMaterial.tlogEntries = [];
    expect((await verify(bundle, { roots: bare })).verdict).toBe('verified');
    bundle.verificationMaterial.timestampVerificationData = {};
    expect((await verify(bundle, { roots: bare })).verdict).toBe('undated');
  });
});

interface Wrong {
  readonly bundle: Json;
  readonly at: string;
  readonly verdict?: AttestationResult['verdict'];
  readonly options?: Partial<VerifyOptions>;
}

function edited(options: BundleOptions, edit: (bundle: Json) => void): Json {
  const bundle = makeBundle(options);
  edit(bundle);
  return bundle;
}

function withLeaf(extensions: ReturnType<typeof leafExtensions>): Json {
  return makeBundle({ leaf: makeLeaf({ extensions }) });
}

const [usage, purpose, subjectKey, authorityKey, san, issuerV1, issuerV2, repository] = leafExtensions() as [
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
];
const keyIds = [subjectKey, authorityKey] as const;
const names = [san, issuerV1, issuerV2, repository] as const;
const HOUR = 3_600_000;

/** Each is signed by parties the root trusts wherever the case is not about their signature: only one thing is wrong. */
const WRONG: Record<string, () => Wrong> = {
  'certificate without extended key usage': () => ({
    bundle: withLeaf([usage, ...keyIds, ...names]),
    at: 'sigstore.certificate.usage',
  }),
  'certificate for servers': () => ({
    bundle: withLeaf([usage, extendedKeyUsage(false, '1.3.6.1.5.5.7.3.1'), ...keyIds, ...names]),
    at: 'sigstore.certificate.usage',
  }),
  'certificate for any purpose': () => ({
    bundle: withLeaf([usage, extendedKeyUsage(false, '2.5.29.37.0'), ...keyIds, ...names]),
    at: 'sigstore.certificate.usage',
  }),
  'certificate of an authority': () => ({
    bundle: withLeaf([basicConstraints(true), usage, purpose, ...keyIds, ...names]),
    at: 'sigstore.certificate.usage',
  }),
  'certificate whose key signs no data': () => ({
    bundle: withLeaf([keyUsage(4), purpose, ...keyIds, ...names]),
    at: 'sigstore.certificate.usage',
  }),
  'certificate with two identities': () => ({
    bundle: withLeaf([
      usage,
      purpose,
      ...keyIds,
      subjectAltName(IDENTITY, 'https://evil.test'),
      issuerV1,
      issuerV2,
    ]),
    at: 'sigstore.certificate.identity',
  }),
  'certificate without identity': () => ({
    bundle: withLeaf([usage, purpose, ...keyIds, issuerV1, issuerV2]),
    at: 'sigstore.certificate.identity',
  }),
  'certificate with two issuers': () => ({
    bundle: withLeaf([usage, purpose, ...keyIds, san, fulcioRaw(1, 'https://evil.test'), issuerV2]),
    at: 'sigstore.certificate.identity',
  }),
  'certificate with claims and no issuer': () => ({
    bundle: withLeaf([usage, purpose, ...keyIds, san, repository]),
    at: 'sigstore.certificate.identity',
  }),
  'certificate with a malformed claim': () => ({
    bundle: withLeaf([usage, purpose, ...keyIds, san, issuerV1, issuerV2, fulcioRaw(12, 'no DER')]),
    at: 'sigstore.certificate.identity',
  }),
  'certificate issued by a certificate that is no authority': () => ({
    bundle: makeBundle(),
    at: 'sigstore.certificate.chain',
    options: {
      roots: trustedRoots({
        issuer: issuerCertificate({
          extensions: [
            basicConstraints(false),
            keyUsage(5),
            subjectKeyId(KEYS.issuer),
            authorityKeyId(KEYS.root),
          ],
        }),
      }),
    },
  }),
  'certificate issued by an authority for time stamping': () => ({
    bundle: makeBundle(),
    at: 'sigstore.certificate.chain',
    options: {
      roots: trustedRoots({
        issuer: issuerCertificate({
          extensions: [
            basicConstraints(true),
            keyUsage(5),
            extendedKeyUsage(false, '1.3.6.1.5.5.7.3.8'),
            subjectKeyId(KEYS.issuer),
          ],
        }),
      }),
    },
  }),
  'certificate issued by an authority that may not sign certificates': () => ({
    bundle: makeBundle(),
    at: 'sigstore.certificate.chain',
    options: {
      roots: trustedRoots({
        issuer: issuerCertificate({
          extensions: [basicConstraints(true), keyUsage(0), subjectKeyId(KEYS.issuer)],
        }),
      }),
    },
  }),
  'certificate signed by another key under the name of the issuer': () => ({
    bundle: makeBundle({ leaf: makeLeaf({ signer: keyPair('impostor', 'P-384') }) }),
    at: 'sigstore.certificate.chain',
  }),
  'authority expired when signing': () => ({
    bundle: makeBundle(),
    at: 'sigstore.certificate.chain',
    options: { roots: trustedRoots({ issuer: issuerCertificate({ to: SIGNED_AT - HOUR }) }) },
  }),
  'certificate without a promise of the certificate log': () => ({
    bundle: makeBundle({ leaf: makeLeaf({ without: 'sct' }) }),
    at: 'sigstore.certificate.sct',
  }),
  'certificate promised by another key': () => ({
    bundle: makeBundle({ leaf: makeLeaf({ sctSigner: keyPair('impostor') }) }),
    at: 'sigstore.certificate.sct',
  }),
  'certificate promised before the log was trusted': () => ({
    bundle: makeBundle({ leaf: makeLeaf({ sctTime: SIGNED_AT - 9000 * HOUR }) }),
    at: 'sigstore.certificate.sct',
  }),
  'two promises of one certificate log where two logs are asked for': () => ({
    bundle: makeBundle({ leaf: makeLeaf({ sctTwice: true }) }),
    at: 'sigstore.certificate.sct',
    options: { thresholds: { certificateLogs: 2 } },
  }),
  'signed after the certificate ran out': () => ({
    bundle: makeBundle({ integratedTime: SIGNED_AT / 1000 + 600 }),
    at: 'sigstore.certificate.time',
  }),
  'signed before the certificate began': () => ({
    bundle: makeBundle({ integratedTime: SIGNED_AT / 1000 - 61 }),
    at: 'sigstore.certificate.time',
  }),
  'one of two proven times outside the certificate': () => ({
    bundle: edited({ rekor: 1 }, (bundle) => {
      const signature = Uint8Array.from(atob(bundle.dsseEnvelope.signatures[0].sig), (c) => c.charCodeAt(0));
      const stamp = makeStamp(signature, { at: SIGNED_AT + HOUR });
      bundle.verificationMaterial.timestampVerificationData = {
        rfc3161Timestamps: [{ signedTimestamp: toBase64(stamp) }],
      };
    }),
    at: 'sigstore.certificate.time',
  }),
  'time of the log without its promise': () => ({
    bundle: edited({}, (bundle) => delete entry(bundle).inclusionPromise),
    at: 'sigstore.time',
    verdict: 'undated',
  }),
  'promise by another key': () => ({
    bundle: edited({}, (bundle) => {
      const body = Uint8Array.from(atob(entry(bundle).canonicalizedBody), (c) => c.charCodeAt(0));
      entry(bundle).inclusionPromise.signedEntryTimestamp = toBase64(
        makePromise(body, SIGNED_AT / 1000, 4711, keyPair('impostor')),
      );
    }),
    at: 'sigstore.tlog.set',
  }),
  'promise of another index': () => ({
    bundle: edited({}, (bundle) => {
      entry(bundle).logIndex = '4712';
    }),
    at: 'sigstore.tlog.set',
  }),
  'timestamp by another key': () => ({
    bundle: edited({ rekor: 2 }, (bundle) => stampWith(bundle, { signer: keyPair('impostor', 'P-384') })),
    at: 'sigstore.time.rfc3161',
  }),
  'timestamp over something else': () => ({
    bundle: edited({ rekor: 2 }, (bundle) => stampWith(bundle, { data: ARTIFACT })),
    at: 'sigstore.time.rfc3161',
  }),
  'timestamp that was not granted': () => ({
    bundle: edited({ rekor: 2 }, (bundle) => stampWith(bundle, { status: 2 })),
    at: 'sigstore.time.rfc3161',
  }),
  'timestamp that names another certificate': () => ({
    bundle: edited({ rekor: 2 }, (bundle) => stampWith(bundle, { certificate: makeLeaf() })),
    at: 'sigstore.time.rfc3161',
  }),
  'timestamp authority whose certificate is not for time stamping': () => {
    const tsa = tsaCertificate({
      extensions: [basicConstraints(false), keyUsage(0), subjectKeyId(KEYS.tsa)],
    });
    return {
      bundle: edited({ rekor: 2 }, (bundle) => stampWith(bundle, { certificate: tsa })),
      at: 'sigstore.time.rfc3161',
      options: { roots: trustedRoots({ tsa }) },
    };
  },
  'timestamp authority whose purpose is not critical': () => {
    const tsa = tsaCertificate({
      extensions: [extendedKeyUsage(false, '1.3.6.1.5.5.7.3.8'), subjectKeyId(KEYS.tsa)],
    });
    return {
      bundle: edited({ rekor: 2 }, (bundle) => stampWith(bundle, { certificate: tsa })),
      at: 'sigstore.time.rfc3161',
      options: { roots: trustedRoots({ tsa }) },
    };
  },
  'no timestamp beside Rekor v2': () => ({
    bundle: makeBundle({ rekor: 2, timestamp: false }),
    at: 'sigstore.time',
    verdict: 'undated',
  }),
  'entry of another signature': () => ({
    bundle: edited({}, (bundle) => {
      bundle.verificationMaterial.tlogEntries = makeBundle({
        statement: makeStatement(encodeUtf8('other')),
      }).verificationMaterial.tlogEntries;
    }),
    at: 'sigstore.tlog.body',
  }),
  'entry of the other signature by the same key over the same bytes': () => ({
    bundle: edited({}, (bundle) => {
      const [signature] = bundle.dsseEnvelope.signatures;
      signature.sig = toBase64(twin(Uint8Array.from(atob(signature.sig), (c) => c.charCodeAt(0))));
    }),
    at: 'sigstore.tlog.body',
  }),
  'entry of another certificate': () => ({
    bundle: edited({}, (bundle) => {
      bundle.verificationMaterial.certificate.rawBytes = toBase64(makeLeaf({ serial: 78 }));
    }),
    at: 'sigstore.tlog.body',
  }),
  'entry of another kind than the bundle says': () => ({
    bundle: edited({}, (bundle) => {
      entry(bundle).kindVersion = { kind: 'hashedrekord', version: '0.0.1' };
    }),
    at: 'sigstore.tlog.body',
  }),
  'entry of the removed kind dsse 0.0.2': () => {
    const bundle = makeBundle({ rekor: 2 });
    const record = JSON.parse(atob(entry(bundle).canonicalizedBody)).spec.hashedRekordV002;
    const payload = Uint8Array.from(atob(bundle.dsseEnvelope.payload), (c) => c.charCodeAt(0));
    const body = {
      apiVersion: '0.0.2',
      kind: 'dsse',
      spec: {
        dsseV002: {
          payloadHash: { algorithm: 'SHA2_256', digest: toBase64(hash('sha256', payload)) },
          signatures: [record.signature],
        },
      },
    };
    const logged = makeEntry(encodeUtf8(JSON.stringify(body)), 2, 'dsse', 0);
    logged.kindVersion.kind = 'dsse';
    bundle.verificationMaterial.tlogEntries = [logged];
    return { bundle, at: 'sigstore.tlog.body' };
  },
  'no entry at all': () => ({
    bundle: edited({ rekor: 2 }, (bundle) => {
      bundle.verificationMaterial.tlogEntries = [];
    }),
    at: 'sigstore.tlog.entries',
  }),
  'a second entry that nothing vouches for': () => ({
    bundle: edited({}, (bundle) => {
      const { inclusionPromise, inclusionProof, ...rest } = entry(bundle);
      bundle.verificationMaterial.tlogEntries.push(rest);
    }),
    at: 'sigstore.tlog.entries',
  }),
  'one entry twice where two logs are asked for': () => ({
    bundle: edited({}, (bundle) => bundle.verificationMaterial.tlogEntries.push(entry(bundle))),
    at: 'sigstore.tlog.entries',
    options: { thresholds: { logs: 2 } },
  }),
  'proof without checkpoint': () => ({
    bundle: edited({}, (bundle) => delete entry(bundle).inclusionProof.checkpoint),
    at: 'sigstore.tlog.inclusion',
  }),
  'proof for one entry more': () => ({
    bundle: edited({}, (bundle) => {
      entry(bundle).inclusionProof.treeSize = '3';
    }),
    at: 'sigstore.tlog.inclusion',
  }),
  'proof with a hash too many': () => ({
    bundle: edited({}, (bundle) =>
      entry(bundle).inclusionProof.hashes.push(entry(bundle).inclusionProof.hashes[0]),
    ),
    at: 'sigstore.tlog.inclusion',
  }),
  'checkpoint by another key': () => ({
    bundle: edited({}, (bundle) => {
      entry(bundle).inclusionProof.checkpoint.envelope = makeCheckpoint(
        1,
        rootOf(bundle),
        2,
        keyPair('impostor'),
      );
    }),
    at: 'sigstore.tlog.checkpoint',
  }),
  'checkpoint of another tree of the same log': () => ({
    bundle: edited({}, (bundle) => {
      entry(bundle).inclusionProof.checkpoint.envelope = makeCheckpoint(1, new Uint8Array(32), 2);
    }),
    at: 'sigstore.tlog.inclusion',
  }),
  'checkpoint of another size of the same log': () => ({
    bundle: edited({}, (bundle) => {
      entry(bundle).inclusionProof.checkpoint.envelope = makeCheckpoint(1, rootOf(bundle), 3);
    }),
    at: 'sigstore.tlog.inclusion',
  }),
  'checkpoint of a tree of one leaf, made up whole': () => ({
    bundle: edited({}, (bundle) => {
      const body = Uint8Array.from(atob(entry(bundle).canonicalizedBody), (c) => c.charCodeAt(0));
      const root = leafHash(body);
      entry(bundle).inclusionProof = {
        logIndex: '0',
        treeSize: '1',
        rootHash: toBase64(root),
        hashes: [],
        checkpoint: { envelope: makeCheckpoint(1, root, 1, keyPair('impostor')) },
      };
    }),
    at: 'sigstore.tlog.checkpoint',
  }),
  'signature by another key than the certificate': () => ({
    bundle: makeBundle({ signer: keyPair('impostor') }),
    at: 'sigstore.signature',
  }),
  'no signature in the envelope': () => ({
    bundle: edited({}, (bundle) => {
      bundle.dsseEnvelope.signatures = [];
    }),
    at: 'sigstore.signature',
  }),
  'two signatures in the envelope': () => ({
    bundle: edited({}, (bundle) => bundle.dsseEnvelope.signatures.push({ sig: 'AAAA' })),
    at: 'sigstore.form',
  }),
  'payload of another type': () => ({
    bundle: edited({}, (bundle) => {
      bundle.dsseEnvelope.payloadType = 'application/json';
    }),
    at: 'sigstore.signature',
  }),
  'statement about another file': () => ({
    bundle: makeBundle({ statement: makeStatement(encodeUtf8('other')) }),
    at: 'sigstore.artifact',
    verdict: 'verified',
  }),
  'a file whose digest starts as the statement says': () => {
    const statement = makeStatement() as { subject: { digest: { sha256: string } }[] };
    for (const subject of statement.subject)
      subject.digest.sha256 = `${subject.digest.sha256.slice(0, 32)}${'0'.repeat(32)}`;
    return { bundle: makeBundle({ statement }), at: 'sigstore.artifact', verdict: 'verified' };
  },
  'message signature over another file': () => ({
    bundle: makeBundle({ content: 'message' }),
    at: 'sigstore.signature',
    options: { artifacts: [artifactOf(encodeUtf8('other'))] },
  }),
  'identity that goes on after the expected one': () => ({
    bundle: makeBundle(),
    at: 'expected.signer',
    verdict: 'verified',
    options: { expectations: { identity: IDENTITY.slice(0, -1), issuer: ISSUER } },
  }),
  'identity with a dot for a slash': () => ({
    bundle: makeBundle(),
    at: 'expected.signer',
    verdict: 'verified',
    options: {
      expectations: { identity: IDENTITY.replace('github.com/org', 'github.com.org'), issuer: ISSUER },
    },
  }),
  'an issuer with a slash more': () => ({
    bundle: makeBundle(),
    at: 'expected.signer',
    verdict: 'verified',
    options: { expectations: { identity: IDENTITY, issuer: `${ISSUER}/` } },
  }),
  'certificate and chain in a 0.3 bundle': () => ({
    bundle: edited({}, (bundle) => {
      const { certificate } = bundle.verificationMaterial;
      bundle.verificationMaterial.x509CertificateChain = { certificates: [certificate] };
    }),
    at: 'sigstore.form',
  }),
  'a Fulcio certificate in a chain of a 0.3 bundle': () => ({
    bundle: edited({}, (bundle) => {
      const { certificate } = bundle.verificationMaterial;
      delete bundle.verificationMaterial.certificate;
      bundle.verificationMaterial.x509CertificateChain = { certificates: [certificate] };
    }),
    at: 'sigstore.form',
  }),
  'a media type of nobody': () => ({
    bundle: edited({}, (bundle) => {
      bundle.mediaType = 'application/vnd.dev.sigstore.bundle.v9.9+json';
    }),
    at: 'sigstore.form',
    verdict: 'unsupported',
  }),
  'an index past 2^63': () => ({
    bundle: edited({}, (bundle) => {
      entry(bundle).logIndex = '9223372036854775808';
    }),
    at: 'sigstore.form',
  }),
  'a certificate with a byte after its end': () => ({
    bundle: edited({}, (bundle) => {
      bundle.verificationMaterial.certificate.rawBytes = toBase64(Uint8Array.of(...makeLeaf(), 0));
    }),
    at: 'sigstore.form',
  }),
  'another Sigstore': () => ({
    bundle: makeBundle(),
    at: 'sigstore.root',
    verdict: 'unknown-root',
    options: { roots: [] },
  }),
};

function stampWith(bundle: Json, changes: Parameters<typeof makeStamp>[1]): void {
  const signature = Uint8Array.from(atob(bundle.dsseEnvelope.signatures[0].sig), (c) => c.charCodeAt(0));
  const stamp = makeStamp(signature, changes);
  bundle.verificationMaterial.timestampVerificationData = {
    rfc3161Timestamps: [{ signedTimestamp: toBase64(stamp) }],
  };
}

/** The same ECDSA signature with n - s for s: it holds as well, and is not the one that was logged. */
function twin(signature: Uint8Array): Uint8Array {
  const { r, s } = p256.Signature.fromBytes(signature, 'der');
  return new p256.Signature(r, p256.Point.Fn.neg(s)).toBytes('der');
}

function rootOf(bundle: Json): Uint8Array {
  return Uint8Array.from(atob(entry(bundle).inclusionProof.rootHash), (c) => c.charCodeAt(0));
}

describe('one thing wrong', () => {
  test.each(Object.entries(WRONG))('%s', async (_, make) => {
    const { bundle, at, verdict = 'failed', options } = make();
    const result = await verify(bundle, options);
    expect(result.verdict, sentences(result)).toBe(verdict);
    expect(notPassed(result), sentences(result)).toContain(at);
    const accepted = result.verdict === 'verified' && result.expected === 'met' && result.about.length > 0;
    expect(accepted).toBe(false);
    // Every independent check ran: each has its row, and none broke the verification off.
    expect(result.checks.map(({ id }) => id)).not.toContain('verifier.internal');
    expect(result.checks.length).toBeGreaterThan(12);
  });
});

describe('roots', () => {
  test('an authority that has retired since is still good for what it signed', async () => {
    const retired = trustedRoots({ change: (root) => end(root, 'certificateAuthorities', SIGNED_AT + HOUR) });
    expect((await verify(makeBundle(), { roots: retired })).verdict).toBe('verified');
  });

  test('an authority whose window ended before is not', async () => {
    const ended = trustedRoots({ change: (root) => end(root, 'certificateAuthorities', SIGNED_AT - 1000) });
    const result = await verify(makeBundle(), { roots: ended });
    expect(result.verdict).toBe('failed');
    expect(notPassed(result)).toContain('sigstore.certificate.time');
  });

  test('the end of a window is in it', async () => {
    const ends = trustedRoots({
      change: (root) => {
        end(root, 'certificateAuthorities', SIGNED_AT);
        for (const log of root.tlogs as Json[])
          log.publicKey.validFor.end = new Date(SIGNED_AT).toISOString();
      },
    });
    expect((await verify(makeBundle(), { roots: ends })).verdict).toBe('verified');
  });

  test('a log whose window ended before is not believed', async () => {
    for (const rekor of [1, 2] as const) {
      const ended = trustedRoots({
        change: (root) => {
          for (const log of root.tlogs as Json[])
            log.publicKey.validFor.end = new Date(SIGNED_AT - 1000).toISOString();
        },
      });
      const result = await verify(makeBundle({ rekor }), { roots: ended });
      expect(result.verdict, sentences(result)).toBe('failed');
      expect(notPassed(result)).toContain(WINDOW_AT[rekor]);
    }
  });

  test('two roots never lend each other anything', async () => {
    const halves = [
      trustedRoots({ logs: false, ctLogs: false, tsas: false }),
      trustedRoots({ change: (root) => (root.certificateAuthorities = []) }),
    ];
    const result = await verify(makeBundle(), { roots: halves.flat() });
    expect(result.verdict, sentences(result)).not.toBe('verified');
  });

  test('of two roots that fit, the one under which it holds is named', async () => {
    const stale = trustedRoots({ change: (root) => end(root, 'certificateAuthorities', SIGNED_AT - 1000) });
    const result = await verify(makeBundle(), { roots: [...stale, ...roots] });
    expect(result.verdict).toBe('verified');
    expect(result.trustRoot?.sha256).toBe(roots[0]?.sha256);
  });

  test('no verdict reads the clock: ten years off, only the sentence on age differs', async () => {
    const dated = roots.map((root) => ({ ...root, expires: '2025-01-01T00:00:00Z' }));
    const at = (now: number) => verify(makeBundle(), { roots: dated, now });
    const [then, late] = [await at(SIGNED_AT), await at(SIGNED_AT + 3650 * 24 * HOUR)];
    expect(then.checks[0]?.detail).toContain('Its metadata is good for 245 more days by the clock.');
    expect(late.checks[0]?.detail).toContain('Its metadata ran out 3406 days ago by the clock');
    expect({ ...late, checks: late.checks.slice(1) }).toEqual({ ...then, checks: then.checks.slice(1) });
  });
});

/** Where a log key out of its window shows: at the promise that was made with it, else at the checkpoint. */
const WINDOW_AT = { 1: 'sigstore.tlog.set', 2: 'sigstore.tlog.checkpoint' } as const;

function end(root: Record<string, unknown>, key: string, time: number): void {
  for (const item of root[key] as Json[]) item.validFor.end = new Date(time).toISOString();
}

test('what goes wrong inside the verifier is never a verdict in favor', async () => {
  const result = await verify(makeBundle(), {
    verifier: {
      verify: () => Promise.reject(new Error('out of order')),
      verifyDigest: () => {
        throw new Error('out of order');
      },
    },
  });
  expect(result.verdict).toBe('unsupported');
  expect(result.checks.filter(({ status }) => status === 'pass')).toEqual([]);
  expect(result.checks.slice(0, 1)).toMatchObject([
    { id: 'verifier.internal', status: 'fail', detail: 'The verification broke off: out of order' },
  ]);
});
