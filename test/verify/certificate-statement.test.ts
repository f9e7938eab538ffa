import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readCarrier } from '../../src/core/attest/read-carrier.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import type { AttestationResult } from '../../src/core/verify/result.ts';
import { shippedKeys, shippedRoots } from '../../src/core/verify/shipped-trust.ts';
import { corpusBytes, corpusPath, describeCorpus } from '../corpus.ts';
import { carried } from '../fixtures/attestation.ts';
import golden from './golden/certificate-statement.json' with { type: 'json' };
import levels from './golden/levels.json' with { type: 'json' };

/** Provenance with a certificate, in every file of two corpora that carries any. */
async function provenances(...tops: readonly string[]): Promise<Map<string, AttestationResult[]>> {
  const found = new Map<string, AttestationResult[]>();
  for (const top of tops) {
    for (const file of readdirSync(corpusPath(top), { recursive: true, encoding: 'utf8' }).sort()) {
      const path = corpusPath(top, file);
      const { size } = statSync(path);
      if (size > 4e6 || !statSync(path).isFile()) continue;
      const read = readCarrier({ name: file, bytes: new Uint8Array(readFileSync(path)) });
      if (!read.ok) continue;
      for (const envelope of read.value.envelopes) {
        const result = await verify(envelope);
        if (result.predicate?.predicate.kind !== 'provenance' || result.signer?.kind !== 'certificate')
          continue;
        found.set(`${top}/${file}`, [...(found.get(`${top}/${file}`) ?? []), result]);
      }
    }
  }
  return found;
}

function verify(envelope: Parameters<typeof verifyAttestation>[0]): Promise<AttestationResult> {
  return verifyAttestation(envelope, { artifacts: [], roots: shippedRoots(), keys: shippedKeys() });
}

async function provenanceIn(file: string): Promise<AttestationResult> {
  for (const envelope of carried(corpusBytes('provenance', file), file).envelopes) {
    const result = await verify(envelope);
    if (result.predicate?.predicate.kind === 'provenance') return result;
  }
  throw new Error(`no provenance in ${file}`);
}

describeCorpus('certificate against statement, over the corpus', () => {
  test('alarms for the forged files and for no other', { timeout: 300_000 }, async () => {
    const found = await provenances('provenance', 'sigstore');
    const statements = [...found.values()].flat();
    const alarms = [...found].flatMap(([file, results]) =>
      results.flatMap(({ certificateVsStatement = [] }) => {
        const fields = certificateVsStatement.filter(({ status }) => status === 'differs');
        return fields.length === 0 ? [] : [[file, fields.map(({ field }) => field)]];
      }),
    );
    console.info(`certificate against statement: ${statements.length} statements, ${alarms.length} alarms`);
    expect(statements.length).toBeGreaterThanOrEqual(150);
    // One statement, signed by a beacon that signs anything for anybody, and its three mutations. The wrong signer of
    // slsa-verifier's own table is another, where it is at hand.
    const forged = ['Source repository', 'Repository id', 'Owner id', 'Commit', 'Workflow', 'Run'];
    const beacon = (name: string) => [
      `sigstore/conformance/bundle-verify/${name}/bundle.sigstore.json`,
      forged,
    ];
    const wrongSigner = alarms.filter(([file]) => String(file).includes('bcr/MODULE-wrong-signer'));
    expect(wrongSigner.length).toBeLessThanOrEqual(1);
    expect(alarms.filter((alarm) => !wrongSigner.includes(alarm))).toEqual([
      beacon('dsse-invalid-sig_fail'),
      beacon('dsse-mismatch-envelope_fail'),
      beacon('dsse-mismatch-sig_fail'),
      beacon('happy-path-intoto-in-dsse-v3'),
    ]);
  });

  test('an alarm is a failed check and no part of the verdict; the policy for provenance does not accept it', async () => {
    const file = [
      'sigstore',
      'conformance',
      'bundle-verify',
      'happy-path-intoto-in-dsse-v3',
      'bundle.sigstore.json',
    ];
    const [envelope] = carried(corpusBytes(...file)).envelopes;
    if (envelope === undefined) throw new Error('no envelope');
    const result = await verify(envelope);
    expect(result.verdict).toBe('verified');
    expect(result.level?.because).toBe(
      'Accepted up to Build L0 because the statement says something else than the certificate it is signed with.',
    );
    expect(result.checks.find(({ id }) => id === 'provenance.certificate')).toMatchObject({
      status: 'fail',
      detail:
        'Statement and certificate differ in source repository, repository id, owner id, commit, workflow, run.',
    });
    const under = await verifyAttestation(envelope, {
      artifacts: [],
      roots: shippedRoots(),
      keys: [],
      expectations: { anySigner: true, provenance: { policy: true } },
    });
    expect(under.expected).toBe('unmet');
  });

  test.each(Object.entries(golden))('%s', async (file, fields) => {
    const { certificateVsStatement = [] } = await provenanceIn(file);
    expect(Object.fromEntries(certificateVsStatement.map(({ field, status }) => [field, status]))).toEqual(
      fields,
    );
  });
});

describeCorpus('accepted levels', () => {
  test.each(Object.entries(levels))('%s', async (file, [level, builder]) => {
    const result = await provenanceIn(file);
    expect([result.level?.level, result.level?.builder ?? null]).toEqual([level, builder]);
    expect(result.level?.because).toMatch(/^Accepted up to Build L\d because .+\.$/);
  });

  test('a level says on what it rests, and where that is claimed', async () => {
    const { level } = await provenanceIn(
      'slsa-verifier/gha_generic/v2.1.0/binary-linux-amd64-push-v14.intoto.jsonl',
    );
    expect(level).toMatchObject({
      because:
        'Accepted up to Build L2 because the provenance cannot be forged, while the build itself ran in a job of the user.',
      sources: ['slsa-framework/slsa-github-generator#2344'],
    });
    expect(level?.restsOn).toContain(
      'The digests were handed over by the job that built; the generator makes no claim for the build.',
    );
  });
});
