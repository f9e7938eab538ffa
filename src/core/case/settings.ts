import type { Bytes, Hex } from '../base/bytes.ts';
import type { Digests } from '../base/digest.ts';
import type { SourceId } from '../model/source.ts';
import type { Expectations } from '../verify/expectations.ts';
import type { AcceptedData } from './advisories/data.ts';
import type { ReferenceKind } from './references.ts';

/**
 * What the user decided. The suspect never brings its own judge (DESIGN §1): a root or key changes a verdict only when
 * it is listed here, by the digest of the file it came in, by an explicit act.
 */
export interface Settings {
  readonly references: readonly AcceptedReference[];
  readonly expectations: Expectations;
  /** SHA-256 of the policy files whose expectations were taken over. */
  readonly policies: readonly Hex[];
  /** The roots that ship with Loupe are in force beside what was accepted. */
  readonly shipped: boolean;
  /** Digests the user named as the artifact, without its bytes. */
  readonly digests: readonly { readonly name: string; readonly digests: Digests }[];
  /** Advisory data in use. */
  readonly advisories: readonly AcceptedData[];
  /** Authors whose VEX statements may suppress findings, as their documents name them. */
  readonly vexAuthors: readonly string[];
  /** The user named the artifact: a claim about something else is not about it. */
  readonly named: boolean;
  /** Ids of the rules that are turned off, sorted. */
  readonly rulesOff: readonly string[];
}

export interface AcceptedReference {
  readonly as: Exclude<ReferenceKind, 'policy'>;
  readonly name: string;
  readonly sha256: Hex;
  readonly bytes: Bytes;
  /** Source it was dropped as; absent when an option named it. */
  readonly from?: SourceId;
  /** From `KEYID=FILE`: the keys speak only for signatures that name this id. */
  readonly keyId?: string;
}

export const NO_SETTINGS: Settings = {
  references: [],
  expectations: {},
  policies: [],
  shipped: true,
  digests: [],
  advisories: [],
  vexAuthors: [],
  named: false,
  rulesOff: [],
};
