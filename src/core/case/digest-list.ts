import type { DigestClaim } from '../attest/carriers/types.ts';
import type { Digests } from '../base/digest.ts';
import type { About, AttestationResult } from '../verify/result.ts';

/**
 * A line of a list of digests as a claim: nobody signed it, and it is about the files that have that digest. What a
 * signature over the list carries to them is worked out in {@link carriedBy}.
 */
export function listedDigest(
  { algorithm, hex, name, line }: DigestClaim,
  artifacts: readonly { readonly id: string; readonly digests: Digests }[],
): AttestationResult {
  const digest = `${algorithm}:${hex}`;
  const strong = algorithm === 'sha256' || algorithm === 'sha384' || algorithm === 'sha512';
  const about: About[] = artifacts
    .filter(({ digests }) => strong && digests[algorithm] === hex)
    .map(({ id }) => ({ subject: name, digest, source: id }));
  return {
    carrier: 'digest-list',
    record: line,
    mediaType: 'text/plain',
    predicateType: undefined,
    verdict: 'unsigned',
    about,
    unmatched: about.length === 0 ? [{ subject: name, digests: [digest] }] : [],
    signer: undefined,
    expected: 'none-stated',
    trustRoot: undefined,
    time: { proven: [], claimed: [] },
    checks: [],
    statement: undefined,
  };
}

/** A result with the source it came from. */
type Sourced = AttestationResult & { readonly source: string };

/**
 * Follows a signature over a list of digests to each file in the list: a path of two links, the second named by `via`.
 * The list's own rows stay what they are: claims that nobody signed.
 */
export function carriedBy<T extends Sourced>(results: readonly T[]): T[] {
  const lists = new Map<string, About[]>();
  for (const { carrier, source, about } of results) {
    if (carrier === 'digest-list') lists.set(source, [...(lists.get(source) ?? []), ...about]);
  }
  if (lists.size === 0) return [...results];
  return results.map((one) => {
    if (one.carrier === 'digest-list') return one;
    const carried = one.about.flatMap(({ source }) =>
      (lists.get(source) ?? []).map((file) => ({ ...file, via: source })),
    );
    return carried.length === 0 ? one : { ...one, about: [...one.about, ...carried] };
  });
}
