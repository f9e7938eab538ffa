import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import { shippedKeys, shippedRoots } from '../../src/core/verify/shipped-trust.ts';
import { corpusBytes, corpusPath, describeCorpus } from '../corpus.ts';
import { artifactOf, carried, rootsOf } from '../fixtures/attestation.ts';

/** Verdicts of every envelope of a file, and whether each is about the artifact. */
async function verdicts(file: string, artifact?: string): Promise<readonly (readonly [string, boolean])[]> {
  const github = rootsOf(corpusBytes('sigstore', 'roots', 'github.json'), 'github.json');
  const found: (readonly [string, boolean])[] = [];
  for (const envelope of carried(corpusBytes('provenance', file), file).envelopes) {
    const { verdict, about } = await verifyAttestation(envelope, {
      artifacts: artifact === undefined ? [] : [artifactOf(corpusBytes('provenance', artifact), artifact)],
      named: true,
      roots: [...shippedRoots(), ...github],
      keys: shippedKeys(),
    });
    found.push([verdict, about.length > 0]);
  }
  return found;
}

describeCorpus('GitHub attestations', () => {
  const folder = 'gh-attestation';
  const demo = `${folder}/github_provenance_demo-0.0.12-py3-none-any`;
  test.each<[string, string | undefined, readonly (readonly [string, boolean])[]]>([
    [`${demo}-bundle.jsonl`, `${demo}.whl`, [['verified', true]]],
    [`${demo}-bundle-missing-cert.jsonl`, `${demo}.whl`, [['failed', false]]],
    [`${demo}-bundle-missing-verification-material.jsonl`, `${demo}.whl`, [['failed', true]]],
    [`${folder}/sigstoreBundle-invalid-signature.json`, undefined, [['failed', false]]],
    [`${folder}/sigstore-js-2.1.0-bundle.json`, `${folder}/sigstore-js-2.1.0.tgz`, [['verified', true]]],
    [`${folder}/sigstore-js-2.1.0-bundle-v0.1.json`, `${folder}/sigstore-js-2.1.0.tgz`, [['verified', true]]],
    [
      `${folder}/sigstore-js-2.1.0_with_2_bundles.jsonl`,
      `${folder}/sigstore-js-2.1.0.tgz`,
      [
        ['verified', true],
        ['verified', true],
      ],
    ],
    [
      `${folder}/reusable-workflow-attestation.sigstore.json`,
      `${folder}/reusable-workflow-artifact`,
      [['verified', true]],
    ],
    [`${folder}/custom-issuer.sigstore.json`, `${folder}/custom-issuer-artifact`, [['verified', true]]],
  ])('%s', async (file, artifact, expected) => {
    expect(await verdicts(file, artifact)).toEqual(expected);
  });
});

describeCorpus('PyPI attestations (PEP 740)', () => {
  const folder = 'pypi-pep740';
  test.each<[string, string, readonly string[]]>([
    ['pypi_attestations-0.0.19.tar.gz.provenance', 'pypi_attestations-0.0.19.tar.gz', ['verified']],
    ['pypi_attestations-0.0.19.tar.gz.publish.attestation', 'pypi_attestations-0.0.19.tar.gz', ['verified']],
    ['pypi_attestations-0.0.19.tar.gz.slsa.attestation', 'pypi_attestations-0.0.19.tar.gz', ['verified']],
    [
      'gitlab_oidc_project-0.0.3.tar.gz.publish.attestation',
      'gitlab_oidc_project-0.0.3.tar.gz',
      ['verified'],
    ],
    // Issued by an authority of the staging instance.
    ['rfc8785-0.1.2-py3-none-any.whl.attestation', 'rfc8785-0.1.2-py3-none-any.whl', ['unknown-root']],
    [
      'rfc8785-0.1.2-py3-none-any.whl.publish.attestation',
      'rfc8785-0.1.2-py3-none-any.whl',
      ['unknown-root'],
    ],
    [
      'pypi_attestation_models-0.0.4a2.tar.gz.attestation',
      'pypi_attestation_models-0.0.4a2.tar.gz',
      ['verified'],
    ],
  ])('%s', async (file, artifact, expected) => {
    if (!existsSync(corpusPath('provenance', folder, file))) throw new Error(`${file} is not in the corpus`);
    const found = await verdicts(`${folder}/${file}`, `${folder}/${artifact}`);
    expect(found).toEqual(expected.map((verdict) => [verdict, true]));
  });
});
