import { fate, fromObservations } from './observed.ts';
import type { Rule } from './types.ts';

/** Install-time code that decodes something and runs it. */
export const decodeAndRun: Rule = {
  id: 'install.decode-and-run',
  title: 'Code that runs at install time decodes something and runs it',
  grade: 'hint',
  why: 'Most malicious packages hide what they do at install time behind an encoding; few honest ones do.',
  mayBeWrong:
    'It is a guess by form. Installers that fetch a program by shell do the same, as do some build scripts.',
  remedy: 'Read the file before anyone installs it.',
  *run(model) {
    yield* fromObservations(
      model,
      (kind) => kind.startsWith('run.decoded'),
      (seen) => ({
        severity: 'medium',
        title: `"${seen.path}" ${seen.detail}.`,
        detail: `It runs when the package is installed. First at ${seen.pointer ?? 'an unknown line'}.${fate(seen)}`,
      }),
    );
  },
};
