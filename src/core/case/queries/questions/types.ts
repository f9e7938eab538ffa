import type { Provenance } from '../../../attest/predicates/types.ts';
import type { Check } from '../../../model/check.ts';
import type { Knowing } from '../../../model/knowing.ts';
import type { CertificateFacts } from '../../../verify/certificate-facts.ts';
import type { CaseAttestation, CaseModel } from '../../model.ts';
import type { Answered, QuestionEvidence, ReleaseComparison, Threat } from '../../provenance-views.ts';

/** A claim with all that a question may look at. */
export interface Asked {
  readonly model: CaseModel;
  readonly one: CaseAttestation;
  readonly state: Knowing;
  readonly provenance: Provenance | undefined;
  readonly facts: CertificateFacts | undefined;
  /** Other claims of the case over the same bytes, or naming them. */
  readonly siblings: readonly CaseAttestation[];
  readonly comparison: ReleaseComparison | undefined;
  check(id: string): Check | undefined;
  /** Whether a check passed against something from outside the file that the user accepts. */
  proven(id: string): boolean;
  /** A source as a person may see it. */
  nameOf(source: string): string;
}

export interface Answer {
  readonly answer: string;
  readonly state: Knowing;
  readonly word?: string;
  readonly evidence?: readonly QuestionEvidence[];
  readonly remedy?: string;
}

/** One of the questions: its words, and how it is answered. */
export interface Question extends Pick<Answered, 'id' | 'question' | 'why' | 'limits'> {
  readonly threats: readonly Threat[];
  answer(asked: Asked): Answer;
}
