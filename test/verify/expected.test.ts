import { expect, test } from 'vitest';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import { shippedKeys as NPM } from '../../src/core/verify/shipped-trust.ts';
import { corpusBytes, describeCorpus, hasCorpus } from '../corpus.ts';
import { artifactOf, carried, rootsOf } from '../fixtures/attestation.ts';

interface Row {
  readonly bundle: string;
  readonly expect: 'pass' | 'fail';
  readonly root: string;
  readonly why: string;
  readonly artifact?: string;
}

const rows: readonly Row[] = hasCorpus
  ? (JSON.parse(new TextDecoder().decode(corpusBytes('sigstore', 'expected.json'))) as Row[])
  : [];

describeCorpus('bundles in the wild (expected.json)', () => {
  test.each(rows.map((row) => [row.bundle, row] as const))('%s', async (name, row) => {
    const { envelopes } = carried(corpusBytes('sigstore', name), name);
    expect(envelopes.length).toBeGreaterThan(0);
    const artifacts = row.artifact === undefined ? [] : [artifactOf(corpusBytes('sigstore', row.artifact))];
    for (const envelope of envelopes) {
      const result = await verifyAttestation(envelope, {
        artifacts,
        named: true,
        roots: rootsOf(corpusBytes('sigstore', row.root)),
        keys: NPM(),
      });
      const sentences = result.checks
        .map(({ id, status, detail }) => `${id}: ${status}: ${detail}`)
        .join('\n');
      expect(result.verdict === 'verified', sentences).toBe(row.expect === 'pass');
      if (row.expect === 'pass' && artifacts.length > 0) expect(result.about, sentences).not.toEqual([]);
    }
  });
});
