import { withProblem } from './attestation-problem.ts';
import type { Rule } from './types.ts';

/** Signatures and attestations with a check that fails. */
export const attestationFailed: Rule = {
  id: 'attestation.failed',
  title: 'A signature or attestation fails',
  grade: 'fact',
  why: 'What it says was not signed by whom it names, or was changed since. Nothing in it can be relied on.',
  mayBeWrong:
    'A file that was changed on the way (line ends, unpacked and packed again) fails as well as a forged one.',
  remedy:
    'Get artifact and attestation again from their publisher. If it fails again, do not use the artifact.',
  *run(model) {
    yield* withProblem(model, 'failed', (one, name) => ({
      severity: 'high',
      contradicts: true,
      title: `"${name}" is not what was signed.`,
      detail: one.checks.find(({ status }) => status === 'fail')?.detail ?? '',
    }));
  },
};
