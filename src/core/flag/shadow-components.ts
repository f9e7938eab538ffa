import { formatComponents } from './counted.ts';
import { fromReconciliations } from './reconciled.ts';
import type { Rule } from './types.ts';

/** What is in an artifact and not in the SBOM that describes it. */
export const shadowComponents: Rule = {
  id: 'sbom.shadow',
  title: 'Components are in the artifact and not in its SBOM',
  grade: 'fact',
  why: 'Nobody who relies on the SBOM watches them: no advisory is looked up for what is not listed.',
  mayBeWrong:
    'The SBOM may speak of a part only, or of the sources. Packages that a listed one bundles count as covered.',
  remedy: 'Make the SBOM from the finished artifact, or find out how these got in.',
  *run(model) {
    yield* fromReconciliations(
      model,
      'only-found',
      (count, document, artifact, { complete, documentComplete }) => ({
        severity: documentComplete ? 'medium' : 'none',
        title: `${complete ? '' : 'At least '}${formatComponents(count)} in "${artifact}" ${count === 1 ? 'is' : 'are'} not in ${documentComplete ? '' : 'the part that was read of '}"${document}".`,
        detail: documentComplete ? '' : 'A part of the document was not read: they may be listed there.',
      }),
      () => 'found, not claimed',
    );
  },
};
