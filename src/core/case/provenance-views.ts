import type { Knowing } from '../model/knowing.ts';
import type { AcceptedLevel, FieldComparison } from '../verify/result.ts';
import type { Target } from './views.ts';

/** Everything the Trust view says about one claim beyond its checks: the path, the fifteen questions, the comparisons. */
export interface ProvenanceDetail {
  /** {@link AttestationRow.id} */
  readonly id: string;
  readonly path: TrustPath;
  readonly questions: readonly Answered[];
  /** The certificate against the statement, field by field; empty where one of them is missing. */
  readonly certificateVsStatement: readonly (FieldComparison & { readonly state: Knowing })[];
  readonly level: AcceptedLevel | undefined;
  /** Against the provenance of another release in the case; absent where there is none. */
  readonly comparison: ReleaseComparison | undefined;
  /** What the statement says, by field, in its own order. Values that look like secrets are masked. */
  readonly says: readonly SaidGroup[];
}

/** How a link of the path, or a value, is known. */
export type LinkLabel =
  | 'proven'
  | 'certificate says'
  | 'statement claims'
  | 'missing'
  | 'contradicted'
  | 'not inspected';

/** From the source to the dropped bytes: stops, and a link from each to the next. */
export interface TrustPath {
  readonly sentence: string;
  readonly stops: readonly PathStop[];
  /** One fewer than stops: link `i` leads from stop `i` to the next. */
  readonly links: readonly PathLink[];
}

export interface PathStop {
  readonly id: 'source' | 'commit' | 'builder' | 'inputs' | 'signature' | 'bytes';
  readonly title: string;
  /** The one value that names it; empty where nothing does. */
  readonly value: string;
  /** The whole value, where the one shown is shortened. */
  readonly whole: string;
  readonly detail: string;
  readonly target: Target | undefined;
}

export interface PathLink {
  readonly label: LinkLabel;
  readonly state: Knowing;
  /** Why it is labelled so: one sentence. */
  readonly why: string;
}

/** One of the fifteen questions with its answer. */
export interface Answered {
  readonly id: string;
  readonly number: number;
  readonly question: string;
  /** One sentence. */
  readonly answer: string;
  readonly state: Knowing;
  /** A sharper word for the state: `undated`, `certificate says`. */
  readonly word: string | undefined;
  readonly evidence: readonly QuestionEvidence[];
  readonly threats: readonly Threat[];
  /** Why one asks, for someone who never did. */
  readonly why: string;
  /** What the answer does not tell, however good it is. */
  readonly limits: string;
  /** What to do; empty where nothing is to be done. */
  readonly remedy: string;
}

export interface QuestionEvidence {
  readonly label: string;
  readonly value: string;
  /** Where it stands: JSON pointer in the statement, OID in the certificate, id of a check. */
  readonly at?: string;
  readonly state?: Knowing;
  readonly target?: Target;
}

/** A threat of the SLSA threat model. Letters changed between versions, so the version stands beside the letter. */
export interface Threat {
  readonly letter: string;
  readonly version: string;
  readonly title: string;
}

/** Two provenances of one package side by side. */
export interface ReleaseComparison {
  /** {@link AttestationRow.id} of the other, and what it is about. */
  readonly other: string;
  readonly name: string;
  readonly otherName: string;
  readonly rows: readonly ComparedField[];
}

export interface ComparedField {
  readonly field: string;
  readonly here: string | undefined;
  readonly there: string | undefined;
  readonly status: 'same' | 'changed' | 'only here' | 'only there';
}

export interface SaidGroup {
  readonly title: string;
  readonly rows: readonly {
    readonly label: string;
    readonly value: string;
    readonly pointer: string;
    readonly masked: boolean;
  }[];
  /** Rows that are not sent. */
  readonly more: number;
}
