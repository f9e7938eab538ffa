import { expect, test } from 'vitest';
import type { Verdict } from '../../src/core/model/check.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import { shippedKeys, shippedRoots } from '../../src/core/verify/shipped-trust.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { carried } from '../fixtures/attestation.ts';

const UNSIGNED = 'provenance/docker-attest/unsigned-index/blobs/sha256';
const GENERATOR = 'provenance/slsa-verifier';
const NPM = `${GENERATOR}/npm/gha`;

/** Files of the corpus and the verdict of every envelope in them, under what ships with Loupe. */
const FILES: Readonly<Record<Verdict, readonly string[]>> = {
  verified: [
    `${GENERATOR}/gha_go/v2.1.0/binary-linux-amd64-push-v14.intoto.jsonl`,
    `${GENERATOR}/gha_maven/v1.10.0/binary-linux-amd64-push-v14.build.slsa`,
    `${NPM}/gundam-visor-cli-v1-tag.tgz.json`,
    'provenance/pypi-pep740/pypi_attestations-0.0.19.tar.gz.slsa.attestation',
    'sigstore/conformance/bundle-verify/happy-path-intoto-in-dsse-v3/bundle.sigstore.json',
  ],
  failed: [
    'sigstore/conformance/bundle-verify/dsse-invalid-sig_fail/bundle.sigstore.json',
    'sigstore/conformance/bundle-verify/invalid-checkpoint-signature_fail/bundle.sigstore.json',
    'provenance/slsa-verifier-unit/gha/bundle/invalid-dsse-sig.intoto.sigstore',
    'provenance/gh-attestation/sigstoreBundle-invalid-signature.json',
  ],
  undated: [
    `${GENERATOR}/gha_generic/v1.2.1/binary-linux-amd64-push-v14.intoto.jsonl`,
    `${GENERATOR}/gha_generic/v1.10.0/binary-linux-amd64-workflow_dispatch.intoto.jsonl`,
    `${GENERATOR}/gha_go/v1.8.0/binary-linux-amd64-push-v14.2.intoto.jsonl`,
  ],
  unsigned: [
    `${UNSIGNED}/a9646604f9522bf59d203a86ac5c2354a573ea041b8846409c4fc0f8c4a70850`,
    'provenance/guac/oci-kubectl-linux-arm64-in-toto.json',
    'provenance/slsa-source-and-vsa/v1-build.intoto.json',
  ],
  'unknown-root': [
    `${GENERATOR}/gha_go/v0.0.2/binary-linux-amd64-push-v14.intoto.jsonl`,
    'sigstore/conformance/bundle-verify/intoto-with-custom-trust-root/bundle.sigstore.json',
    'provenance/docker-attest/vsa.json',
  ],
  unsupported: [
    'provenance/other-signatures/payload.txt.ed25519.asc',
    'provenance/other-signatures/payload.rsa3072.clearsigned',
    'provenance/other-signatures/debian-bookworm-updates.InRelease',
  ],
};

describeCorpus('each of the six verdicts', () => {
  const cases = Object.entries(FILES).flatMap(([verdict, files]) =>
    files.map((file) => [verdict, file] as const),
  );

  test.each(cases)('%s: %s', async (verdict, file) => {
    for (const envelope of carried(corpusBytes(file), file).envelopes) {
      const result = await verifyAttestation(envelope, {
        artifacts: [],
        roots: shippedRoots(),
        keys: shippedKeys(),
      });
      expect(result.verdict).toBe(verdict);
    }
  });

  test('has at least three files behind it', () => {
    for (const [verdict, files] of Object.entries(FILES))
      expect([verdict, files.length >= 3]).toEqual([verdict, true]);
  });
});
