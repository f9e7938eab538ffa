import { fate, fromObservations, isSample } from './observed.ts';
import type { Rule } from './types.ts';

/** Tokens of vendors in files, shown by their first four characters. */
export const token: Rule = {
  id: 'secret.token',
  title: 'A token of a vendor lies in a file',
  grade: 'fact',
  why: 'Such tokens open an account for whoever holds them, and are searched for within minutes of being published.',
  mayBeWrong:
    'It has the form of the vendor’s tokens; whether it is valid cannot be told offline. Some (Google API keys) are meant to be seen, if restricted.',
  remedy: 'Withdraw the token at the vendor first, then take it out of the build.',
  *run(model) {
    yield* fromObservations(
      model,
      (kind) => kind.startsWith('secret.') && !kind.startsWith('secret.private-key'),
      (seen) => ({
        severity: isSample(seen.path) ? 'low' : seen.kind === 'secret.google-key' ? 'medium' : 'high',
        title: `"${seen.path}" holds a ${seen.detail.split(',')[0] ?? 'token'}.`,
        detail: `${seen.detail}. Only its beginning is shown.${fate(seen)}`,
      }),
    );
    // Variables and build arguments of an image lie in its config, for everybody who can pull it.
    for (const { source, plan } of model.images) {
      for (const { id, title, masked, pointer } of plan.config?.tokens ?? [])
        yield {
          severity: id === 'google-key' ? 'medium' : 'high',
          source,
          path: plan.configDocument?.path ?? '',
          key: `config\0${pointer}\0${id}\0${masked}`,
          title: `The config of the image holds a ${title}.`,
          detail: `${title}, ${masked}. Only its beginning is shown.`,
          evidence: [{ label: 'seen', value: `${title}, ${masked}`, at: pointer }],
        };
    }
  },
};
