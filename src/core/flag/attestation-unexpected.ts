import { withProblem } from './attestation-problem.ts';
import type { Rule } from './types.ts';

/** Attestations that verify, by somebody else than expected. */
export const attestationUnexpected: Rule = {
  id: 'attestation.unexpected-identity',
  title: 'Somebody else than expected signed it',
  grade: 'fact',
  why: 'A signature proves who signed, not that this is who should have. You said whom you expect, and it is not them.',
  mayBeWrong: 'The expectation may be too narrow: a moved repository, a renamed workflow.',
  remedy: 'Find out whether this signer may publish it. If so, state it as expected; if not, do not use it.',
  *run(model) {
    yield* withProblem(model, 'unexpected', (one, name) => ({
      severity: 'high',
      contradicts: true,
      title: `"${name}" is signed, and not by whom you expect.`,
      detail: one.checks.find(({ status }) => status === 'fail')?.detail ?? '',
    }));
  },
};
