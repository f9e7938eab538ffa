import { withProblem } from './attestation-problem.ts';
import type { Rule } from './types.ts';

/** Signatures by a key or authority that nobody accepted. */
export const attestationUnknownRoot: Rule = {
  id: 'attestation.unknown-root',
  title: 'A signature leads to no root you accept',
  grade: 'fact',
  why: 'A signature is worth what its root is worth. This one leads to a key or authority that is neither shipped nor accepted by you.',
  mayBeWrong: 'It may be a good key that you have not dropped, or not said to use.',
  remedy: 'Get the publisher’s key or trusted root from them by another way, drop it here and say to use it.',
  *run(model) {
    yield* withProblem(model, 'unknown-root', (_one, name) => ({
      severity: 'low',
      title: `The signature of "${name}" leads to no root you accept.`,
      detail: 'It may be right; nothing accepted here can tell.',
    }));
  },
};
