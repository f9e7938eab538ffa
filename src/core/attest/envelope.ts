import type { Bytes, Hex } from '../base/bytes.ts';
import type { DigestAlgorithm } from '../base/digest.ts';
import type { Fault } from '../base/result.ts';
import type { Dsse } from './dsse.ts';

/**
 * What carries and signs a claim, in one form for every carrier. Nothing in it is verified; what could not be read is
 * named in `faults` by JSON pointer and left `undefined`, so that every check that can still run does.
 */
export interface Envelope {
  /** Id of the carrier that read it. */
  readonly carrier: string;
  /** As stated; empty where the carrier states none. */
  readonly mediaType: string;
  /** 1-based record within the file: line of a JSONL, element of a list. */
  readonly record: number;
  /** Bundle version whose rules hold for its log entries; absent where the carrier has no place for log entries. */
  readonly rules: BundleRules | undefined;
  readonly key: KeyMaterial;
  readonly content: Content | undefined;
  readonly logEntries: readonly LogEntry[];
  /** DER TimeStampResp each (RFC 3161 §2.4.2). */
  readonly timestamps: readonly Bytes[];
  readonly faults: readonly Fault[];
  /** What Google Cloud Build hands out around the envelope. Nobody signed it. */
  readonly cloudBuild?: CloudBuildSummary;
}

/** The unsigned parts of `gcloud artifacts docker images describe --show-provenance` around one envelope. */
export interface CloudBuildSummary {
  /** The readable copy of the statement, as parsed. */
  readonly text: unknown;
  readonly kind: string | undefined;
  readonly resourceUri: string | undefined;
  /** Of the image, `sha256:HEX`. */
  readonly digest: string | undefined;
  readonly fullyQualifiedDigest: string | undefined;
}

export type BundleRules = '0.1' | '0.2' | '0.3';

export type KeyMaterial =
  /** DER certificates, leaf first. `field` is where they were. */
  | {
      readonly form: 'certificates';
      readonly certificates: readonly Bytes[];
      readonly field: 'certificate' | 'x509CertificateChain' | 'pem';
    }
  /** An unauthenticated hint which key to use; may be empty. */
  | { readonly form: 'hint'; readonly hint: string }
  | { readonly form: 'none' };

export type Content =
  | Message
  | { readonly form: 'dsse'; readonly dsse: Dsse }
  /** An in-toto statement that nobody signed. */
  | { readonly form: 'statement'; readonly payload: Bytes }
  | Minisign
  | Signify
  | SshSignature
  /** A signature format that is recognized and cannot be checked. */
  | { readonly form: 'unsupported'; readonly what: string };

/** A signature over bytes that are elsewhere, or in `payload` where the carrier holds them. */
export interface Message {
  readonly form: 'message';
  readonly signature: Bytes;
  /** The digest the carrier states: it identifies the bytes and proves nothing (sigstore_common.proto). */
  readonly digest: { readonly algorithm: DigestAlgorithm; readonly hex: Hex } | undefined;
  readonly payload: Bytes | undefined;
  /** SHA-256 of the image manifest that the payload speaks of, where it is one of cosign's. */
  readonly image?: Hex | undefined;
}

export interface Minisign {
  readonly form: 'minisign';
  /** `ED`: over BLAKE2b-512 of the file; legacy `Ed`: over the file. */
  readonly prehashed: boolean;
  readonly keyId: Hex;
  readonly signature: Bytes;
  readonly trustedComment: string;
  /** Over signature and trusted comment. */
  readonly globalSignature: Bytes;
}

export interface Signify {
  readonly form: 'signify';
  readonly keyId: Hex;
  readonly signature: Bytes;
}

export interface SshSignature {
  readonly form: 'sshsig';
  /** Key in SSH wire format (RFC 4253 §6.6). */
  readonly publicKey: Bytes;
  readonly namespace: string;
  readonly reserved: Bytes;
  readonly hash: 'sha256' | 'sha512';
  readonly algorithm: string;
  readonly signature: Bytes;
}

/** An entry of a transparency log (sigstore_rekor.proto, TransparencyLogEntry). */
export interface LogEntry {
  /** JSON pointer of the entry. */
  readonly pointer: string;
  readonly logIndex: bigint;
  readonly logId: Bytes | undefined;
  readonly kind: string;
  readonly version: string;
  /** Seconds since 1970 as the log states them: proven only under the promise. 0 when there is none. */
  readonly integratedTime: bigint;
  /** Signed entry timestamp. */
  readonly promise: Bytes | undefined;
  readonly proof: InclusionProof | undefined;
  readonly body: Bytes | undefined;
}

export interface InclusionProof {
  readonly logIndex: bigint;
  readonly treeSize: bigint;
  readonly rootHash: Bytes | undefined;
  readonly hashes: readonly Bytes[];
  /** Signed note with the tree head. */
  readonly checkpoint: string | undefined;
}

/** An envelope with what is given and nothing else. */
export function envelope(parts: Pick<Envelope, 'carrier'> & Partial<Envelope>): Envelope {
  return {
    mediaType: '',
    record: 1,
    rules: undefined,
    key: { form: 'none' },
    content: undefined,
    logEntries: [],
    timestamps: [],
    faults: [],
    ...parts,
  };
}
