import { fate, fromObservations } from './observed.ts';
import type { Rule } from './types.ts';

/** Pickles that import what a model has no need of. */
export const pickleImports: Rule = {
  id: 'ai.pickle-import',
  title: 'A pickle imports what it should not',
  grade: 'policy',
  why: 'Loading a pickle calls the functions it names. One that starts processes, reads files or evaluates code is a program.',
  mayBeWrong: 'What is not known to be harmless is shown too; a rare library may need it.',
  remedy: 'Do not load it. Ask for the model in a format that holds no code.',
  *run(model) {
    yield* fromObservations(
      model,
      (kind) => kind.startsWith('pickle.'),
      (seen) => ({
        severity: seen.kind === 'pickle.dangerous' ? 'critical' : 'high',
        title: `"${seen.path}" imports ${seen.detail} when it is loaded.`,
        detail: `The import is part of the pickle.${fate(seen)}`,
      }),
    );
  },
};
