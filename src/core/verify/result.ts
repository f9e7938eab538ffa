import type { PredicateReading } from '../attest/predicates/types.ts';
import type { Statement } from '../attest/statement.ts';
import type { Check, Verdict } from '../model/check.ts';
import type { Expected } from './expectations.ts';
import type { ArtifactKind } from './options.ts';
import type { Signer } from './signer.ts';
import type { Origin } from './trust-root.ts';

/** A subject that is one of the artifacts. */
export interface About {
  /** Name in the statement; empty for a bare signature. */
  readonly subject: string;
  /** `sha256:HEX`: the strongest digest that agrees. */
  readonly digest: string;
  /** {@link Artifact.id} */
  readonly source: string;
  /** Which bytes of the source have that digest. */
  readonly kind?: ArtifactKind;
  /** The list of digests that the signature is over and that names this one; absent when it is signed itself. */
  readonly via?: string;
}

/** What became of one envelope: a row of the report's `attestations` (DESIGN §8), as far as verification fills it. */
export interface AttestationResult {
  readonly carrier: string;
  readonly record: number;
  readonly mediaType: string;
  /** As stated in the signed bytes; absent where there is no statement. */
  readonly predicateType: string | undefined;
  readonly verdict: Verdict;
  readonly about: readonly About[];
  /** Subjects (name and digests) that are none of the artifacts. */
  readonly unmatched: readonly { readonly subject: string; readonly digests: readonly string[] }[];
  readonly signer: Signer | undefined;
  readonly expected: Expected;
  readonly trustRoot:
    | {
        readonly name: string;
        readonly origin: Origin;
        readonly sha256: string;
        readonly expires: string | undefined;
      }
    | undefined;
  /** Proven times, earliest first (RFC 3339), and the window of the certificate they are held against. */
  readonly time: {
    readonly proven: readonly {
      readonly source: 'rfc3161' | 'log';
      readonly at: string;
      readonly by: string;
    }[];
    readonly claimed: readonly string[];
  };
  readonly checks: readonly Check[];
  /** What the signed bytes say, when they are a statement. To be shown as signed only under a verdict `verified`. */
  readonly statement: Statement | undefined;
  /** What the statement says, in the normal form of its predicate type. */
  readonly predicate?: PredicateReading;
  /** What the certificate says of the run, held against what the statement says of it; absent where one is missing. */
  readonly certificateVsStatement?: readonly FieldComparison[];
  /** How far the builder is accepted, and on what that rests; absent where there is no provenance. */
  readonly level?: AcceptedLevel;
  /** The statement says no: a verified statement against the artifact. One sentence each. */
  readonly against?: readonly string[];
}

/** One field of the run, as the certificate and as the statement has it. */
export interface FieldComparison {
  /** Name for people: "Source repository", "Commit", ... */
  readonly field: string;
  readonly certificate: string | undefined;
  readonly statement: string | undefined;
  /** `certificate-silent`: nobody but the statement says it. `statement-silent`: only the certificate does. */
  readonly status: 'confirmed' | 'certificate-silent' | 'statement-silent' | 'differs';
  /** Extension of the certificate, and JSON pointer in the statement. */
  readonly oid?: string;
  readonly pointer?: string;
}

/** "Accepted up to Build L*n*", with the reason. Never a badge: a level is a claim of the builder's owner. */
export interface AcceptedLevel {
  readonly track: 'build' | 'source';
  /** 0 to 3 (build), 0 to 4 (source). */
  readonly level: number;
  /** `accepted up to Build L3 because the builder ... `: one sentence. */
  readonly because: string;
  /** What it rests on, one sentence each: who claims it, what no file can show. */
  readonly restsOn: readonly string[];
  /** Where the claim about this builder is made. */
  readonly sources: readonly string[];
  /** Id of the row of the table of builders; absent when none fits. */
  readonly builder?: string;
}
