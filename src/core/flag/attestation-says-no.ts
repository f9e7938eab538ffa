import { withProblem } from './attestation-problem.ts';
import type { Rule } from './types.ts';

/** Verified statements that speak against the artifact. */
export const attestationSaysNo: Rule = {
  id: 'attestation.says-no',
  title: 'A verified statement says no',
  grade: 'fact',
  why: 'The signature holds, and what was signed is that the artifact did not pass: a verification summary, a test result.',
  mayBeWrong: 'It speaks of the moment it was made, and of the policy of whoever made it.',
  remedy: 'Read why it did not pass, and use a version that did.',
  *run(model) {
    yield* withProblem(model, 'says-no', (one, name) => ({
      severity: 'high',
      contradicts: true,
      title: `"${name}" is verified, and says no.`,
      detail: (one.against ?? []).join(' '),
    }));
  },
};
