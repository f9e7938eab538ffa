import { withProblem } from './attestation-problem.ts';
import type { Rule } from './types.ts';

/** Signatures whose time nobody proves. */
export const attestationUndated: Rule = {
  id: 'attestation.undated',
  title: 'Nobody proves when it was signed',
  grade: 'fact',
  why: 'A certificate of ten minutes says who held the key in those minutes. Without a proven time the signature may be of any later day, by whoever found the key.',
  mayBeWrong: 'A log or timestamp may exist elsewhere, and only be missing from this file.',
  remedy: 'Ask for the bundle with its log entry or timestamp.',
  *run(model) {
    yield* withProblem(model, 'undated', (_one, name) => ({
      severity: 'medium',
      title: `"${name}" is signed, and nobody proves when.`,
      detail:
        'Signature and certificate agree; no log entry or timestamp of an accepted authority stands beside them.',
    }));
  },
};
