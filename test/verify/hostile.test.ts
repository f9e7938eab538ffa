import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { envelope as envelopeOf } from '../../src/core/attest/envelope.ts';
import { readPem } from '../../src/core/attest/pem.ts';
import { readCarrier } from '../../src/core/attest/read-carrier.ts';
import { type Bytes, decodeUtf8 } from '../../src/core/base/bytes.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import { findPaths, pathFaultAt } from '../../src/core/verify/certificate-path.ts';
import { checkIdentity } from '../../src/core/verify/checks/identity.ts';
import { judge } from '../../src/core/verify/checks/timestamps.ts';
import { checkUsage } from '../../src/core/verify/checks/usage.ts';
import { readDer } from '../../src/core/verify/der.ts';
import { materialOf } from '../../src/core/verify/material.ts';
import { readSpki } from '../../src/core/verify/public-key.ts';
import { readTimestampResponse } from '../../src/core/verify/rfc3161.ts';
import { shippedRoots } from '../../src/core/verify/shipped-trust.ts';
import { portableVerifier } from '../../src/core/verify/signature-verifier.ts';
import { readTrustedKeys } from '../../src/core/verify/trusted-key.ts';
import { parseTime } from '../../src/core/verify/window.ts';
import { type Certificate, readCertificate } from '../../src/core/verify/x509.ts';
import { PURPOSE } from '../../src/core/verify/x509-extensions.ts';
import { corpusBytes, describeCorpus, hasCorpus } from '../corpus.ts';
import { artifactOf, rootsOf } from '../fixtures/attestation.ts';

interface Row {
  readonly path: string;
  readonly expect: string;
  readonly note: string;
}

const manifest: readonly Row[] = hasCorpus
  ? (JSON.parse(new TextDecoder().decode(corpusBytes('hostile', 'gen', 'manifest.json'))) as Row[])
  : [];
const rows = (folder: string) =>
  manifest
    .filter(({ path }) => path.startsWith(`gen/${folder}/`))
    .map((row) => [row.path.slice(4), row] as const);

function hostile(path: string): Bytes {
  const bytes = corpusBytes('hostile', ...path.split('/'));
  return path.endsWith('.gz') ? new Uint8Array(gunzipSync(bytes)) : bytes;
}

const OPAQUE = new Set(['gen/der/nest-octet-2000.der', 'gen/der/octet-backtrack.der']);

describeCorpus('hostile DER', () => {
  test.each(rows('der'))('%s', (_, { path, expect: wanted }) => {
    const bytes = hostile(path);
    for (const read of [readCertificate(bytes), readSpki(bytes), readTimestampResponse(bytes)]) {
      expect(read.ok).toBe(false);
    }
    // What is inside an OCTET STRING is not looked at: those two files are one value, and nobody's certificate.
    if (OPAQUE.has(path)) return;
    const read = readDer(bytes);
    expect(read.ok ? 'read' : read.error.code).toMatch(
      wanted === 'limit' ? /^limit\.der-/ : /^(?:der\.syntax|limit\.der-)/,
    );
    expect(read.ok ? 'read' : read.error.message).toMatch(
      /^(?:This is not DER: at byte \d+, |The DER value )/,
    );
  });
});

/** Warned of in the manifest and good here: what they play with is not trusted, or is one clear meaning. */
const DSSE_VERIFIED = new Set([
  'dsse/ok.json',
  'dsse/b64-urlsafe.json',
  'dsse/keyid-lie.json',
  'dsse/envelope-extra-verified.json',
  'dsse/sigs-same-thrice.json',
  'dsse/sig-highS-twin.json',
  'dsse/subject-empty-digest.json',
  'dsse/subject-md5-plus-wrong256.json',
  'dsse/subject-proto-alg.json',
  'dsse/subject-upper-hex.json',
  'dsse/predtype-unknown.json',
  'dsse/builder-lookalike.json',
]);

/** Of those verified, the ones that are about the artifact. */
const DSSE_ABOUT = new Set([...DSSE_VERIFIED].filter((path) => !/subject-(?:empty|md5|proto)/.test(path)));

describeCorpus('hostile DSSE', () => {
  const key = hasCorpus
    ? readTrustedKeys(hostile('gen/dsse/key.pub.pem'), { name: 'key.pub.pem', origin: 'given' })
    : undefined;
  const artifact = hasCorpus ? [artifactOf(hostile('gen/dsse/artifact.txt'), 'artifact.txt')] : [];

  test.each(rows('dsse').filter(([path]) => path.includes('.json')))('%s', async (path, row) => {
    const read = readCarrier({ name: path, bytes: hostile(row.path) });
    const [envelope, ...others] = read.ok ? read.value.envelopes : [];
    expect(others).toEqual([]);
    if (envelope === undefined) throw new Error('nothing was read');
    const result = await verifyAttestation(envelope, {
      artifacts: artifact,
      named: true,
      roots: [],
      keys: key?.ok ? key.value : [],
      expectations: { key: true },
    });
    const sentences = result.checks.map(({ id, status, detail }) => `${id}: ${status}: ${detail}`).join('\n');
    expect(result.verdict === 'verified', sentences).toBe(DSSE_VERIFIED.has(path));
    expect(result.about.length > 0 && result.verdict === 'verified', sentences).toBe(DSSE_ABOUT.has(path));
    if (row.expect === 'limit' && result.verdict !== 'verified')
      expect(result.verdict, sentences).toBe('unsupported');
  });

  test('three signatures by one key are one signer; a keyid is never one', async () => {
    const read = readCarrier({ name: 'x.json', bytes: hostile('gen/dsse/sigs-same-thrice.json') });
    const [envelope] = read.ok ? read.value.envelopes : [];
    if (envelope === undefined) throw new Error('nothing was read');
    const result = await verifyAttestation(envelope, {
      artifacts: [],
      roots: [],
      keys: key?.ok ? key.value : [],
    });
    const signature = result.checks.find(({ id }) => id === 'keyed.signature');
    expect(signature?.detail).toBe('Of 3 signatures, one accepted key made at least one.');
    expect(signature?.evidence[0]?.value).toBe('names the key "a" (not signed)');
    expect(result.signer).toMatchObject({ kind: 'key', name: 'key.pub.pem' });
  });

  test('a signer that is nowhere but in the envelope is nobody', async () => {
    const read = readCarrier({ name: 'x.json', bytes: hostile('gen/dsse/envelope-extra-verified.json') });
    const [envelope] = read.ok ? read.value.envelopes : [];
    if (envelope === undefined) throw new Error('nothing was read');
    const result = await verifyAttestation(envelope, { artifacts: [], roots: [], keys: [] });
    expect(result.verdict).toBe('unknown-root');
    expect(JSON.stringify(result)).not.toContain('Linus');
  });
});

/** Certificates of the corpus that hold a path and name a signer; their strange names are compared letter by letter. */
const X509_GOOD = new Set([
  'x509/ok.pem',
  'x509/issuer-lookalike.pem',
  'x509/issuer-slash.pem',
  'x509/issuer-homoglyph.pem',
  'x509/issuer-userinfo.pem',
  'x509/issuer-nul.pem',
  'x509/san-email-plus.pem',
  'x509/san-repo-prefix.pem',
  'x509/san-ref-pr.pem',
  'x509/san-owner-case.pem',
  'x509/san-regex-dot.pem',
]);
const NOW = parseTime('2026-11-23T07:00:00Z') ?? 0;

describeCorpus('hostile X.509', () => {
  const roots = hasCorpus ? rootsOf(hostile('gen/x509/root.pem'), 'root.pem') : [];

  function certificates(path: string): readonly Certificate[] | undefined {
    const bytes = hostile(path);
    const ders = path.endsWith('.der') ? [bytes] : pemBlocks(bytes);
    const found = ders?.map((der) => readCertificate(der));
    return found?.every((read) => read.ok)
      ? found.flatMap((read) => (read.ok ? [read.value] : []))
      : undefined;
  }

  function pemBlocks(bytes: Bytes): readonly Bytes[] | undefined {
    const pem = readPem(decodeUtf8(bytes) ?? '');
    return pem.faults.length > 0 || pem.blocks.length === 0 ? undefined : pem.blocks.map(({ der }) => der);
  }

  test.each(rows('x509').filter(([path]) => !path.endsWith('root.pem')))('%s', async (path, row) => {
    const [leaf, ...outside] = certificates(row.path) ?? [];
    const good = leaf !== undefined && (await holds(leaf, outside.slice(0, 8)));
    expect(good).toBe(X509_GOOD.has(path));
  });

  async function holds(leaf: Certificate, outside: readonly Certificate[]): Promise<boolean> {
    const search = await findPaths(
      leaf,
      outside,
      roots[0]?.authorities ?? [],
      PURPOSE.codeSigning,
      portableVerifier,
    );
    const material = {
      ...materialOf(envelopeOf({ carrier: 'test' }), portableVerifier),
      leaf,
    };
    return (
      search.paths.some((path) => pathFaultAt(path, NOW) === undefined) &&
      checkUsage(material).status === 'pass' &&
      checkIdentity(material).check.status === 'pass'
    );
  }

  test.each([
    ['issuer-lookalike.pem', 'issuer'],
    ['issuer-slash.pem', 'issuer'],
    ['issuer-homoglyph.pem', 'issuer'],
    ['issuer-nul.pem', 'issuer'],
    ['issuer-userinfo.pem', 'issuer'],
    ['san-email-plus.pem', 'identity'],
    ['san-repo-prefix.pem', 'identity'],
    ['san-ref-pr.pem', 'identity'],
    ['san-owner-case.pem', 'identity'],
    ['san-regex-dot.pem', 'identity'],
  ])('%s does not have the %s of the good certificate', (name, what) => {
    const of = (path: string) => {
      const [leaf] = certificates(`gen/x509/${path}`) ?? [];
      const { identity } = checkIdentity({
        ...materialOf(envelopeOf({ carrier: 'test' }), portableVerifier),
        leaf,
      });
      return what === 'issuer' ? identity?.issuer : identity?.subject.value;
    };
    expect(of('ok.pem')).toBeDefined();
    expect(of(name)).toBeDefined();
    expect(of(name)).not.toBe(of('ok.pem'));
  });
});

describeCorpus('hostile RFC 3161', () => {
  const tsa = hasCorpus ? rootsOf(hostile('gen/rfc3161/tsa.pem'), 'tsa.pem')[0]?.authorities : undefined;
  const data = hasCorpus ? hostile('gen/rfc3161/signed-data.bin') : new Uint8Array(0);

  async function stamp(path: string) {
    const token = readTimestampResponse(hostile(path));
    if (!token.ok) return { status: 'fail' as const, why: token.error.message };
    return judge(token.value, data, tsa ?? [], portableVerifier);
  }

  test.each(rows('rfc3161').filter(([path]) => path.endsWith('.tsr')))('%s', async (_, row) => {
    const [good, judged] = [await stamp('gen/rfc3161/ok.tsr'), await stamp(row.path)];
    if (row.expect === 'valid') expect(judged.status).toBe('pass');
    // Bits that carry no signed meaning may flip; then time and signer are those of the good one.
    else if (judged.status === 'pass') expect(judged).toEqual(good);
    if (!row.path.includes('flip-') && row.expect !== 'valid') expect(judged.status).not.toBe('pass');
  });

  test('another key under the name of the trusted authority is a stranger; another text is not what was signed', async () => {
    expect(await stamp('gen/rfc3161/same-name-other-key.tsr')).toMatchObject({ status: 'foreign' });
    const token = readTimestampResponse(hostile('gen/rfc3161/ok.tsr'));
    const other = token.ok && (await judge(token.value, new Uint8Array(70), tsa ?? [], portableVerifier));
    expect(other).toEqual({
      status: 'fail',
      why: 'The timestamp is over something else than this signature.',
    });
  });
});

describeCorpus('hostile bundles', () => {
  const given = hasCorpus ? rootsOf(hostile('gen/bundle/trustedroot-dropped.json'), 'dropped') : [];
  const expected: Record<string, string> = {
    'bundle/mediatype-1.json': 'failed',
    'bundle/mediatype-2.json': 'unsupported',
    'bundle/mediatype-4.json': 'unsupported',
    'bundle/mediatype-5.json': 'failed',
    'bundle/mediatype-7.json': 'unsupported',
    'bundle/tlog-100k.json.gz': 'unsupported',
    'bundle/tlog-proof-100k-hashes.json.gz': 'failed',
  };

  test.each(rows('bundle').filter(([path]) => !path.includes('trustedroot')))('%s', async (path, row) => {
    const read = readCarrier({ name: path, bytes: hostile(row.path) });
    const envelopes = read.ok ? read.value.envelopes : [];
    expect(envelopes.length).toBeGreaterThan(0);
    for (const envelope of envelopes) {
      for (const roots of [shippedRoots(), given, []]) {
        const result = await verifyAttestation(envelope, { artifacts: [], roots, keys: [] });
        const sentences = result.checks
          .map(({ id, status, detail }) => `${id}: ${status}: ${detail}`)
          .join('\n');
        expect(result.verdict, sentences).not.toBe('verified');
        expect(
          result.checks.some(({ id }) => id === 'verifier.internal'),
          sentences,
        ).toBe(false);
        if (expected[path] !== undefined && roots === given)
          expect(result.verdict, sentences).toBe(expected[path]);
      }
    }
  });

  test('a root that calls itself Sigstore is named by its digest and origin wherever it was used', async () => {
    const read = readCarrier({ name: 'x', bytes: hostile('gen/bundle/no-tlog.json') });
    const [envelope] = read.ok ? read.value.envelopes : [];
    if (envelope === undefined) throw new Error('nothing was read');
    const result = await verifyAttestation(envelope, {
      artifacts: [],
      roots: [...shippedRoots(), ...given],
      keys: [],
    });
    expect(result.trustRoot).toMatchObject({ name: 'dropped', origin: 'given', sha256: given[0]?.sha256 });
  });

  describe('lines.jsonl', () => {
    test('each line is judged by itself, the broken one too', async () => {
      const read = readCarrier({ name: 'lines.jsonl', bytes: hostile('gen/bundle/lines.jsonl') });
      const envelopes = read.ok ? read.value.envelopes : [];
      const broken = envelopes.filter(({ carrier }) => carrier === 'unknown');
      expect(envelopes.length - broken.length).toBeGreaterThan(1);
      expect(broken.map(({ faults }) => faults[0]?.code)).toContain('json.syntax');
    });
  });
});
