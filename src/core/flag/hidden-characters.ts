import { fate, fromObservations } from './observed.ts';
import type { Rule } from './types.ts';

/** Characters in code that a reader does not see. */
export const hiddenCharacters: Rule = {
  id: 'content.hidden-characters',
  title: 'Code holds characters that cannot be seen',
  grade: 'fact',
  why: 'They make a reviewer read other code than the compiler does (Trojan Source), or carry hidden bytes and instructions.',
  mayBeWrong:
    'Code that handles text in Arabic or Hebrew, or tests of it, may hold directions on purpose. They are there either way.',
  remedy: 'Open the line in an editor that shows them, and find out who put them there.',
  *run(model) {
    yield* fromObservations(
      model,
      (kind) => kind.startsWith('hidden.'),
      (seen) => ({
        severity: seen.kind === 'hidden.bidi' ? 'medium' : 'high',
        title: `"${seen.path}" holds ${seen.detail}.`,
        detail: `First at ${seen.pointer ?? 'an unknown line'}.${fate(seen)}`,
      }),
    );
  },
};
