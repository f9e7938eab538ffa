import type { CaseAttestation } from '../model.ts';

/** Only these bind a statement to bytes. */
const BINDING = ['sha256', 'sha384', 'sha512'];

/** Digests a claim is over, `algorithm:hex`. */
export function digestsOf({ about, statement }: CaseAttestation): ReadonlySet<string> {
  const stated = (statement?.subjects ?? []).flatMap(({ digests }) =>
    [...digests].filter(([algorithm]) => BINDING.includes(algorithm)).map((pair) => pair.join(':')),
  );
  return new Set([...stated, ...about.map(({ digest }) => digest)]);
}

export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((digest) => b.has(digest));
}
