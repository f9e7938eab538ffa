import type { Check, Verdict } from '../model/check.ts';
import type { Knowing } from '../model/knowing.ts';
import type { SourceId } from '../model/source.ts';
import type { Expectations } from '../verify/expectations.ts';
import type { HowStep } from './views.ts';

/** The Trust view: every claim of the case, what is in force to judge it, and what was dropped but not accepted. */
export interface TrustPage {
  readonly version: number;
  readonly rows: readonly AttestationRow[];
  readonly roots: readonly {
    readonly name: string;
    readonly origin: 'shipped' | 'given';
    readonly sha256: string;
    readonly expires: string | undefined;
  }[];
  /** Roots, keys and policies that were dropped. None has an effect until it is accepted. */
  readonly references: readonly ReferenceRow[];
  readonly expectations: Expectations;
  /** Claims that wait for verification. */
  readonly pending: number;
}

export interface ReferenceRow {
  readonly source: SourceId;
  readonly name: string;
  readonly as: 'root' | 'key' | 'policy';
  readonly sha256: string;
  readonly accepted: boolean;
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
  readonly checks: readonly Check[];
  readonly trustRoot: TrustPage['roots'][number] | undefined;
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
  /** The statement as indented JSON, from the bytes that were signed. */
  readonly statement: string | undefined;
  /** Readable raw material: certificate as PEM, log entries and envelope as JSON. */
  readonly raw: readonly { readonly title: string; readonly text: string }[];
  readonly how: readonly HowStep[];
}
