import { formatComponents } from './counted.ts';
import { fromReconciliations } from './reconciled.ts';
import type { Rule } from './types.ts';

/** What an SBOM claims and the artifact it describes does not have. */
export const ghostComponents: Rule = {
  id: 'sbom.ghost',
  title: 'An SBOM claims components that are not there',
  grade: 'fact',
  why: 'It was made of something else than what is here: another version, the sources, or a guess. What it says of the rest is in doubt too.',
  mayBeWrong:
    'What is linked into a program without a trace, or lies in a part that was not read, is not found either.',
  remedy: 'Ask for the SBOM of this very artifact, by its digest.',
  *run(model) {
    yield* fromReconciliations(
      model,
      'only-claimed',
      (count, document, artifact, { complete }) => ({
        severity: complete ? 'low' : 'none',
        title: `${formatComponents(count)} that "${document}" claims ${count === 1 ? 'was' : 'were'} not found in "${artifact}".`,
        detail: complete ? '' : 'A part of the artifact was not read: they may be there.',
      }),
      ({ notes }) => (notes.length === 0 ? 'claimed, not found' : `claimed, ${notes.join(', ')}`),
    );
  },
};
