import type { Check, Verdict } from '../model/check.ts';
import type { Knowing } from '../model/knowing.ts';
import type { SourceId } from '../model/source.ts';
import type { Expectations } from '../verify/expectations.ts';
import type { ReferenceKind } from './references.ts';
import type { HowStep } from './views.ts';

/** The Trust view: every claim of the case, what is in force to judge it, and what was dropped but not accepted. */
export interface TrustPage {
  readonly version: number;
  readonly rows: readonly AttestationRow[];
  readonly roots: readonly RootRow[];
  /** Files of keys in force. */
  readonly keys: readonly {
    readonly name: string;
    readonly origin: 'shipped' | 'given';
    readonly sha256: string;
    readonly keys: number;
  }[];
  /** Roots, keys and policies that were dropped. None has an effect until it is accepted. */
  readonly references: readonly ReferenceRow[];
  readonly expectations: Expectations;
  /** Claims that wait for verification. */
  readonly pending: number;
}

export interface RootRow {
  readonly name: string;
  readonly origin: 'shipped' | 'given';
  readonly sha256: string;
  /** RFC 3339; when its TUF metadata runs out. */
  readonly expires: string | undefined;
  /** RFC 3339; when the newest authority or log in it came into use: how old the root is at most. */
  readonly newest: string | undefined;
  /** The root of the samples, under which anybody can sign. */
  readonly demo: boolean;
}

export interface ReferenceRow {
  readonly source: SourceId;
  readonly name: string;
  readonly as: ReferenceKind;
  readonly sha256: string;
  readonly accepted: boolean;
  /** It is the root of the samples. */
  readonly demo: boolean;
  /** Why it cannot be used. */
  readonly refused: string | undefined;
}

export interface AttestationRow {
  /** `source\0record`: what the detail is asked by. */
  readonly id: string;
  readonly source: SourceId;
  readonly sourceName: string;
  readonly record: number;
  /** `SLSA provenance v1`, `Signature over bytes`, the predicate type where it is not known. */
  readonly title: string;
  readonly verdict: Verdict;
  readonly expected: 'met' | 'unmet' | 'none-stated';
  /** Proven only when verified, about something here, and expected (DESIGN §11). */
  readonly state: Knowing;
  /** The verdict in a sentence. */
  readonly sentence: string;
  readonly signer: string;
  readonly time: string | undefined;
  readonly about: readonly {
    readonly subject: string;
    readonly digest: string;
    readonly source: SourceId;
    readonly name: string;
  }[];
  readonly unmatched: number;
  readonly failing: readonly string[];
}

export interface AttestationDetail {
  readonly row: AttestationRow;
  readonly checks: readonly CheckRow[];
  readonly trustRoot: RootRow | undefined;
  /** What carries it: `bundle`, `pem`. */
  readonly carrier: string;
  readonly mediaType: string;
  readonly statementType: string | undefined;
  readonly predicateType: string | undefined;
  /** What to expect if this signer is the one the user wants; absent where there is nobody to expect. */
  readonly expectable: Pick<Expectations, 'identity' | 'issuer' | 'keySha256'> | undefined;
  /** RFC 3339 instants for the drawn time line. */
  readonly timeline: {
    readonly certificate: { readonly from: string; readonly to: string } | undefined;
    readonly proven: readonly {
      readonly source: 'rfc3161' | 'log';
      readonly at: string;
      readonly by: string;
    }[];
    readonly claimed: readonly string[];
  };
  /** Fields of the certificate or key, named. */
  readonly signerFields: readonly {
    readonly label: string;
    readonly value: string;
    readonly oid: string | undefined;
  }[];
  readonly subjects: readonly {
    readonly name: string;
    readonly digests: readonly string[];
    readonly matched: boolean;
  }[];
  /** Readable raw material: certificate as PEM, log entries and envelope as JSON. */
  readonly raw: readonly (RawText & { readonly title: string })[];
  readonly how: readonly HowStep[];
}

/** A text from a file, cut off where it is very long. */
export interface RawText {
  readonly text: string;
  /** Characters of the whole. */
  readonly length: number;
}

export interface CheckRow extends Check {
  /** A pass that was held against something from outside the file that the user accepts: the only one that is green. */
  readonly outside: boolean;
}
