import type { Signify } from '../attest/envelope.ts';
import { wholeFile } from './minisign.ts';
import type { Outcome, Run } from './outcome.ts';
import { verifyOverFile } from './over-file.ts';

/** signify(1): Ed25519 over the file itself. */
export async function verifySignify(run: Run, content: Signify): Promise<Outcome> {
  const key = run.keys.find(({ keyId, key: held }) => keyId === content.keyId && held.kind === 'ed25519');
  return verifyOverFile(run, {
    id: 'signify.signature',
    hint: content.keyId,
    key,
    evidence: [{ label: 'Key number', value: content.keyId }],
    over: async ({ source }) => {
      if (key === undefined || source === undefined) return undefined;
      const message = await wholeFile(source, run.limits);
      return message === undefined
        ? undefined
        : run.verifier.verify(key.key, { name: 'ed25519' }, content.signature, message);
    },
  });
}
