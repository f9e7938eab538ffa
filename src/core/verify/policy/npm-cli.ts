import { isJsonObject, type JsonObject, own, ownObject } from '../../base/json-shape.ts';
import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import { builderCheck, buildTypeCheck, notGithub } from './builder-checks.ts';
import { githubTrigger } from './github-trigger.ts';
import { sourceChecks } from './source-checks.ts';
import type { BuilderPolicy, PolicyInput } from './types.ts';

const RUNNER = 'https://github.com/actions/runner';
const HOSTED = `${RUNNER}/github-hosted`;

const NPM_V02 = ['https://github.com/npm/cli/gha@v1', 'https://github.com/npm/cli/gha/v2'];
const NPM_V1 = 'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1';

/**
 * Provenance of `npm publish --provenance`: made in the user's own job, which could write anything. So the builder must
 * be named, and everything the statement says must be in the certificate too.
 */
export const npmCli: BuilderPolicy = {
  id: 'npm-cli',
  title: 'npm CLI on GitHub Actions',
  spec: 'slsa-verifier, gha: verifyNpmEnvAndCert, verifyProvenanceMatchesCertificate',
  recognizes: ({ reading }) => {
    const buildType =
      reading.predicate.kind === 'provenance' ? reading.predicate.buildType?.value : undefined;
    return buildType === NPM_V1 || NPM_V02.includes(buildType ?? '');
  },
  judge: (input) => [
    judgeRunner(input),
    buildTypeCheck(input, [...NPM_V02, NPM_V1]),
    ...(input.expected.policy === true ? [unverifiable(input)] : []),
    // Packages published before npm's general availability leave the ref of the material out.
    ...sourceChecks(input, githubTrigger(input.statement), buildTypeOf(input) === NPM_V02[0]),
  ],
};

function buildTypeOf({ reading }: PolicyInput): string | undefined {
  return reading.predicate.kind === 'provenance' ? reading.predicate.buildType?.value : undefined;
}

function judgeRunner(input: PolicyInput): Check {
  const { certificate, expected, reading } = input;
  const say = (status: 'pass' | 'fail' | 'absent', detail: string): Check =>
    builderCheck(input, status, detail);
  const foreign = notGithub(input);
  if (foreign !== undefined) return say('fail', foreign);
  const stated = reading.predicate.kind === 'provenance' ? reading.predicate.builder.id?.value : undefined;
  if (expected.builderId === undefined) {
    if (expected.policy === true) return say('fail', `Name the builder you expect: for npm, ${HOSTED}.`);
  } else {
    const old = NPM_V02.includes(buildTypeOf(input) ?? '');
    if (expected.builderId !== HOSTED && !(old && expected.builderId === RUNNER))
      return say('fail', `${expected.builderId} is no builder of npm provenance that is accepted.`);
    if (stated !== HOSTED && !(old && stated === RUNNER))
      return say('fail', `The statement names ${stated ?? 'no builder'}; you expect ${expected.builderId}.`);
  }
  if (certificate === undefined)
    return say('absent', 'The file holds no certificate: where it was built cannot be checked.');
  const runner = certificate.runner?.value;
  if (runner !== undefined && runner !== 'github-hosted' && (stated === HOSTED || stated === RUNNER))
    return say('fail', `The statement names a runner of GitHub, the certificate a ${runner} one.`);
  return say('pass', `Built on ${stated ?? 'a runner that is not named'}.`);
}

/** Claims that no certificate can confirm: a statement that makes one is not accepted (provenance_forgeable.go). */
function unverifiable({ statement, comparison }: PolicyInput): Check {
  const id = 'provenance.parameters';
  const predicate = isJsonObject(statement.predicate) ? statement.predicate : {};
  const alone = comparison.find(({ status }) => status === 'differs' || status === 'certificate-silent');
  const claim =
    statement.subjects.length !== 1 || !statement.subjects[0]?.digests.has('sha512')
      ? 'it is not about one package with a SHA-512'
      : alone !== undefined
        ? `the certificate does not confirm its ${alone.field.toLowerCase()}`
        : (claimsV02(predicate) ?? claimsV1(predicate));
  return claim === undefined
    ? check(id, 'pass', 'The statement says nothing that the certificate could not confirm.')
    : check(id, 'fail', `The job that was built could have written anything, and ${claim}.`);
}

const VARIABLES = new Set(
  [
    'EVENT_NAME',
    'REF',
    'REPOSITORY',
    'REPOSITORY_ID',
    'REPOSITORY_OWNER_ID',
    'RUN_ATTEMPT',
    'RUN_ID',
    'SHA',
    'WORKFLOW_REF',
    'WORKFLOW_SHA',
  ].map((name) => `GITHUB_${name}`),
);

function claimsV02(predicate: JsonObject): string | undefined {
  const invocation = ownObject(predicate, 'invocation');
  const metadata = ownObject(predicate, 'metadata');
  const materials = own(predicate, 'materials');
  const unknown = Object.keys(ownObject(invocation, 'environment')).find((name) => !VARIABLES.has(name));
  if (unknown !== undefined) return `it states the variable ${unknown}`;
  if (Object.keys(ownObject(invocation, 'parameters')).length > 0) return 'it states parameters';
  if (Object.keys(ownObject(predicate, 'buildConfig')).length > 0) return 'it states how it was built';
  if (own(metadata, 'reproducible') === true) return 'it claims to be reproducible';
  if (Object.values(ownObject(metadata, 'completeness')).includes(true)) return 'it claims to be complete';
  if (own(metadata, 'buildStartedOn') !== undefined || own(metadata, 'buildFinishedOn') !== undefined)
    return 'it states times';
  return Array.isArray(materials) && materials.length !== 1 ? 'it states more than one material' : undefined;
}

function claimsV1(predicate: JsonObject): string | undefined {
  const metadata = ownObject(ownObject(predicate, 'runDetails'), 'metadata');
  const dependencies = own(ownObject(predicate, 'buildDefinition'), 'resolvedDependencies');
  if (own(metadata, 'startedOn') !== undefined || own(metadata, 'finishedOn') !== undefined)
    return 'it states times';
  return Array.isArray(dependencies) && dependencies.length !== 1
    ? 'it states more than one dependency'
    : undefined;
}
