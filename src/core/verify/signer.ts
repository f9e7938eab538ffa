import type { FulcioClaim } from './fulcio-claims.ts';
import type { Origin } from './trust-root.ts';

/** Who signed, as far as it was read. Whether to believe it is the verdict's matter. */
export type Signer =
  | {
      readonly kind: 'certificate';
      readonly identity: string | undefined;
      readonly identityKind: 'email' | 'uri' | 'dns' | 'other' | undefined;
      readonly issuer: string | undefined;
      readonly claims: readonly FulcioClaim[];
      /** SHA-256 of the certificate and of its key. */
      readonly certificateSha256: string;
      readonly keySha256: string;
      readonly keyTitle: string;
      /** RFC 3339. */
      readonly notBefore: string;
      readonly notAfter: string;
    }
  | {
      readonly kind: 'key';
      readonly name: string;
      readonly origin: Origin;
      readonly keyId: string | undefined;
      readonly keySha256: string;
      readonly keyTitle: string;
    };
