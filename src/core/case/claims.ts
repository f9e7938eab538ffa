import type { LayerAnnotations } from '../attest/carriers/cosign-layer.ts';
import type { Envelope } from '../attest/envelope.ts';
import { heldStatement } from '../attest/held-statement.ts';
import { readCarrier } from '../attest/read-carrier.ts';
import type { Bytes } from '../base/bytes.ts';
import type { DigestAlgorithm } from '../base/digest.ts';
import type { Limits } from '../base/limits.ts';
import type { Fault } from '../base/result.ts';

/** Signed and unsigned claims a source carries, kept to be verified whenever the case changes. */
export interface Claim {
  readonly bytes: Bytes;
  /** Of the image layer that holds it: cosign keeps signature and certificate there. */
  readonly annotations?: LayerAnnotations;
  readonly envelopes: number;
  /** Digests its subjects state, `sha256:HEX`: what to look for in the case. */
  readonly subjects: readonly string[];
  /** Digests of a file that its signatures are computed over, beside what subjects state. */
  readonly hashes: readonly DigestAlgorithm[];
}

/** Larger documents are not attestations (K: a bundle with 1,024 subjects is below 1 MiB). */
export const CLAIM_BYTES = 16 * 2 ** 20;

/** Reads what a source claims; `undefined` when it is no carrier of claims. Nothing is verified here. */
export function readClaim(
  name: string,
  bytes: Bytes,
  limits: Limits,
  annotations?: LayerAnnotations,
):
  | { readonly claim: Claim; readonly envelopes: readonly Envelope[]; readonly faults: readonly Fault[] }
  | undefined {
  const read = readCarrier({ name, bytes, annotations }, limits);
  if (!read.ok) return undefined;
  const { envelopes, digests, faults } = read.value;
  const stated = envelopes.flatMap((envelope) => subjectsOf(envelope, limits));
  const hashes = envelopes.flatMap(({ content }) => (content?.form === 'sshsig' ? [content.hash] : []));
  const listed = digests.map(({ algorithm, hex }) => `${algorithm}:${hex}`);
  return {
    claim: {
      bytes,
      envelopes: envelopes.length,
      subjects: [...new Set([...stated, ...listed])],
      hashes,
      ...(annotations === undefined ? {} : { annotations }),
    },
    envelopes,
    faults,
  };
}

function subjectsOf({ content }: Envelope, limits: Limits): string[] {
  if (content?.form === 'message' && content.image !== undefined) return [`sha256:${content.image}`];
  if (content?.form === 'message')
    return content.digest === undefined ? [] : [`${content.digest.algorithm}:${content.digest.hex}`];
  const statement = heldStatement({ content }, limits);
  return (statement?.subjects ?? []).flatMap(({ digests }) =>
    [...digests].map(([algorithm, value]) => `${algorithm}:${value}`),
  );
}

/** The algorithms beyond SHA-256 that are needed to say whether a file is a subject. */
export function algorithmsOf(claims: readonly Claim[]): DigestAlgorithm[] {
  const needed = new Set(
    claims.flatMap(({ subjects, hashes }) => [
      ...subjects.map((subject) => subject.split(':')[0]),
      ...hashes,
    ]),
  );
  return (['sha384', 'sha512'] as const).filter((algorithm) => needed.has(algorithm));
}
