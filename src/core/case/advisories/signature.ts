import type { SourceId } from '../../model/source.ts';
import type { CaseModel } from '../model.ts';

/**
 * What the case knows of signatures over data that were dropped: `failed` where a check of one did not hold, `unproven`
 * where there is one and it could not be verified, under no root that is in force for example.
 */
export type DataSignature = 'verified' | 'failed' | 'unproven' | 'unsigned';

/** A failed signature speaks louder than one that holds: somebody changed something. */
export function signatureOver(
  { attestations }: Pick<CaseModel, 'attestations'>,
  source: SourceId,
): DataSignature {
  const verdicts = attestations
    .filter(({ about }) => about.some((one) => one.source === source))
    .map(({ verdict }) => verdict);
  if (verdicts.includes('failed')) return 'failed';
  if (verdicts.includes('verified')) return 'verified';
  return verdicts.length === 0 ? 'unsigned' : 'unproven';
}
