import type { Verdict } from '../../model/check.ts';
import type { AcceptedLevel, FieldComparison } from '../result.ts';
import { knownPair, type PairInput } from './pair.ts';
import type { BuilderRow } from './types.ts';

const SPEC = 'https://slsa.dev/spec/v1.2/build-track-basics';

const NOT_VERIFIED: Readonly<Record<Exclude<Verdict, 'verified' | 'failed'>, string>> = {
  undated: 'when it was signed is not proven, so neither is who signed it',
  unsigned: 'provenance is there, and nobody signed it',
  'unknown-root': 'nobody you accept speaks for the signature',
  unsupported: 'the signature could not be checked',
};

/**
 * Up to which Build level provenance is accepted, why, and on what that rests (SLSA v1.2 "Verifying artifacts", step 1:
 * a builder that is not known is accepted for L1).
 */
export function acceptedLevel(
  input: PairInput,
  verdict: Verdict,
  comparison: readonly FieldComparison[],
  own: readonly BuilderRow[] = [],
): AcceptedLevel {
  const say = (level: number, because: string, rest: Partial<AcceptedLevel> = {}): AcceptedLevel => ({
    track: 'build',
    level,
    because: `Accepted up to Build L${level} because ${because}.`,
    restsOn: [],
    sources: [SPEC],
    ...rest,
  });
  if (verdict === 'failed') return say(0, 'a check of the signature failed');
  if (comparison.some(({ status }) => status === 'differs'))
    return say(0, 'the statement says something else than the certificate it is signed with');
  const row = knownPair(input, own);
  if (verdict !== 'verified') {
    return say(1, NOT_VERIFIED[verdict], row === undefined ? {} : { builder: row.id, restsOn: [row.pair] });
  }
  if (row === undefined) {
    return say(1, 'this builder, signed for by this signer, is not known', {
      restsOn: ['A builder you trust can be added to the policy.'],
    });
  }
  const runner = input.certificate?.runner?.value;
  const selfHosted = runner === 'self-hosted' && row.level > 2;
  return say(selfHosted ? 2 : row.level, selfHosted ? 'it ran on a runner of the user' : row.because, {
    restsOn: [
      row.pair,
      ...row.restsOn,
      ...(runner === 'self-hosted'
        ? ['It ran on a machine of the user, whose owner could change anything on it.']
        : []),
    ],
    sources: row.sources,
    builder: row.id,
  });
}
