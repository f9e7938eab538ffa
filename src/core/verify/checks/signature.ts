import { collect } from '../../base/byte-source.ts';
import { fromHex } from '../../base/bytes.ts';
import type { DigestAlgorithm } from '../../base/digest.ts';
import type { Limits } from '../../base/limits.ts';
import type { Check, CheckStatus } from '../../model/check.ts';
import { registryScheme } from '../algorithm.ts';
import { check } from '../check.ts';
import type { CheckId } from '../check-texts.ts';
import type { Material } from '../material.ts';
import type { Artifact } from '../options.ts';
import { keyTitle, type PublicKey } from '../public-key.ts';
import type { Scheme } from '../signature-verifier.ts';

export interface SignatureResult {
  readonly check: Check;
  /** The file the signature was computed over and holds for. */
  readonly over: Artifact | undefined;
}

/** Files a signature may be over. */
export interface Candidates {
  readonly artifacts: readonly Artifact[];
  /** The user named them, or the signature states their digest: if it is over none of them, it is wrong. */
  readonly meant: boolean;
}

/** Files a bare signature may be over: those named, those with the digest it states, or all there are. */
export function candidatesFor(
  hints: readonly { readonly algorithm: DigestAlgorithm; readonly hex: string }[],
  artifacts: readonly Artifact[],
  named: boolean,
): Candidates {
  if (named) return { artifacts, meant: true };
  if (hints.length === 0) return { artifacts: artifacts.slice(0, MAX_TRIES), meant: false };
  const stated = artifacts.filter(({ digests }) =>
    hints.some(({ algorithm, hex }) => digests[algorithm] === hex),
  );
  return { artifacts: stated, meant: stated.length > 0 };
}

/** Without any hint, every file would have to be tried. */
const MAX_TRIES = 16;

/**
 * The signature over the envelope's pre-authentication encoding, or over a message: one of the candidates, by digest or by
 * its bytes (client-spec §4.5). Which hash is used follows the key.
 */
export async function checkSignature(
  material: Material,
  key: PublicKey | undefined,
  scheme: Scheme | undefined,
  candidates: Candidates,
  limits: Limits,
  id: CheckId = 'sigstore.signature',
): Promise<SignatureResult> {
  const { signature, signed, verifier } = material;
  const say = (status: CheckStatus, detail: string, over?: Artifact): SignatureResult => ({
    check: check(id, status, detail, {
      against: key === undefined ? '' : `${keyTitle(key)} key sha256:${key.sha256}`,
    }),
    over,
  });
  if (signature === undefined) return say('fail', 'There is no signature that can be read.');
  if (key === undefined) return say('absent', 'There is no key that could be tried.');
  const used = scheme ?? registryScheme(key);
  if (signed !== undefined) {
    const holds = await verifier.verify(key, used, signature, signed);
    return holds
      ? say('pass', 'The signature is over exactly the bytes in the envelope.')
      : say('fail', 'The signature is not over these bytes, or not by this key.');
  }
  let computed = 0;
  for (const artifact of candidates.artifacts) {
    const holds = await overArtifact(material, key, used, artifact, limits);
    if (holds === true) return say('pass', `The signature is over exactly "${artifact.name}".`, artifact);
    if (holds === false) computed++;
  }
  if (computed > 0 && candidates.meant)
    return say('fail', 'The signature is not over this file, or not by this key.');
  return say('absent', missing(used, candidates.artifacts, computed));
}

function missing(scheme: Scheme, candidates: readonly Artifact[], computed: number): string {
  if (candidates.length === 0) return 'The file it is over is not at hand.';
  if (computed > 0) return 'It is over none of the files at hand; the file it is over may not be among them.';
  return scheme.name === 'ed25519' || scheme.name === 'ed448'
    ? 'A plain Ed25519 or Ed448 signature is over the file itself: its digest is not enough.'
    : `The ${'hash' in scheme ? scheme.hash : 'sha512'} digest of the file is not known, and the file is not at hand.`;
}

/** `undefined` when it cannot be computed from what is known of the file. */
async function overArtifact(
  { signature, verifier }: Material,
  key: PublicKey,
  scheme: Scheme,
  artifact: Artifact,
  limits: Limits,
): Promise<boolean | undefined> {
  if (signature === undefined) return undefined;
  if (scheme.name !== 'ed25519' && scheme.name !== 'ed448') {
    const digest = fromHex(artifact.digests[scheme.name === 'ed25519ph' ? 'sha512' : scheme.hash] ?? '');
    if (digest !== undefined && digest.length > 0)
      return verifier.verifyDigest(key, scheme, signature, digest);
  } else if (scheme.name === 'ed25519') {
    // hashedrekord signs with Ed25519ph (algorithm-registry.md); other signers, the file itself.
    const digest = fromHex(artifact.digests.sha512 ?? '');
    if (digest !== undefined && verifier.verifyDigest(key, { name: 'ed25519ph' }, signature, digest))
      return true;
  }
  if (artifact.source === undefined || artifact.source.size > limits.parsedNested) return undefined;
  const bytes = await collect(artifact.source.stream(), limits.parsedNested);
  return bytes === undefined ? undefined : verifier.verify(key, scheme, signature, bytes);
}
