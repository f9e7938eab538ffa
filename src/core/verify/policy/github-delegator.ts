import type { Check } from '../../model/check.ts';
import { builderCheck, buildTypeCheck, notGithub, parametersCheck, refFault } from './builder-checks.ts';
import { isJreleaserTag, matchesBuilder, parseBuilderId } from './builder-id.ts';
import { githubTrigger } from './github-trigger.ts';
import { sourceChecks } from './source-checks.ts';
import type { BuilderPolicy, PolicyInput } from './types.ts';

const HOME = 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/';
const JRELEASER = 'https://github.com/jreleaser/';

export const DELEGATORS: readonly string[] = [
  `${HOME}delegator_generic_slsa3.yml`,
  `${HOME}delegator_lowperms-generic_slsa3.yml`,
];
export const DELEGATED_BUILD = 'https://github.com/slsa-framework/slsa-github-generator/delegator-generic@v0';

/**
 * Build Your Own Builder: Maven, Gradle, Node.js, Bazel and builders of others. The delegator signs; the builder is the
 * workflow that called it, named in the statement and vouched for by the delegator.
 */
export const githubDelegator: BuilderPolicy = {
  id: 'github-delegator',
  title: 'slsa-github-generator, delegated builders',
  spec: 'slsa-verifier, gha: VerifyProvenance (byob), isValidDelegatorBuilderID',
  recognizes: ({ reading }) =>
    reading.predicate.kind === 'provenance' && reading.predicate.buildType?.value === DELEGATED_BUILD,
  judge: (input) => [
    judgeDelegated(input),
    buildTypeCheck(input, [DELEGATED_BUILD]),
    ...sourceChecks(input, githubTrigger(input.statement), true),
    ...parametersCheck(input),
  ],
};

/** Of delegated provenance, wherever it rides (npm has it too). */
export function judgeDelegated(input: PolicyInput): Check {
  const { certificate, expected, reading } = input;
  const say = (status: 'pass' | 'fail' | 'absent', detail: string): Check =>
    builderCheck(input, status, detail);
  const foreign = notGithub(input);
  if (foreign !== undefined) return say('fail', foreign);
  const statedText =
    reading.predicate.kind === 'provenance' ? reading.predicate.builder.id?.value : undefined;
  const stated = parseBuilderId(statedText ?? '');
  if (stated?.version === undefined) return say('fail', 'The statement names no builder with a version.');
  const signer = certificate?.signer;
  if (signer !== undefined && !DELEGATORS.includes(signer.name))
    return say('fail', `${signer.name} is no delegator that is accepted.`);
  if (expected.builderId !== undefined && !matchesBuilder(stated, expected.builderId))
    return say('fail', `The statement names ${statedText}; you expect ${expected.builderId}.`);
  if (expected.policy === true) {
    const ofNpm = input.statement.subjects.some(({ name }) => name.startsWith('pkg:npm/'));
    if (expected.builderId === undefined && (ofNpm || !stated.name.startsWith(HOME)))
      return say('fail', `Name the builder you expect: ${stated.name} is accepted only when it is named.`);
    const fault =
      (signer === undefined ? undefined : refFault(input, signer.ref)) ??
      (stated.name.startsWith(JRELEASER) && isJreleaserTag(stated.version)
        ? undefined
        : refFault(input, stated.version));
    if (fault !== undefined) return say('fail', fault);
  }
  if (signer === undefined)
    return say('absent', 'The file holds no certificate: that a delegator signed it cannot be checked.');
  return say('pass', `Built by ${statedText}, which called the delegator that signed.`);
}
