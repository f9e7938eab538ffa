import type { Check } from '../model/check.ts';
import { type AboutResult, aboutCheck } from './about.ts';
import { check } from './check.ts';
import type { CheckId } from './check-texts.ts';
import { checkForm } from './checks/form.ts';
import { checkKey } from './managed-key.ts';
import { materialOf } from './material.ts';
import type { Artifact } from './options.ts';
import type { Outcome, Run } from './outcome.ts';
import { keySigner } from './sigstore.ts';
import type { TrustedKey } from './trust-root.ts';
import { decide } from './verdict.ts';

/** A signature over a file in a format of its own: how to find its key, and how to check it. */
export interface FileSignature {
  readonly id: CheckId;
  /** How the signature names its key. */
  readonly hint: string;
  /** The accepted key it was made with. */
  readonly key: TrustedKey | undefined;
  /** What it says beside the file, with whether that is signed. */
  readonly evidence: Check['evidence'];
  /** Whether it is over this file; `undefined` when that cannot be computed. */
  over(artifact: Artifact): Promise<boolean | undefined>;
}

/** Most files without a hint which of them is meant. */
const MAX_TRIES = 16;

/** Verifies such a signature over the files at hand. A key needs no time. */
export async function verifyOverFile(run: Run, signature: FileSignature): Promise<Outcome> {
  const form = checkForm(materialOf(run.envelope, run.verifier));
  const { id, key } = signature;
  let over: Artifact | undefined;
  let wrong: Artifact | undefined;
  for (const artifact of run.artifacts.slice(0, run.named ? undefined : MAX_TRIES)) {
    const holds = await signature.over(artifact);
    if (holds === true) over ??= artifact;
    if (holds === false) wrong ??= artifact;
  }
  const found = {
    against: key === undefined ? '' : `${key.name} sha256:${key.key.sha256}`,
    evidence: signature.evidence,
  };
  const signing =
    over !== undefined
      ? check(id, 'pass', `The signature is over exactly "${over.name}".`, found)
      : wrong !== undefined && run.named
        ? check(id, 'fail', `The signature is not over "${wrong.name}", or not by this key.`, found)
        : check(
            id,
            'absent',
            'The file it is over is not at hand, or no key is accepted to check it with.',
            found,
          );
  const checks = [form.check, checkKey(key, signature.hint, run.keys, []), signing];
  return {
    verdict: decide({
      checks,
      required: ['sigstore.form', 'sigstore.key', id],
      known: key !== undefined,
      unread: form.unread,
      unsupported: false,
      needsTime: key?.validFor !== undefined,
    }),
    checks,
    about: aboutFile(over, run),
    signer: keySigner(key),
    root: undefined,
    times: [],
    statement: undefined,
  };
}

function aboutFile(over: Artifact | undefined, run: Run): AboutResult {
  const algorithm = (['sha512', 'sha384', 'sha256'] as const).find(
    (name) => over?.digests[name] !== undefined,
  );
  const about =
    over === undefined || algorithm === undefined
      ? []
      : [{ subject: '', digest: `${algorithm}:${over.digests[algorithm]}`, source: over.id }];
  return { check: aboutCheck(about, run.artifacts, run.named, []), about, unmatched: [] };
}
