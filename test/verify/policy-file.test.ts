import { describe, expect, test } from 'vitest';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import type { Expectations } from '../../src/core/verify/expectations.ts';
import { readPolicy, writePolicy } from '../../src/core/verify/policy-file.ts';
import { shippedRoots } from '../../src/core/verify/shipped-trust.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { carried } from '../fixtures/attestation.ts';

const policy = (members: object): string => JSON.stringify({ schema: 'loupe.policy/1', ...members });

const WORKFLOW = 'https://github.com/trailofbits/pypi-attestations/.github/workflows/release.yml@**';
const ROW = { builderId: WORKFLOW, signer: 'builder', level: 3, because: 'we read this workflow' };

describe('a policy file', () => {
  test('states what the options of the command line state, and is read back as it was', () => {
    const members = {
      provenance: true,
      sourceUri: 'github.com/o/r',
      builderId: 'https://github.com/o/b',
      sourceVersionedTag: 'v1',
      workflowInputs: { level: 'high' },
      verifiedLevels: ['SLSA_BUILD_LEVEL_2'],
    };
    const read = readPolicy(policy(members));
    if (!read.ok) throw new Error(read.error.message);
    const { provenance, ...others } = members;
    expect(read.value).toEqual({ provenance: { policy: provenance, ...others } });
    expect(readPolicy(writePolicy(read.value))).toEqual(read);
  });

  test('holds builders of the user', () => {
    const read = readPolicy(policy({ builders: [ROW] }));
    expect(read.ok && read.value.builders).toMatchObject([
      { ...ROW, id: 'policy-1', restsOn: ['It rests on your own policy.'] },
    ]);
    if (read.ok) expect(readPolicy(writePolicy(read.value))).toEqual(read);
  });

  test.each<[object, string]>([
    [{ sourceURI: 'x' }, 'The policy was refused: /sourceURI is not a member of a policy.'],
    [{ sourceUri: '' }, 'The policy was refused: /sourceUri is empty.'],
    [{ provenance: 'yes' }, 'The policy was refused: /provenance is not true or false.'],
    [{ workflowInputs: { a: 1 } }, 'The policy was refused: /workflowInputs/a is not a text.'],
    [{ builders: [{ ...ROW, level: 4 }] }, 'The policy was refused: /builders/0/level is not 0, 1, 2 or 3.'],
    [
      { builders: [{ ...ROW, signer: 'me' }] },
      'The policy was refused: /builders/0/signer is none of builder, source-workflow, other-workflow, key, nobody.',
    ],
    [
      { builders: [{ ...ROW, levels: 3 }] },
      'The policy was refused: /builders/0/levels is not a member of a builder.',
    ],
  ])('%j is refused: %s', (members, message) => {
    const read = readPolicy(policy(members));
    expect(read.ok ? undefined : read.error.message).toBe(message);
  });
});

describeCorpus('a builder of the user', () => {
  test('goes before the table that ships, and the level says on what it rests', async () => {
    const file = ['provenance', 'pypi-pep740', 'pypi_attestations-0.0.19.tar.gz.slsa.attestation'] as const;
    const [envelope] = carried(corpusBytes(...file)).envelopes;
    if (envelope === undefined) throw new Error('no envelope');
    const levelUnder = async (expectations: Expectations) =>
      (await verifyAttestation(envelope, { artifacts: [], roots: shippedRoots(), keys: [], expectations }))
        .level;
    const read = readPolicy(policy({ builders: [ROW] }));
    if (!read.ok) throw new Error(read.error.message);
    expect(await levelUnder({})).toMatchObject({ level: 2, builder: 'github-workflow' });
    expect(await levelUnder(read.value)).toMatchObject({
      level: 3,
      builder: 'policy-1',
      because: 'Accepted up to Build L3 because we read this workflow.',
    });
  });
});
