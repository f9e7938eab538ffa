import { withProblem } from './attestation-problem.ts';
import type { Rule } from './types.ts';

/** Statements without a signature that anyone accepted speaks for. */
export const attestationUnsigned: Rule = {
  id: 'attestation.unsigned',
  title: 'Nobody signed what a statement claims',
  grade: 'fact',
  why: 'Anyone can write such a statement, and change it. It is what somebody says, and no more.',
  mayBeWrong:
    'It may be signed elsewhere: a signature beside it, or one in a registry that was not dropped here.',
  remedy: 'Ask its author for a signature, or drop the one that belongs to it.',
  *run(model) {
    yield* withProblem(model, 'unsigned', (_one, name) => ({
      severity: 'low',
      title: `Nobody signed "${name}".`,
      detail: 'What it says is a claim without a signer.',
    }));
  },
};
