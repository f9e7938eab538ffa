import { describe, expect, test } from 'vitest';
import { JSON_CARRIERS, TEXT_CARRIERS } from '../../src/core/attest/carriers/registry.ts';
import { withCertificate } from '../../src/core/attest/detached.ts';
import { readCarrier } from '../../src/core/attest/read-carrier.ts';
import { fromBase64, toBase64 } from '../../src/core/base/base64.ts';
import { type Bytes, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import type { VerifyOptions } from '../../src/core/verify/options.ts';
import { readTrustedKeys } from '../../src/core/verify/trusted-key.ts';
import { artifactOf, carried } from '../fixtures/attestation.ts';
import {
  ARTIFACT,
  type Json,
  KEYS,
  makeBundle,
  makeLeaf,
  makeStatement,
  pem,
  trustedRoots,
} from '../fixtures/sigstore.ts';

const roots = trustedRoots();
const text = (value: unknown): Bytes => encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value));

async function verdicts(bytes: Bytes, name: string, options: Partial<VerifyOptions> = {}): Promise<string[]> {
  const { envelopes } = carried(bytes, name);
  return Promise.all(
    envelopes.map(async (envelope) => {
      const result = await verifyAttestation(envelope, {
        artifacts: [artifactOf(ARTIFACT)],
        named: true,
        roots,
        keys: [],
        ...options,
      });
      return `${envelope.carrier} ${envelope.record}: ${result.verdict}`;
    }),
  );
}

const bundle = makeBundle();
const dsse = bundle.dsseEnvelope;
const leaf = pem(makeLeaf());
const message = makeBundle({ content: 'message' });

/** What `cosign sign-blob --bundle` wrote. */
function cosign(of: Json, changes: Json = {}): Json {
  const [entry] = of.verificationMaterial.tlogEntries;
  const hex = (base64: string) => Buffer.from(base64, 'base64').toString('hex');
  return {
    base64Signature: of.messageSignature.signature,
    cert: toBase64(encodeUtf8(leaf)),
    rekorBundle: {
      SignedEntryTimestamp: entry.inclusionPromise.signedEntryTimestamp,
      Payload: {
        body: entry.canonicalizedBody,
        integratedTime: Number(entry.integratedTime),
        logIndex: Number(entry.logIndex),
        logID: hex(entry.logId.keyId),
      },
    },
    ...changes,
  };
}

describe('carriers of signed claims', () => {
  test('a bundle', async () => {
    expect(await verdicts(text(bundle), 'a.sigstore.json')).toEqual(['sigstore-bundle 1: verified']);
  });

  test('JSON Lines: each line by itself, empty lines none, a broken one failed', async () => {
    const lines = `${JSON.stringify(bundle)}\n\n{"mediaType": \n${JSON.stringify(dsse)}\n`;
    expect(await verdicts(text(lines), 'many.sigstore.jsonl')).toEqual([
      'sigstore-bundle 1: verified',
      'unknown 3: failed',
      'dsse 4: unknown-root',
    ]);
  });

  test("npm's and GitHub's lists", async () => {
    const list = {
      attestations: [{ predicateType: 'x', bundle }, { bundle: { ...bundle, mediaType: 'x' } }],
    };
    expect(await verdicts(text(list), 'attestations.json')).toEqual([
      'bundle-list 1: verified',
      'bundle-list 2: unsupported',
    ]);
    expect(await verdicts(text([bundle]), 'list.json')).toEqual(['bundle-list 1: verified']);
  });

  test('PyPI attestation and provenance objects', async () => {
    const attestation = {
      version: 1,
      verification_material: {
        certificate: toBase64(makeLeaf()),
        transparency_entries: bundle.verificationMaterial.tlogEntries,
      },
      envelope: { statement: dsse.payload, signature: dsse.signatures[0].sig },
    };
    expect(await verdicts(text(attestation), 'x.publish.attestation')).toEqual(['pep740 1: verified']);
    const provenance = {
      version: 1,
      attestation_bundles: [{ publisher: {}, attestations: [attestation, { ...attestation, version: 2 }] }],
    };
    expect(await verdicts(text(provenance), 'x.provenance')).toEqual([
      'pep740 1: verified',
      'pep740 2: unsupported',
    ]);
  });

  test("cosign's bundle before Sigstore bundles: certificate, or a key the user gave", async () => {
    expect(await verdicts(text(cosign(message)), 'x.bundle')).toEqual(['cosign-bundle 1: verified']);
    const plain = cosign(message, { cert: leaf });
    expect(await verdicts(text(plain), 'x.bundle')).toEqual(['cosign-bundle 1: verified']);
    const timeless = cosign(message, { rekorBundle: null });
    expect(await verdicts(text(timeless), 'x.bundle')).toEqual(['cosign-bundle 1: undated']);
    const keyed = cosign(message, { cert: pem(KEYS.signer.key.spki, 'PUBLIC KEY'), rekorBundle: null });
    expect(await verdicts(text(keyed), 'x.bundle')).toEqual(['cosign-bundle 1: unknown-root']);
    const keys = readTrustedKeys(encodeUtf8(pem(KEYS.signer.key.spki, 'PUBLIC KEY')), {
      name: 'key',
      origin: 'given',
    });
    expect(await verdicts(text(keyed), 'x.bundle', { keys: keys.ok ? keys.value : [] })).toEqual([
      'cosign-bundle 1: verified',
    ]);
    const unpromised = cosign(message);
    delete unpromised.rekorBundle.SignedEntryTimestamp;
    expect(await verdicts(text(unpromised), 'x.bundle')).toEqual(['cosign-bundle 1: failed']);
    const attested = cosign(message, { base64Signature: toBase64(text(dsse)), rekorBundle: null });
    expect(await verdicts(text(attested), 'x.bundle')).toEqual(['cosign-bundle 1: undated']);
  });

  test('an envelope alone is by nobody known; with a certificate beside the signature it is undated', async () => {
    expect(await verdicts(text(dsse), 'x.intoto.json')).toEqual(['dsse 1: unknown-root']);
    const signed = { ...dsse, signatures: [{ ...dsse.signatures[0], cert: leaf }] };
    expect(await verdicts(text(signed), 'x.intoto.jsonl')).toEqual(['dsse 1: undated']);
    const altered = { ...signed, payload: toBase64(text(makeStatement(encodeUtf8('other')))) };
    expect(await verdicts(text(altered), 'x.intoto.jsonl')).toEqual(['dsse 1: failed']);
    expect(await verdicts(text({ ...dsse, signatures: [] }), 'x.intoto.json')).toEqual(['dsse 1: unsigned']);
  });

  test('a statement nobody signed', async () => {
    expect(await verdicts(text(makeStatement()), 'x.json')).toEqual(['statement 1: unsigned']);
  });

  test('a signature with its certificate beside it is undated, and wrong over another file', async () => {
    const bytes = fromBase64(message.messageSignature.signature) ?? new Uint8Array(0);
    for (const [name, content] of [
      ['artifact.sig', encodeUtf8(`${toBase64(bytes)}\n`)],
      ['artifact.sig', bytes],
    ] as const) {
      const [bare] = carried(content, name).envelopes;
      if (bare === undefined) throw new Error('no envelope');
      const envelope = withCertificate(bare, encodeUtf8(leaf));
      const over = async (artifact: Bytes) =>
        (
          await verifyAttestation(envelope, {
            artifacts: [artifactOf(artifact)],
            named: true,
            roots,
            keys: [],
          })
        ).verdict;
      expect(await over(ARTIFACT)).toBe('undated');
      expect(await over(encodeUtf8('other'))).toBe('failed');
      const broken = withCertificate(bare, encodeUtf8('no certificate'));
      const result = await verifyAttestation(broken, { artifacts: [], roots, keys: [] });
      expect(result.verdict).toBe('failed');
    }
  });

  test('a member that is there twice is refused, wherever it is', async () => {
    const twice = JSON.stringify(bundle).replace('{"payload":', '{"payload":"AA==","payload":');
    expect(await verdicts(text(twice), 'x.sigstore.json')).toEqual(['sigstore-bundle 1: failed']);
  });

  test('what is no attestation is said to be none', () => {
    for (const content of ['{"name":"x","version":"1"}', '[]', '42', 'hello\nworld\n', '']) {
      const read = readCarrier({ name: 'package.json', bytes: encodeUtf8(content) });
      expect(read.ok ? read.value : read.error.code).toBe('attest.unknown');
    }
  });

  test('as many attestations as the limit are read; of more, the first, and the limit is named', () => {
    const limits = { ...DEFAULT_LIMITS, attestationsPerFile: 3 };
    const lines = (count: number) => encodeUtf8(`${JSON.stringify(bundle)}\n`.repeat(count));
    const read = (count: number) => {
      const found = readCarrier({ name: 'x.jsonl', bytes: lines(count) }, limits);
      return found.ok
        ? [found.value.envelopes.length, ...found.value.faults.map(({ code }) => code)]
        : found.error;
    };
    expect(read(3)).toEqual([3]);
    expect(read(5)).toEqual([3, 'limit.attestations-per-file']);
  });

  test('a file named like a bundle and broken is one that failed', async () => {
    expect(await verdicts(text('{"mediaType":'), 'x.sigstore.json')).toEqual(['unknown 1: failed']);
  });

  test('every carrier says what it is and where it is specified', () => {
    for (const carrier of [...JSON_CARRIERS, ...TEXT_CARRIERS]) {
      expect(carrier.title).not.toBe('');
      expect(carrier.spec).not.toBe('');
    }
  });
});

describe('lists of digests', () => {
  const sha256 = 'A0CFC71271D6E278E57CD332FF957C3F7043FDDA354C4CBB190A30D56EFA01BF';
  const claims = (content: string) => {
    const read = readCarrier({ name: 'SHA256SUMS', bytes: encodeUtf8(content) });
    return read.ok ? read.value : undefined;
  };

  test.each([
    [`${sha256}  a.txt\n`, 'a.txt'],
    [`${sha256} *dir/a b.txt\r\n`, 'dir/a b.txt'],
    [`\\${sha256}  a\\\\b\\n.txt`, 'a\\b\n.txt'],
    [`SHA256 (a (1).txt) = ${sha256}`, 'a (1).txt'],
    [`ghcr.io/org/app@sha256:${sha256.toLowerCase()}`, 'ghcr.io/org/app'],
    [`${sha256}\n`, ''],
  ])('%j', (content, name) => {
    expect(claims(content)?.digests).toEqual([
      { algorithm: 'sha256', hex: sha256.toLowerCase(), name, line: 1 },
    ]);
  });

  test('weak digests are told apart, comments passed over, other lines counted', () => {
    const read = claims(
      `# made by x\n${'a'.repeat(32)}  a\n${'b'.repeat(40)}  b\n${'c'.repeat(128)}  c\nnonsense\n${'d'.repeat(33)}  d\n`,
    );
    expect(read?.digests.map(({ algorithm, line }) => [algorithm, line])).toEqual([
      ['md5', 2],
      ['sha1', 3],
      ['sha512', 4],
    ]);
    expect(read?.faults[0]?.message).toBe(
      '2 lines of the list name no digest, the first is line 5. The others were read.',
    );
  });
});
