import type { Bytes, Hex } from '../base/bytes.ts';
import type { CertificateAuthority } from './certificate-path.ts';
import type { PublicKey } from './public-key.ts';
import type { Scheme } from './signature-verifier.ts';
import type { Window } from './window.ts';

/** Where trust material came from: with Loupe, or from the user, who accepted it by its digest. */
export type Origin = 'shipped' | 'given';

/**
 * A trusted root the user accepts: authorities, logs and timestamp authorities that belong together. A verification takes
 * all of them from one root.
 */
export interface TrustRoot {
  readonly name: string;
  readonly origin: Origin;
  /** SHA-256 of the file it was read from. */
  readonly sha256: Hex;
  /** RFC 3339; when the metadata that brought it runs out. Says how fresh it is, and changes no verdict. */
  readonly expires: string | undefined;
  readonly authorities: readonly CertificateAuthority[];
  readonly logs: readonly TransparencyLog[];
  readonly ctLogs: readonly TransparencyLog[];
  readonly timestampAuthorities: readonly CertificateAuthority[];
  /** What the root lists and Loupe cannot use, one sentence each. */
  readonly unused: readonly string[];
}

export interface TransparencyLog {
  /** As the root lists it; of the key, where it lists none. */
  readonly id: Bytes;
  readonly baseUrl: string;
  readonly key: PublicKey;
  readonly scheme: Scheme;
  readonly validFor: Window;
}

/** A public key the user accepts, or one of npm's that Loupe ships. */
export interface TrustedKey {
  readonly name: string;
  readonly origin: Origin;
  /** SHA-256 of the file it was read from. */
  readonly sha256: Hex;
  /** When set, the key speaks only for signatures that name this id. */
  readonly keyId: string | undefined;
  /** What it is for, where its file says so: `npm:attestations`. */
  readonly usage: string | undefined;
  readonly key: PublicKey;
  readonly scheme: Scheme;
  /** Without it the key is good at any time. */
  readonly validFor: Window | undefined;
}
