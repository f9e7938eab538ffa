import { expect, test } from 'vitest';
import { describeCorpus } from '../../corpus.ts';
import { readAs, statementsIn } from './read.ts';

const V1 = 'https://slsa.dev/verification_summary/v1';

test('a level is listed with its place; no dependency levels are not an empty list of them', () => {
  const summary = {
    verifier: { id: 'https://v' },
    verificationResult: 'FAILED',
    verifiedLevels: ['SLSA_BUILD_LEVEL_2'],
  };
  expect(readAs('verification-summary', V1, summary).found).toMatchObject({
    result: { value: 'FAILED', pointer: '/predicate/verificationResult' },
    verifiedLevels: [{ value: 'SLSA_BUILD_LEVEL_2', pointer: '/predicate/verifiedLevels/0' }],
    dependencyLevels: undefined,
  });
  expect(
    readAs('verification-summary', V1, { ...summary, dependencyLevels: {} }).found.dependencyLevels,
  ).toEqual([]);
});

test('v0.2 with underscores', () => {
  const { found } = readAs('verification-summary', 'https://slsa.dev/verification_summary/v0.2', {
    verifier: { id: 'v' },
    verification_result: 'PASSED',
    policy_level: 'SLSA_LEVEL_3',
    resource_uri: 'r',
  });
  expect([found.result?.value, found.verifiedLevels[0]?.value, found.resourceUri?.value]).toEqual([
    'PASSED',
    'SLSA_LEVEL_3',
    'r',
  ]);
});

describeCorpus('a summary of the corpus', () => {
  test('of Docker', () => {
    const [statement] = statementsIn('docker-attest/vsa.json');
    const { found } = readAs('verification-summary', statement?.predicateType ?? '', statement?.predicate);
    expect(found.verifierId?.value).toBe('https://docker.com');
    expect(found.policy?.uri).toBe('https://docker.com/library/policy');
    expect(found.verifiedLevels.map(({ value }) => value)).toEqual(['SLSA_BUILD_LEVEL_3']);
  });
});
