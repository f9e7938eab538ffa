import type { ByteSource } from '../base/byte-source.ts';
import type { Digests } from '../base/digest.ts';
import type { Limits } from '../base/limits.ts';
import type { Expectations } from './expectations.ts';
import type { PublicKey } from './public-key.ts';
import type { SignatureVerifier } from './signature-verifier.ts';
import type { TrustedKey, TrustRoot } from './trust-root.ts';

/** Which bytes of the case a digest is of. `entry`: a file inside an archive, a layer or an image. */
export type ArtifactKind =
  | 'file'
  | 'package'
  | 'layer'
  | 'diffID'
  | 'config'
  | 'manifest'
  | 'index'
  | 'entry';

/** Bytes at hand that an attestation may be about. */
export interface Artifact {
  /** Whatever the caller knows it by; handed back in `about`. */
  readonly id: string;
  readonly name: string;
  /** What is known of it. Only SHA-256, SHA-384 and SHA-512 bind. */
  readonly digests: Digests;
  /** For signatures over the bytes themselves; absent when only a digest is known. */
  readonly source?: ByteSource;
  readonly kind?: ArtifactKind;
}

export interface VerifyOptions {
  readonly artifacts: readonly Artifact[];
  /**
   * The user named the artifacts: an attestation about none of them is about something else, and a bare signature is held
   * against them whatever digest it states.
   */
  readonly named?: boolean;
  /** Trusted roots the user accepts. Each verification takes one of them. */
  readonly roots: readonly TrustRoot[];
  readonly keys: readonly TrustedKey[];
  /** Different logs that must vouch for a signature and for its certificate, where the root lists any; 1 each. */
  readonly thresholds?: { readonly logs?: number; readonly certificateLogs?: number };
  /** Witnesses of logs whose cosignatures count (C2SP tlog-cosignature). */
  readonly witnesses?: readonly Witness[];
  readonly expectations?: Expectations;
  /** Milliseconds since 1970, for ages alone; no verdict depends on it. */
  readonly now?: number;
  readonly limits?: Limits;
  /** {@link platformVerifier} when absent. */
  readonly verifier?: SignatureVerifier;
}

export interface Witness {
  readonly name: string;
  readonly key: PublicKey;
}
