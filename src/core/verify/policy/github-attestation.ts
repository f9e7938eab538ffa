import type { Check } from '../../model/check.ts';
import { builderCheck, buildTypeCheck, notGithub, parametersCheck, refFault } from './builder-checks.ts';
import { matchesBuilder } from './builder-id.ts';
import { githubTrigger } from './github-trigger.ts';
import { sourceChecks } from './source-checks.ts';
import type { BuilderPolicy, PolicyInput } from './types.ts';

const BUILD_TYPE = 'https://actions.github.io/buildtypes/workflow/v1';

/** Provenance of `actions/attest-build-provenance`: any workflow can make it, so the builder must be named. */
export const githubAttestation: BuilderPolicy = {
  id: 'github-attestation',
  title: 'GitHub artifact attestation',
  spec: 'slsa-verifier, gha: VerifyGithubAttestation',
  recognizes: ({ reading }) =>
    reading.predicate.kind === 'provenance' && reading.predicate.buildType?.value === BUILD_TYPE,
  judge: (input) => [
    judgeWorkflow(input),
    buildTypeCheck(input, [BUILD_TYPE]),
    ...sourceChecks(input, githubTrigger(input.statement), false),
    ...parametersCheck(input),
  ],
};

function judgeWorkflow(input: PolicyInput): Check {
  const { certificate, expected, reading } = input;
  const say = (status: 'pass' | 'fail' | 'absent', detail: string): Check =>
    builderCheck(input, status, detail);
  const foreign = notGithub(input);
  if (foreign !== undefined) return say('fail', foreign);
  const signer = certificate?.signer;
  if (signer === undefined)
    return say('absent', 'The file holds no certificate: which workflow made it cannot be checked.');
  if (
    expected.builderId !== undefined &&
    !matchesBuilder({ name: signer.name, version: signer.ref }, expected.builderId)
  )
    return say('fail', `Signed by ${signer.uri}; you expect ${expected.builderId}.`);
  if (expected.policy === true) {
    if (expected.builderId === undefined)
      return say(
        'fail',
        `Name the builder you expect: any workflow could have made this, ${signer.uri} did.`,
      );
    const fault = refFault(input, signer.ref);
    if (fault !== undefined) return say('fail', fault);
  }
  const stated = reading.predicate.kind === 'provenance' ? reading.predicate.builder.id?.value : undefined;
  if (stated !== signer.uri && expected.policy === true)
    return say('fail', `The statement names ${stated ?? 'no builder'}, but ${signer.uri} signed it.`);
  return say('pass', `Built and signed by ${signer.uri}.`);
}
