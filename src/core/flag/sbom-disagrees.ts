import { formatComponents } from './counted.ts';
import { fromReconciliations } from './reconciled.ts';
import type { Rule } from './types.ts';

/** Components of which SBOM and artifact say different things. */
export const sbomDisagrees: Rule = {
  id: 'integrity.sbom',
  title: 'An SBOM and the artifact disagree about a component',
  grade: 'fact',
  why: 'The same component, and another digest or licence than the SBOM claims: it was exchanged, or the SBOM is of another build.',
  mayBeWrong:
    'Tools compute digests over different things (the archive as published, the file as installed).',
  remedy: 'Compare with the component as its publisher hands it out.',
  *run(model) {
    yield* fromReconciliations(
      model,
      'disagrees',
      (count, document, artifact) => ({
        severity: 'medium',
        title: `"${document}" and "${artifact}" disagree about ${formatComponents(count)}.`,
        detail: '',
      }),
      ({ differences }) =>
        differences
          .map(({ field, claimed, found }) => `${field}: claimed ${claimed}, found ${found}`)
          .join('; '),
    );
  },
};
