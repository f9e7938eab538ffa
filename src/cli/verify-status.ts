import type { CaseAttestation, CaseModel } from '../core/case/model.ts';

export interface Outcome {
  readonly status: 0 | 1;
  /** Attestations that the status speaks of. */
  readonly counted: readonly CaseAttestation[];
  readonly sentence: string;
}

/** SLSA provenance, whatever its version: what is expected of a statement when no `--type` is given. */
const PROVENANCE = /^https:\/\/slsa\.dev\/provenance\/v(?:0\.1|0\.2|1)$/;

/**
 * The exit status of `verify` (DESIGN §8). Only attestations of the type asked for count; of those, every one about the
 * artifact must be verified and meet the expectations, and there must be one. Without an artifact, verdict and
 * expectations alone decide.
 */
export function decide(
  { attestations }: CaseModel,
  asked: { readonly artifact: boolean; readonly type: string | undefined },
): Outcome {
  const ofType = attestations.filter(({ predicateType }) => matches(predicateType, asked.type));
  const counted = asked.artifact ? ofType.filter(({ about }) => about.length > 0) : ofType;
  const no = (sentence: string): Outcome => ({ status: 1, counted, sentence });
  if (attestations.length === 0) return no('It holds no attestation.');
  if (ofType.length === 0) return no(`None of ${attestations.length} attestations is of the type asked for.`);
  // One that claims this artifact and does not hold speaks as loudly as one that holds.
  const broken = ofType.find(({ verdict }) => verdict !== 'verified');
  if (counted.length === 0) {
    return no(
      broken === undefined ? 'No attestation is about this artifact.' : `Not verified: ${broken.verdict}.`,
    );
  }
  const unverified = counted.find(({ verdict }) => verdict !== 'verified');
  if (unverified !== undefined) return no(`Not verified: ${unverified.verdict}.`);
  const unexpected = counted.find(({ expected }) => expected !== 'met');
  if (unexpected !== undefined) {
    return no(
      unexpected.expected === 'unmet'
        ? 'Verified, but not signed by whom you expect.'
        : 'Verified, but you have not said whom you expect: give --identity and --issuer, --key, or --any-signer.',
    );
  }
  return { status: 0, counted, sentence: 'Verified, and signed by whom you expect.' };
}

function matches(predicateType: string | undefined, asked: string | undefined): boolean {
  if (asked !== undefined) return predicateType === asked;
  return predicateType === undefined || PROVENANCE.test(predicateType);
}
