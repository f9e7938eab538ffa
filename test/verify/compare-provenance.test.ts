import { expect, test } from 'vitest';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import { compareProvenance } from '../../src/core/verify/compare-provenance.ts';
import type { AttestationResult } from '../../src/core/verify/result.ts';
import { shippedKeys, shippedRoots } from '../../src/core/verify/shipped-trust.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { carried } from '../fixtures/attestation.ts';
import golden from './golden/comparison.json' with { type: 'json' };

async function provenanceIn(file: string): Promise<AttestationResult> {
  for (const envelope of carried(corpusBytes('provenance', 'slsa-verifier', file), file).envelopes) {
    const result = await verifyAttestation(envelope, {
      artifacts: [],
      roots: shippedRoots,
      keys: shippedKeys,
    });
    if (result.predicate?.predicate.kind === 'provenance') return result;
  }
  throw new Error(`no provenance in ${file}`);
}

describeCorpus('two releases compared', () => {
  test.each(golden)('$title', async ({ before, after, changed, same }) => {
    const rows = compareProvenance(await provenanceIn(before), await provenanceIn(after));
    expect(
      Object.fromEntries(
        rows
          .filter(({ status }) => status === 'changed')
          .map((row) => [row.field, [row.before ?? null, row.after ?? null]]),
      ),
    ).toEqual(changed);
    expect(rows.filter(({ status }) => status === 'same').map(({ field }) => field)).toEqual(same);
  });
});

test('what is no provenance is not compared', async () => {
  const nothing: AttestationResult = {
    carrier: '',
    record: 1,
    mediaType: '',
    predicateType: undefined,
    verdict: 'unsigned',
    about: [],
    unmatched: [],
    signer: undefined,
    expected: 'none-stated',
    trustRoot: undefined,
    time: { proven: [], claimed: [] },
    checks: [],
    statement: undefined,
  };
  expect(compareProvenance(nothing, nothing)).toEqual([]);
});
