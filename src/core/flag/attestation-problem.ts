import { displayName } from '../base/names.ts';
import type { CaseAttestation, CaseModel } from '../case/model.ts';
import type { Check } from '../model/check.ts';
import type { Flagged } from './types.ts';

/** What is wrong with an attestation, the worst alone: there is at most one finding for each (DESIGN §5). */
export type Problem =
  | 'failed'
  | 'says-no'
  | 'differs'
  | 'unexpected'
  | 'undated'
  | 'unknown-root'
  | 'unsigned';

export function problemOf(one: CaseAttestation): Problem | undefined {
  if (one.verdict === 'failed') return 'failed';
  if (one.verdict === 'verified' && (one.against ?? []).length > 0) return 'says-no';
  const differs = one.checks.some(({ id, status }) => id === 'provenance.certificate' && status === 'fail');
  if (one.verdict === 'verified' && differs) return 'differs';
  if (one.verdict === 'verified') return one.expected === 'unmet' ? 'unexpected' : undefined;
  if (one.verdict === 'unsigned' && one.carrier === 'digest-list') return undefined;
  return one.verdict === 'unsupported' ? undefined : one.verdict;
}

/** Findings about the attestations that have one problem, each with the ids of the checks that tell it. */
export function* withProblem(
  model: CaseModel,
  problem: Problem,
  say: (one: CaseAttestation, name: string) => Pick<Flagged, 'severity' | 'title' | 'detail' | 'contradicts'>,
): Generator<Flagged> {
  const names = new Map(model.sources.map(({ id, name }) => [id, displayName(name)]));
  for (const one of model.attestations) {
    if (problemOf(one) !== problem) continue;
    yield {
      ...say(one, names.get(one.source) ?? ''),
      source: one.source,
      key: `${one.carrier}\0${one.record}`,
      evidence: one.checks
        .filter(({ status }) => status === 'fail' || status === 'absent')
        .map((check: Check) => ({ label: check.id, value: check.detail })),
    };
  }
}
