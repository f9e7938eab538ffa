import type { Envelope } from '../attest/envelope.ts';
import { readPredicate } from '../attest/predicates/read-predicate.ts';
import type { Check } from '../model/check.ts';
import { certificateFacts } from './certificate-facts.ts';
import { certificateCheck, compareWithCertificate } from './certificate-statement.ts';
import { check } from './check.ts';
import { compareSigner, type Expectations, type Expected } from './expectations.ts';
import { acceptedLevel } from './level/level.ts';
import type { Outcome } from './outcome.ts';
import { subjectPackageCheck } from './policy/package-check.ts';
import { POLICIES } from './policy/registry.ts';
import { statedMembers } from './policy/stated-members.ts';
import type { PolicyInput, ProvenanceExpectations } from './policy/types.ts';
import type { AttestationResult } from './result.ts';
import { saysYes } from './says-yes.ts';

type Judgement = Pick<
  AttestationResult,
  'expected' | 'predicate' | 'certificateVsStatement' | 'level' | 'against'
> & { readonly checks: readonly Check[] };

/**
 * What the statement says is held against the certificate, against what the user expects, and against what it should say.
 * None of it changes the verdict, which speaks of the signature alone.
 */
export function judge(envelope: Envelope, outcome: Outcome, expectations: Expectations): Judgement {
  const signer = compareSigner(outcome.signer, expectations);
  const { statement } = outcome;
  if (statement === undefined) return { expected: signer.expected, checks: [signer.check] };
  const reading = readPredicate(statement);
  const certificate = certificateFacts(outcome.signer);
  const provenance = reading.predicate.kind === 'provenance' ? reading.predicate : undefined;
  const comparison =
    provenance === undefined || certificate === undefined
      ? []
      : compareWithCertificate(certificate, provenance);
  const compared = comparison.length === 0 ? [] : [certificateCheck(comparison)];
  const spoken = saysYes(reading.predicate);
  const input: PolicyInput = {
    envelope,
    statement,
    reading,
    signer: outcome.signer,
    certificate,
    comparison,
    about: outcome.about.about,
    expected: expectations.provenance ?? {},
  };
  const judged = policyChecks(input);
  const bound = input.expected.policy === true ? [...compared, ...judged] : judged;
  const combined = combine(input, bound, signer);
  const own = [...compared, ...(spoken === undefined ? [] : [spoken]), ...judged];
  const copies = judged.filter(({ id }) => id === 'provenance.text' || id === 'provenance.summary');
  return {
    expected: combined.expected,
    checks: [...own, combined.check],
    predicate: reading,
    ...(comparison.length === 0 ? {} : { certificateVsStatement: comparison }),
    ...(provenance === undefined
      ? {}
      : {
          level: acceptedLevel(
            { provenance, signer: outcome.signer, certificate },
            outcome.verdict,
            comparison,
            expectations.builders,
          ),
        }),
    against: [...(spoken === undefined ? [] : [spoken]), ...copies]
      .filter(({ status }) => status === 'fail')
      .map(({ detail }) => detail),
  };
}

/** The checks of the policy that binds the statement; without anything expected, what Cloud Build's copies say alone. */
function policyChecks(input: PolicyInput): readonly Check[] {
  const policy = [...POLICIES].find((one) => one.recognizes(input));
  if (policy === undefined) return [];
  if (isStated(input.expected)) {
    const judged = policy.judge(input);
    if (input.reading.predicate.kind !== 'provenance') return judged;
    return [...judged, ...notCompared(input.expected, judged), ...subjectPackageCheck(input)];
  }
  return policy.judge(input).filter(({ id }) => id === 'provenance.text' || id === 'provenance.summary');
}

/** What is expected of provenance and the builder's policy compares with nothing: it is not met. */
function notCompared(expected: ProvenanceExpectations, judged: readonly Check[]): readonly Check[] {
  return statedMembers(expected)
    .filter((member) => member.of === 'provenance' && !judged.some(({ id }) => id === member.id))
    .map(({ id, words }) =>
      check(id, 'fail', `Nothing in provenance of this builder can be held against the ${words} you expect.`),
    );
}

function isStated(expected: ProvenanceExpectations): boolean {
  return Object.values(expected).some((value) => value !== undefined && value !== false);
}

/**
 * One answer from signer and policy. Under the whole policy with a source, the policy says who may have signed
 * (DESIGN §8); anything else only adds to the signer that is expected.
 */
function combine(
  { expected, signer, reading }: PolicyInput,
  judged: readonly Check[],
  stated: ReturnType<typeof compareSigner>,
): { readonly expected: Expected; readonly check: Check } {
  if (!isStated(expected) || judged.length === 0) return stated;
  const { kind } = reading.predicate;
  const bySource =
    kind === 'provenance' && expected.sourceUri !== undefined && signer?.kind === 'certificate';
  const byRegistry = kind === 'publish' && expected.packageName !== undefined && signer?.kind === 'key';
  const replaces = expected.policy === true && (bySource || byRegistry) && stated.expected === 'none-stated';
  const base: Expected = replaces ? 'met' : stated.expected;
  const shown = replaces
    ? check('expected.signer', 'skipped', 'The policy for provenance says who may have signed.')
    : stated.check;
  const failed = judged.some(({ status }) => status === 'fail');
  const open = judged.some(
    ({ id, status }) => status === 'absent' && (id === 'provenance.builder' || id === 'provenance.source'),
  );
  return { expected: failed || (open && base === 'met') ? 'unmet' : base, check: shown };
}
