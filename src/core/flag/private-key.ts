import { fate, fromObservations, isSample } from './observed.ts';
import type { Rule } from './types.ts';

/** Private keys in files, whatever layer they are in. */
export const privateKey: Rule = {
  id: 'secret.private-key',
  title: 'A private key lies in a file',
  grade: 'fact',
  why: 'Whoever has the artifact has the key: to sign, to log in, or to read what was meant for its owner. Deleting it in a later layer does not take it away.',
  mayBeWrong:
    'The key may be a sample for tests, or long withdrawn. An encrypted key is as safe as its passphrase.',
  remedy: 'Replace the key and withdraw the old one, then build without it (mount secrets at build time).',
  *run(model) {
    yield* fromObservations(
      model,
      (kind) => kind.startsWith('secret.private-key'),
      (seen) => {
        const encrypted = seen.kind === 'secret.private-key-encrypted';
        const sample = isSample(seen.path);
        return {
          severity: sample ? 'low' : encrypted ? 'medium' : 'high',
          title: `"${seen.path}" holds a private key.`,
          detail: `${seen.detail}.${sample ? ' Its folder is one of tests or examples.' : ''}${fate(seen)}`,
        };
      },
    );
  },
};
