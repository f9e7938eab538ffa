import type { JsonFields } from '../../attest/json-fields.ts';
import type { Bytes } from '../../base/bytes.ts';
import type { Hash } from '../hash.ts';

/** What the body of a log entry says was signed, by what, with which result. */
export interface EntryRecord {
  /** `undefined` where the kind does not record the signature itself. */
  readonly signature: Bytes | undefined;
  readonly verifier: EntryVerifier;
  readonly digests: readonly EntryDigest[];
  readonly payloadType: string | undefined;
}

export interface EntryVerifier {
  readonly form: 'certificate' | 'key';
  readonly der: Bytes;
}

export interface EntryDigest {
  /** `signed`: of the message, or of the pre-authentication encoding of an envelope. `payload`: of its payload. */
  readonly over: 'signed' | 'payload' | 'envelope';
  readonly algorithm: Hash;
  readonly digest: Bytes;
}

/** A kind of log entry at one version. */
export interface EntryKind {
  /** `hashedrekord/0.0.1` */
  readonly id: string;
  readonly spec: string;
  /** Which contents of a bundle it can stand for. */
  readonly content: readonly ('message' | 'dsse')[];
  /** Why Loupe refuses it although it can read it. */
  readonly refused?: string;
  /** Reads the `spec` member of a body; what is wrong is noted there, and `undefined` returned. */
  read(spec: JsonFields): EntryRecord | undefined;
}
