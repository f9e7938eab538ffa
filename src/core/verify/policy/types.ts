import type { Envelope } from '../../attest/envelope.ts';
import type { PredicateReading } from '../../attest/predicates/types.ts';
import type { Statement } from '../../attest/statement.ts';
import type { Check } from '../../model/check.ts';
import type { CertificateFacts } from '../certificate-facts.ts';
import type { About, FieldComparison } from '../result.ts';
import type { Signer } from '../signer.ts';

/** What the user expects of provenance (DESIGN §8). Members that are absent are not compared. */
export interface ProvenanceExpectations {
  /**
   * The whole policy of slsa-verifier: builders that are accepted when none is named, and a released version of them.
   * Without it only what is stated is compared, and adds to the signer that is expected.
   */
  readonly policy?: boolean;
  /** `github.com/OWNER/REPO`, with or without `git+` and `https://`. */
  readonly sourceUri?: string;
  readonly builderId?: string;
  readonly sourceBranch?: string;
  readonly sourceTag?: string;
  /** `v1`, `v1.2` or `v1.2.3`: the parts stated must agree. */
  readonly sourceVersionedTag?: string;
  readonly workflowInputs?: Readonly<Record<string, string>>;
  readonly packageName?: string;
  readonly packageVersion?: string;
  /** Of a verification summary. */
  readonly verifierId?: string;
  readonly resourceUri?: string;
  readonly verifiedLevels?: readonly string[];
}

/** One statement with everything a policy holds it against. */
export interface PolicyInput {
  readonly envelope: Envelope;
  readonly statement: Statement;
  readonly reading: PredicateReading;
  readonly signer: Signer | undefined;
  readonly certificate: CertificateFacts | undefined;
  readonly comparison: readonly FieldComparison[];
  readonly about: readonly About[];
  readonly expected: ProvenanceExpectations;
}

/** The rules for the provenance of one family of builders. */
export interface BuilderPolicy {
  readonly id: string;
  readonly title: string;
  readonly spec: string;
  recognizes(input: PolicyInput): boolean;
  /** Checks that follow from what is stated, in the order of the specification. None is part of the verdict. */
  judge(input: PolicyInput): readonly Check[];
}
