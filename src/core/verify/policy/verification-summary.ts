import type { VerificationSummary } from '../../attest/predicates/types.ts';
import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import type { BuilderPolicy } from './types.ts';

/** Verification summaries: the verifier, the resource, the result and the levels (slsa.dev, "How to verify"). */
export const verificationSummaryPolicy: BuilderPolicy = {
  id: 'verification-summary',
  title: 'Verification summary',
  spec: 'SLSA v1.2 "Verification Summary Attestation", How to verify; slsa-verifier, VerifyVSA',
  recognizes: ({ reading }) => reading.predicate.kind === 'verification-summary',
  judge: ({ reading: { predicate }, expected }) => {
    if (predicate.kind !== 'verification-summary') return [];
    const { verifierId, resourceUri, verifiedLevels } = expected;
    return [
      ...(verifierId === undefined
        ? []
        : [same('summary.verifier', predicate.verifierId?.value, verifierId, 'Verified by')]),
      ...(resourceUri === undefined
        ? []
        : [same('summary.resource', predicate.resourceUri?.value, resourceUri, 'It speaks of')]),
      resultCheck(predicate),
      ...(verifiedLevels === undefined ? [] : [levelsCheck(predicate, verifiedLevels)]),
    ];
  },
};

function same(
  id: 'summary.verifier' | 'summary.resource',
  actual: string | undefined,
  expected: string,
  says: string,
): Check {
  const right = actual === expected;
  const detail = `${says} ${actual ?? 'nobody that is named'}${right ? '.' : `; you expect ${expected}.`}`;
  return check(id, right ? 'pass' : 'fail', detail, { against: expected });
}

function resultCheck({ result }: VerificationSummary): Check {
  const passed = result?.value === 'PASSED';
  return check(
    'summary.result',
    passed ? 'pass' : 'fail',
    passed ? 'The verification passed.' : `The result is ${result?.value ?? 'not stated'}, not PASSED.`,
  );
}

/** `SLSA_BUILD_LEVEL_3` includes the lower levels of its track; any other level must be there as it is. */
function levelsCheck({ verifiedLevels }: VerificationSummary, expected: readonly string[]): Check {
  const stated = verifiedLevels.map(({ value }) => value);
  const missing = expected.find((level) => !stated.some((one) => covers(one, level)));
  return missing === undefined
    ? check('summary.levels', 'pass', `Verified: ${stated.join(', ')}.`, { against: expected.join(', ') })
    : check(
        'summary.levels',
        'fail',
        `${missing} is not among what was verified: ${stated.join(', ') || 'nothing'}.`,
        {
          against: expected.join(', '),
        },
      );
}

function covers(stated: string, wanted: string): boolean {
  if (stated === wanted) return true;
  const [, track, level] = /^SLSA_([A-Z]{1,32})_LEVEL_(\d{1,2})$/.exec(stated) ?? [];
  const [, wantedTrack, wantedLevel] = /^SLSA_([A-Z]{1,32})_LEVEL_(\d{1,2})$/.exec(wanted) ?? [];
  return track !== undefined && track === wantedTrack && Number(level) >= Number(wantedLevel);
}
