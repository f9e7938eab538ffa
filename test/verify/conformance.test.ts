import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../../src/core/base/bytes.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import type { AttestationResult } from '../../src/core/verify/result.ts';
import { shippedRoots } from '../../src/core/verify/shipped-trust.ts';
import { portableVerifier } from '../../src/core/verify/signature-verifier.ts';
import { readTrustedKeys } from '../../src/core/verify/trusted-key.ts';
import { readTrustRoots } from '../../src/core/verify/trusted-root.ts';
import { platformVerifier } from '../../src/core/verify/web-crypto.ts';
import { corpusBytes, corpusPath, describeCorpus, hasCorpus } from '../corpus.ts';
import { artifactByDigest, artifactOf, carried } from '../fixtures/attestation.ts';

const ROOT = ['sigstore', 'conformance', 'bundle-verify'] as const;
const IDENTITY =
  'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main';
const ISSUER = 'https://token.actions.githubusercontent.com';

/** The check each refusal is about, from the README of its case. */
const REFUSED_AT: Record<string, string> = {
  'bundle-empty-certificate-chain_fail': 'sigstore.form',
  'bundle-from-wrong-instance_fail': 'sigstore.root',
  'bundle-invalid-base64-signature_fail': 'sigstore.form',
  'bundle-malformed-json_fail': 'sigstore.form',
  'bundle-negative-log-index_fail': 'sigstore.form',
  'bundle-unknown-version_fail': 'sigstore.form',
  'bundle-with-root-cert_fail': 'sigstore.form',
  'checkpoint-bad-keyhint_fail': 'sigstore.tlog.checkpoint',
  'checkpoint-wrong-roothash_fail': 'sigstore.tlog.inclusion',
  'dsse-invalid-sig_fail': 'sigstore.signature',
  'dsse-mismatch-envelope_fail': 'sigstore.tlog.body',
  'dsse-mismatch-sig_fail': 'sigstore.tlog.body',
  'inclusion-proof-corrupted-hash_fail': 'sigstore.tlog.inclusion',
  'incorrect-public-key_fail': 'sigstore.tlog.body',
  'integrated-time-in-future_fail': 'sigstore.certificate.time',
  'intoto-expired-certificate_fail': 'sigstore.certificate.chain',
  'intoto-log-entry-mismatch_fail': 'sigstore.tlog.body',
  'intoto-missing-inclusion-proof_fail': 'sigstore.tlog.inclusion',
  'intoto-set-outside-signing-cert-validity_fail': 'sigstore.certificate.time',
  'intoto-tsa-timestamp-outside-cert-validity_fail': 'sigstore.certificate.time',
  'invalid-checkpoint-signature_fail': 'sigstore.tlog.checkpoint',
  'invalid-ct-key_fail': 'sigstore.certificate.sct',
  'invalid-inclusion-proof_fail': 'sigstore.tlog.inclusion',
  'managed-key-no-key_fail': 'sigstore.key',
  'managed-key-wrong-key_fail': 'sigstore.key',
  'message-digest-mismatch_fail': 'sigstore.artifact',
  'rekor2-checkpoint-missing-log-signature_fail': 'sigstore.tlog.checkpoint',
  'rekor2-checkpoint-missing-origin_fail': 'sigstore.tlog.checkpoint',
  'rekor2-checkpoint-missing-root-hash_fail': 'sigstore.tlog.checkpoint',
  'rekor2-checkpoint-missing-size_fail': 'sigstore.tlog.checkpoint',
  'rekor2-checkpoint-no-matching-signature_fail': 'sigstore.tlog.checkpoint',
  'rekor2-dsse-invalid-sig_fail': 'sigstore.signature',
  'rekor2-dsse-mismatch-envelope_fail': 'sigstore.tlog.body',
  'rekor2-dsse-mismatch-sig_fail': 'sigstore.tlog.body',
  'rekor2-no-inclusion-proof_fail': 'sigstore.tlog.inclusion',
  'rekor2-no-timestamp_fail': 'sigstore.time',
  'rekor2-timestamp-outside-trust-root-tsa-validity_fail': 'sigstore.time.rfc3161',
  'rekor2-timestamp-outside-tsa-cert-validity_fail': 'sigstore.time.rfc3161',
  'rekor2-timestamp-payload-mismatch_fail': 'sigstore.time.rfc3161',
  'rekor2-timestamp-untrusted-tsa-with-embedded-cert_fail': 'sigstore.time.rfc3161',
  'rekor2-timestamp-untrusted-tsa-without-embedded-cert_fail': 'sigstore.time.rfc3161',
  'rekor2-timestamp-with-incorrect-time_fail': 'sigstore.certificate.time',
  'set-invalid-signature_fail': 'sigstore.tlog.set',
  'signature-mismatch_fail': 'sigstore.signature',
  'trust-root-tlog-missing-validity-start_fail': 'sigstore.root',
  'wrong-hashedrekord-artifact_fail': 'sigstore.tlog.body',
  'wrong-hashedrekord-cert-and-sig_fail': 'sigstore.tlog.body',
  'wrong-hashedrekord-entry_fail': 'sigstore.tlog.body',
  'wrong-material_fail': 'sigstore.artifact',
};

const names = hasCorpus
  ? readdirSync(corpusPath(...ROOT), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
  : [];

function file(name: string, ...path: string[]): Bytes | undefined {
  return existsSync(corpusPath(...ROOT, name, ...path)) ? corpusBytes(...ROOT, name, ...path) : undefined;
}

async function run(
  name: string,
  form: 'file' | 'digest',
  verifier = platformVerifier(),
): Promise<AttestationResult> {
  const text = (path: string, fallback: string) => {
    const bytes = file(name, path);
    return bytes === undefined ? fallback : new TextDecoder().decode(bytes).trim();
  };
  const artifact = file(name, 'artifact') ?? corpusBytes('sigstore', 'conformance', 'a.txt');
  const root = file(name, 'trusted_root.json');
  const given =
    root === undefined ? undefined : readTrustRoots(root, { name: 'trusted_root.json', origin: 'given' });
  const key = file(name, 'key.pub');
  const keys = key === undefined ? undefined : readTrustedKeys(key, { name: 'key.pub', origin: 'given' });
  const byKey = name.startsWith('managed-key');
  const [envelope] = carried(file(name, 'bundle.sigstore.json') ?? new Uint8Array(0)).envelopes;
  if (envelope === undefined) throw new Error(`${name} holds no envelope`);
  return verifyAttestation(envelope, {
    artifacts: [form === 'file' ? artifactOf(artifact) : artifactByDigest(artifact)],
    named: true,
    roots: given === undefined ? shippedRoots() : given.ok ? given.value : [],
    keys: keys?.ok ? keys.value : [],
    expectations: byKey
      ? { key: true }
      : { identity: text('identity', IDENTITY), issuer: text('issuer', ISSUER) },
    verifier,
  });
}

/** What `loupe verify` accepts: verified, about the artifact, and by whom it should be. */
const accepted = (result: AttestationResult): boolean =>
  result.verdict === 'verified' && result.expected === 'met' && result.about.length > 0;

describeCorpus('sigstore-conformance bundle-verify', () => {
  test('all cases are there, and each refusal is in the table', () => {
    expect(names).toHaveLength(70);
    expect(names.filter((name) => name.endsWith('_fail')).sort()).toEqual(Object.keys(REFUSED_AT).sort());
  });

  describe.each(names)('%s', (name) => {
    test.each(['file', 'digest'] as const)('by %s', async (form) => {
      const result = await run(name, form);
      const statuses = Object.fromEntries(result.checks.map(({ id, status }) => [id, status]));
      const sentences = result.checks
        .filter(({ status }) => status !== 'pass')
        .map(({ id, status, detail }) => `${id}: ${status}: ${detail}`);
      expect(accepted(result), `${result.verdict}, ${result.expected}\n${sentences.join('\n')}`).toBe(
        !name.endsWith('_fail'),
      );
      expect(statuses).not.toHaveProperty('verifier.internal');
      const at = REFUSED_AT[name];
      if (at === undefined) return;
      expect(['fail', 'absent'], `${at} is ${statuses[at]}\n${sentences.join('\n')}`).toContain(statuses[at]);
    });
  });

  test('the verdict and every check are the same without WebCrypto', async () => {
    for (const name of names) {
      const [platform, portable] = [await run(name, 'file'), await run(name, 'file', portableVerifier)];
      expect(portable, name).toEqual(platform);
    }
  });
});
