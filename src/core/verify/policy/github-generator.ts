import type { Check } from '../../model/check.ts';
import { builderCheck, buildTypeCheck, notGithub, parametersCheck, refFault } from './builder-checks.ts';
import { matchesBuilder, parseBuilderId } from './builder-id.ts';
import { githubTrigger } from './github-trigger.ts';
import { sourceChecks } from './source-checks.ts';
import type { BuilderPolicy, PolicyInput } from './types.ts';

const HOME = 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/';

/** Builders of slsa-github-generator that sign themselves, and the build types each writes. */
const BUILDERS: Readonly<Record<string, readonly string[]>> = {
  [`${HOME}generator_generic_slsa3.yml`]: [
    'https://github.com/slsa-framework/slsa-github-generator/generic@v1',
    'https://github.com/slsa-framework/slsa-github-generator@v1',
  ],
  [`${HOME}builder_go_slsa3.yml`]: [
    'https://github.com/slsa-framework/slsa-github-generator/go@v1',
    'https://github.com/slsa-framework/slsa-github-generator-go@v1',
  ],
  [`${HOME}generator_container_slsa3.yml`]: [
    'https://github.com/slsa-framework/slsa-github-generator/container@v1',
  ],
  [`${HOME}builder_container-based_slsa3.yml`]: ['https://slsa.dev/container-based-build/v0.1?draft'],
};

const BUILD_TYPES = Object.values(BUILDERS).flat();

/** Generic, Go, container and container-based builders: the workflow that signs is the builder. */
export const githubGenerator: BuilderPolicy = {
  id: 'github-generator',
  title: 'slsa-github-generator',
  spec: 'slsa-verifier, gha: VerifyBuilderIdentity, VerifyProvenance',
  recognizes: ({ reading }) =>
    reading.predicate.kind === 'provenance' && BUILD_TYPES.includes(reading.predicate.buildType?.value ?? ''),
  judge: (input) => {
    const name = nameOf(input);
    const own = Object.hasOwn(BUILDERS, name) ? BUILDERS[name] : undefined;
    return [
      judgeBuilder(input),
      buildTypeCheck(input, own ?? BUILD_TYPES),
      ...sourceChecks(input, githubTrigger(input.statement), false),
      ...parametersCheck(input),
    ];
  },
};

function nameOf({ certificate, reading }: PolicyInput): string {
  const stated = reading.predicate.kind === 'provenance' ? reading.predicate.builder.id?.value : undefined;
  return certificate?.signer?.name ?? stated?.split('@')[0] ?? '';
}

function judgeBuilder(input: PolicyInput): Check {
  const { certificate, expected, reading } = input;
  const say = (status: 'pass' | 'fail' | 'absent', detail: string): Check =>
    builderCheck(input, status, detail);
  const foreign = notGithub(input);
  if (foreign !== undefined) return say('fail', foreign);
  const statedText =
    reading.predicate.kind === 'provenance' ? reading.predicate.builder.id?.value : undefined;
  const stated = parseBuilderId(statedText ?? '');
  if (stated === undefined) return say('fail', 'The statement names no builder that can be read.');
  const signer = certificate?.signer;
  const actual = signer === undefined ? stated : { name: signer.name, version: signer.ref };
  if (expected.builderId !== undefined) {
    if (!matchesBuilder(actual, expected.builderId))
      return say(
        'fail',
        `Signed by ${actual.name}@${actual.version ?? ''}; you expect ${expected.builderId}.`,
      );
  } else if (expected.policy === true && !Object.hasOwn(BUILDERS, actual.name)) {
    return say('fail', `${actual.name} is none of the builders that are accepted without being named.`);
  }
  const ref = expected.policy === true ? refFault(input, actual.version ?? '') : undefined;
  if (ref !== undefined && signer !== undefined) return say('fail', ref);
  if (signer === undefined)
    return say('absent', 'The file holds no certificate: that this builder signed it cannot be checked.');
  if (statedText !== signer.uri)
    return say('fail', `The statement names ${statedText}, but ${signer.uri} signed it.`);
  return say('pass', `Built and signed by ${signer.uri}.`);
}
